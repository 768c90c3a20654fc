import type { SpectralKernels } from "../../contracts/spectral-kernels.js";
import { checkSamples } from "../grid-arguments.js";
import { fillGapsInPlace } from "./fill-gaps.js";
import { filter } from "./filter.js";
import { checkPlaneGrid, halfSpectrum } from "./filter-request.js";
import { backward2d, forward2d } from "./fourier.js";

export { checkPlaneGrid, type FilterRequest, filterRequest, halfSpectrum } from "./filter-request.js";

/** Fourier transforms and filters in plain TypeScript. */
export const spectral: SpectralKernels = {
  filter,
  fillGaps: async (values, shape, options) => {
    checkPlaneGrid("values", values, shape);
    options?.signal?.throwIfAborted();
    const filled = Float64Array.from(values);
    fillGapsInPlace(filled, shape);
    return filled;
  },
  transform2d: async (values, shape, options) => {
    checkPlaneGrid("values", values, shape);
    options?.signal?.throwIfAborted();
    return forward2d(values, shape);
  },
  inverse2d: async (spectrum, shape, options) => {
    checkSamples("a half spectrum", spectrum, halfSpectrum(shape));
    checkPlaneGrid("values", { length: shape.rows * shape.cols }, shape);
    options?.signal?.throwIfAborted();
    return backward2d(spectrum, shape);
  },
};
