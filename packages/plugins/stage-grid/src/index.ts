export { outliers } from "./outliers.js";
export { qualityControl } from "./quality-control.js";
export { regrid } from "./regrid.js";
export { units } from "./units.js";
