import type { DetectionKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";
import { bands } from "./bands.js";
import { components } from "./components.js";
import { surrogate } from "./surrogate.js";
import { surrogateMaxima } from "./surrogate-maxima.js";

export const detection = (host: KernelHost): DetectionKernels => ({
  bands: bands(host),
  surrogate: surrogate(host),
  surrogateMaxima: surrogateMaxima(host),
  components: components(host),
});
