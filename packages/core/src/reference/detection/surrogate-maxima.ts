import type { DetectionKernels } from "../../contracts/detection-kernels.js";
import { InvalidParameterError } from "../../errors.js";
import { bands, checkBands } from "./bands.js";
import { checkSurrogate, surrogateField } from "./surrogate.js";

/** @throws InvalidParameterError, GridMismatchError */
export function checkSurrogateMaxima(...[normal, shape, options]: Parameters<DetectionKernels["surrogateMaxima"]>): void {
  checkSurrogate(normal, shape, options);
  checkBands(shape, options);
  if (!Number.isInteger(options.surrogates) || options.surrogates < 1)
    throw new InvalidParameterError("surrogateMaxima", "surrogates", "an integer >= 1", `${options.surrogates}`);
}

export const surrogateMaxima: DetectionKernels["surrogateMaxima"] = async (normal, shape, options) => {
  checkSurrogateMaxima(normal, shape, options);
  const count = options.scales.length;
  const positive = new Float64Array(options.surrogates * count);
  const negative = new Float64Array(options.surrogates * count);
  const each = options.probabilities?.length ?? 0;
  const quantiles = new Float64Array(options.surrogates * count * each);
  for (let index = 0; index < options.surrogates; index++) {
    options.signal?.throwIfAborted();
    const maps = await bands(surrogateField(normal, shape, options, index), shape, options);
    maps.forEach((map, scale) => {
      let [highest, lowest] = [0, 0];
      for (const value of map.values) {
        if (value > highest) highest = value;
        if (value < lowest) lowest = value;
      }
      positive[index * count + scale] = highest;
      negative[index * count + scale] = -lowest;
      quantiles.set(map.quantiles, (index * count + scale) * each);
    });
  }
  return { positive, negative, quantiles };
};
