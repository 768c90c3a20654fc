export { magneticArchive } from "./archive-reader.js";
export { cof } from "./cof-reader.js";
export { shc } from "./shc-reader.js";
