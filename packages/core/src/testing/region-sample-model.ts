import type { Crs } from "../contracts/grid.js";
import type { Model } from "../contracts/model.js";
import type { SampleCorner } from "./region-sample.js";
import { SAMPLE_PRISMS, sampleGround } from "./region-sample-field.js";

const TOP = 1300;

/**
 * The prisms on a mesh of 100 m by 100 m cells, 50 m thick at the top and thicker below, with two padding cells of 400 m around: each cell has
 * the density of the prisms times the share of it that they fill. Cells whose centre lies above the ground are NaN.
 */
export function sampleDensity(crs: Crs, corner: SampleCorner): Model {
  const padded = (count: number) => Float64Array.of(400, 400, ...new Array<number>(count).fill(100), 400, 400);
  const [easting, northing] = [padded(60), padded(52)];
  const downward = Float64Array.of(...new Array<number>(10).fill(50), ...new Array<number>(5).fill(100), 200, 200);
  const [east, north, down] = [edges(easting, -800), edges(northing, -800), edges(downward, 0)];
  const values = new Float64Array(easting.length * northing.length * downward.length);
  for (let k = 0; k < downward.length; k++) {
    for (let j = 0; j < northing.length; j++) {
      for (let i = 0; i < easting.length; i++) {
        const middle = TOP - (down[k]! + down[k + 1]!) / 2;
        const ground = sampleGround((east[i]! + east[i + 1]!) / 2, (north[j]! + north[j + 1]!) / 2);
        const filled = SAMPLE_PRISMS.map(
          (prism) =>
            prism.density *
            share(east[i]!, east[i + 1]!, prism.west, prism.east) *
            share(north[j]!, north[j + 1]!, prism.south, prism.north) *
            share(TOP - down[k + 1]!, TOP - down[k]!, prism.bottom, prism.top),
        );
        values[(k * northing.length + j) * easting.length + i] = middle > ground ? Number.NaN : filled.reduce((sum, part) => sum + part, 0);
      }
    }
  }
  const origin = { easting: corner.east - 800, northing: corner.north - 800, upward: TOP };
  return {
    mesh: { crs, origin, easting, northing, downward },
    quantity: { functional: "density-contrast", unit: "kg/m3" },
    values,
    uncertainty: values.map((value) => (Number.isNaN(value) ? value : 20 + Math.abs(value) / 10)),
  };
}

function edges(widths: Float64Array, from: number): number[] {
  const places = [from];
  for (const width of widths) places.push(places.at(-1)! + width);
  return places;
}

/** Share of a cell that an interval covers. */
function share(low: number, high: number, from: number, to: number): number {
  return Math.max(0, Math.min(high, to) - Math.max(low, from)) / (high - low);
}
