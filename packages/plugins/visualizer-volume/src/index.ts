export { volume } from "./volume.js";
