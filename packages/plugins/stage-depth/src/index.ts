export { euler } from "./euler.js";
export { tiltDepth } from "./tilt-depth.js";
