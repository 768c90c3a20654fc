import { nativeKernels } from "@geoanomaly/native";
import { describe, it } from "vitest";
import { legendreByOrder } from "./legendre-by-order.js";
import { within } from "./report.js";
import { coefficientIndex, largest, latitudeOf, longitudeOf, nodes, radians, SPHERE, sphereModel } from "./sphere.js";

const kernels = nativeKernels({ threads: 1 });
const options = { height: 0, ellipsoid: SPHERE, components: ["potential"] } as const;

/** Field of C_nm = 1 or S_nm = 1 against the independent functions, in units of the largest |P_nm| over the latitudes. */
async function deviation(degree: number, order: number, part: "cosine" | "sine", grid = nodes(37, 9)): Promise<number> {
  const model = sphereModel(degree);
  model[part][coefficientIndex(degree, order)] = 1;
  const [field] = await kernels.synthesise(model, grid, options);
  const expected = functionsOf(degree, grid.rows).map((functions) => functions[order]!);
  const peak = largest(expected);
  return largest(
    field!.map((value, i) => {
      const angle = order * radians(longitudeOf(grid, i % grid.cols));
      const truth = expected[Math.floor(i / grid.cols)]! * (part === "cosine" ? Math.cos(angle) : Math.sin(angle));
      return (value - truth) / peak;
    }),
  );
}

const known = new Map<string, Float64Array[]>();
function functionsOf(degree: number, rows: number): Float64Array[] {
  const key = `${degree} ${rows}`;
  let functions = known.get(key);
  if (functions === undefined) {
    functions = Array.from({ length: rows }, (_, row) => {
      const latitude = latitudeOf(nodes(rows, 9), row);
      const pole = Math.abs(latitude) > 90 - 1e-9;
      return legendreByOrder(degree, pole ? Math.sign(latitude) : Math.sin(radians(latitude)), pole ? 0 : Math.cos(radians(latitude)));
    });
    known.set(key, functions);
  }
  return functions;
}

describe("track H 2: single coefficients", () => {
  it("every degree and order to 60, cosine and sine", async () => {
    let worst = 0;
    for (let degree = 0; degree <= 60; degree++)
      for (let order = 0; order <= degree; order++) {
        worst = Math.max(worst, await deviation(degree, order, "cosine"));
        if (order > 0) worst = Math.max(worst, await deviation(degree, order, "sine"));
      }
    within("single coefficients, l <= 60, of the maximum over latitude", worst, 1e-10);
  });

  it.each([360, 1080, 2159, 2190])("spot values at degree %i", async (degree) => {
    let worst = 0;
    for (const order of [0, 1, 2, 50, Math.round(degree / 3), Math.round(degree / 2), degree - 30, degree - 1, degree])
      for (const part of order === 0 ? (["cosine"] as const) : (["cosine", "sine"] as const))
        worst = Math.max(worst, await deviation(degree, order, part, nodes(181, 9)));
    within(`single coefficients, l = ${degree}, of the maximum over latitude`, worst, 1e-10);
  });

  it.each([1, 60, 360, 1080, 2159, 2190])("squares over all orders add up to 2l + 1: degree %i", async (degree) => {
    // With every C and S of the degree equal to 1 the mean square along a parallel is the sum of P^2 over the orders.
    const model = sphereModel(degree);
    for (let order = 0; order <= degree; order++) {
      model.cosine[coefficientIndex(degree, order)] = 1;
      if (order > 0) model.sine[coefficientIndex(degree, order)] = 1;
    }
    const cols = 2 * Math.max(degree, 2) + 4;
    const grid = nodes(37, cols);
    const [field] = await kernels.synthesise(model, grid, options);
    const deviations = Array.from({ length: grid.rows }, (_, row) => {
      const square = field!.subarray(row * cols, (row + 1) * cols).reduce((sum, value) => sum + value * value, 0);
      return square / cols / (2 * degree + 1) - 1;
    });
    within(`sum of P^2, l = ${degree}`, largest(deviations), 1e-10, " relative");
  });
});
