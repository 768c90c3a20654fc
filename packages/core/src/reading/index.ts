export * from "./grid-description.js";
export * from "./input-file.js";
export * from "./parameters.js";
export * from "./resident-grid.js";
