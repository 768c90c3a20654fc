export { geoidToCoefficients } from "./geoid-to-coefficients.js";
export { gravity } from "./gravity-modality.js";
export { reduceNormalGravity } from "./reduce-normal-gravity.js";
export { synthesiseGravity } from "./synthesise-gravity.js";
