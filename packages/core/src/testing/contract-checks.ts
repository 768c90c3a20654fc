import { expect } from "vitest";
import { z } from "zod";
import type { JsonSchema } from "../contracts/json-schema.js";
import type { Plugin } from "../contracts/plugin.js";
import type { RawData } from "../contracts/raw-data.js";

/** What every plugin must be, whatever its kind. */
export function expectPluginIdentity(plugin: Plugin): void {
  expect(plugin.id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  if ("version" in plugin) expect(plugin.version).toMatch(/\S/);
}

/** The schema is one, and takes what it is said to take. */
export function expectAccepts(schema: JsonSchema, options: Readonly<Record<string, unknown>>): void {
  const parsed = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(options);
  expect(parsed.error?.issues ?? []).toEqual([]);
}

/** The schema knows its keys: one that nobody wrote is refused. */
export function expectRefusesUnknownKey(schema: JsonSchema, options: Readonly<Record<string, unknown>>): void {
  const parsed = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse({ ...options, "no-such-option": 1 });
  expect(parsed.success, "the schema must have additionalProperties: false").toBe(false);
}

/** Resolves to true if the call rejects within 250 ms of the abort. */
export async function rejectsSoonAfter(abort: AbortController, call: () => Promise<unknown>): Promise<boolean> {
  abort.abort(new Error("aborted by the contract kit"));
  const started = performance.now();
  const rejected = await call().then(
    () => false,
    () => true,
  );
  return rejected && performance.now() - started < 250;
}

/** All numbers of data of any kind, so that two can be compared; a grid stays open. */
export async function numbersIn(data: RawData, signal: AbortSignal): Promise<Float32Array | Float64Array> {
  switch (data.kind) {
    case "grid":
      return data.grid.read(0, data.grid.rows, signal);
    case "points":
      return data.points.values;
    case "coefficients":
      return Float64Array.of(...data.coefficients.cosine.slice(0, 1000), ...data.coefficients.sine.slice(0, 1000));
    case "mesh":
      return Float64Array.of(...data.mesh.easting, ...data.mesh.northing, ...data.mesh.downward);
    case "model":
      return data.model.values;
    case "anomalies":
      return Float64Array.from(data.anomalies.anomalies.flatMap(({ easting, northing, score }) => [easting, northing, score]));
  }
}

/** Are two arrays equal to the last bit, NaN included? Quick for millions of numbers, where `toEqual` is not. */
export function sameBits(a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array) => new Uint8Array(buffer, byteOffset, byteLength);
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
