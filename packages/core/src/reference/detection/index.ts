import type { DetectionKernels } from "../../contracts/detection-kernels.js";
import { bands } from "./bands.js";
import { components } from "./components.js";
import { surrogate } from "./surrogate.js";
import { surrogateMaxima } from "./surrogate-maxima.js";

export { checkBands } from "./bands.js";
export { checkComponents } from "./components.js";
export { checkSurrogate } from "./surrogate.js";
export { checkSurrogateMaxima } from "./surrogate-maxima.js";

export const detection: DetectionKernels = { bands, surrogate, surrogateMaxima, components };
