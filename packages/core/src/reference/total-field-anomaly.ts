import type { Kernels, SynthesisOptions } from "../contracts/kernels.js";
import { checkOutput, graticule } from "./harmonic-request.js";
import { synthesisRows } from "./synthesis.js";

export const totalFieldAnomaly: Kernels["totalFieldAnomaly"] = async (crust, main, target, options) => {
  checkOutput("totalFieldAnomaly", options.out, graticule(target));
  const out = options.out ?? new Float64Array(target.rows * target.cols);
  const rows = (model: typeof crust, degrees: SynthesisOptions["degrees"]) =>
    synthesisRows("totalFieldAnomaly", model, target, ["radial", "north", "east"], { ...options, ...(degrees && { degrees }) });
  const mainRows = rows(main, options.mainDegrees);
  for (const { row, fields } of rows(crust, options.crustDegrees)) {
    const direction: readonly Float64Array[] = mainRows.next().value!.fields;
    for (let col = 0; col < target.cols; col++) {
      const [r, n, e] = direction.map((field) => field[col]!) as [number, number, number];
      const projected = fields[0]![col]! * r + fields[1]![col]! * n + fields[2]![col]! * e;
      out[row * target.cols + col] = projected / Math.hypot(r, n, e);
    }
  }
  return out;
};
