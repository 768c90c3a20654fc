import { CorruptInputError } from "@geoanomaly/core";
import type { InversionState } from "./state.js";

const MAGIC = "GAM inversion checkpoint 1\n";
const ARRAY_KEY = "float64";

/**
 * A state as bytes: a line of identification, the length of a JSON text, the text, in which each array is named by its place, and the arrays
 * in double precision, little-endian. JSON keeps finite doubles exactly.
 */
export function encodeCheckpoint(identity: string, state: InversionState): Uint8Array {
  const arrays: Float64Array[] = [];
  const text = JSON.stringify({ identity, state }, (_, value: unknown) => {
    if (!(value instanceof Float64Array)) return value;
    arrays.push(value);
    return { [ARRAY_KEY]: [arrays.length - 1, value.length] };
  });
  const json = Buffer.from(text);
  const head = Buffer.from(`${MAGIC}${json.length}\n`);
  const body = arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  return Buffer.concat([head, json, ...body]);
}

/** @throws CorruptInputError for bytes that are no checkpoint, that end too early, or that belong to another request. */
export function decodeCheckpoint(identity: string, bytes: Uint8Array): InversionState {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (place: string, expected: string, found: string): never => {
    throw new CorruptInputError("checkpoint of an inversion", place, expected, found);
  };
  const lengthEnd = buffer.indexOf(0x0a, MAGIC.length);
  if (!buffer.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC)) || lengthEnd < 0)
    return fail("byte 0", JSON.stringify(MAGIC), JSON.stringify(buffer.subarray(0, MAGIC.length).toString("latin1")));
  const jsonLength = Number(buffer.subarray(MAGIC.length, lengthEnd).toString("latin1"));
  const jsonEnd = lengthEnd + 1 + jsonLength;
  if (!Number.isSafeInteger(jsonLength) || jsonEnd > buffer.length)
    return fail(`byte ${MAGIC.length}`, "the length of a JSON text", `${jsonLength} in ${buffer.length} bytes`);
  const text = buffer.subarray(lengthEnd + 1, jsonEnd).toString();
  const shapes: number[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === ARRAY_KEY) shapes[(value as [number, number])[0]] = (value as [number, number])[1];
    return value;
  });
  const needed = jsonEnd + 8 * shapes.reduce((sum, length) => sum + length, 0);
  if (needed !== buffer.length) return fail(`byte ${buffer.length}`, `${needed} bytes in all`, String(buffer.length));
  let start = jsonEnd;
  const arrays = shapes.map((length) => {
    // A copy: the arrays need not begin at a multiple of eight bytes.
    const array = new Float64Array(length);
    Buffer.from(array.buffer).set(buffer.subarray(start, start + 8 * length));
    start += 8 * length;
    return array;
  });
  const parsed = JSON.parse(text, (_, value: unknown) => {
    const array = value !== null && typeof value === "object" ? (value as { float64?: [number, number] })[ARRAY_KEY] : undefined;
    return array === undefined ? value : arrays[array[0]];
  }) as { identity: string; state: InversionState };
  if (parsed.identity !== identity)
    return fail(
      "identity",
      `${identity}, of this request with these kernels`,
      `${parsed.identity}: made for other data, options, mesh or kernels`,
    );
  return parsed.state;
}
