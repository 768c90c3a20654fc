export { egm96 } from "./egm96-reader.js";
export { gfc } from "./gfc-reader.js";
export { icgemGrid } from "./grid-reader.js";
