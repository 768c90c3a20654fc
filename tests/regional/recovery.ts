import { join } from "node:path";
import type { Model } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { ubcModel } from "@geoanomaly/plugin-reader-ubc";

/** A model as a UBC program would read it from the products of a run. */
export async function publishedModel(output: string, name: string, extension: "den" | "sus"): Promise<Model> {
  const parameters = { mesh: `${name}.msh`, crs: "local" };
  const data = await ubcModel.open(join(output, `volumes/${name}.${extension}`), parameters, await testContext());
  if (data.kind !== "model") throw new Error(`expected a model, found ${data.kind}`);
  return data.model;
}

const middles = (from: number, widths: Float64Array, sign: 1 | -1): Float64Array => {
  let edge = from;
  return widths.map((width) => {
    edge += sign * width;
    return edge - (sign * width) / 2;
  });
};

export interface Found {
  readonly easting: number;
  readonly northing: number;
  readonly upward: number;
  /** Sum of value times volume: kg for densities. */
  readonly total: number;
}

/** Centroid of all that reaches half of the largest value of one sign, weighted by value and volume. */
export function bodyIn({ mesh, values }: Model, sign: 1 | -1): Found {
  const east = middles(mesh.origin.easting, mesh.easting, 1);
  const north = middles(mesh.origin.northing, mesh.northing, 1);
  const up = middles(mesh.origin.upward, mesh.downward, -1);
  const largest = values.reduce((most, value) => Math.max(most, sign * value), 0);
  const sums = { easting: 0, northing: 0, upward: 0, total: 0 };
  values.forEach((value, cell) => {
    if (!(sign * value > largest / 2)) return;
    const [i, j] = [cell % east.length, Math.floor(cell / east.length) % north.length];
    const k = Math.floor(cell / (east.length * north.length));
    const weight = sign * value * (mesh.easting[i] as number) * (mesh.northing[j] as number) * (mesh.downward[k] as number);
    sums.easting += weight * (east[i] as number);
    sums.northing += weight * (north[j] as number);
    sums.upward += weight * (up[k] as number);
    sums.total += weight;
  });
  const { easting, northing, upward, total } = sums;
  return { easting: easting / total, northing: northing / total, upward: upward / total, total: sign * total };
}
