export { detect } from "./detect.js";
