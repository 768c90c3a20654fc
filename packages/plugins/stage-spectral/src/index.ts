export { bandPass } from "./band-pass.js";
export { derivative } from "./derivative.js";
export { pseudoGravity } from "./pseudo-gravity.js";
export { reduceToPole } from "./reduce-to-pole.js";
export { separate } from "./separate.js";
export { tilt } from "./tilt.js";
export { totalGradient } from "./total-gradient.js";
export { upwardContinuation } from "./upward-continuation.js";
