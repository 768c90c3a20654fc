export * from "./coefficient-triangle.js";
export * from "./fortran-number.js";
export * from "./grid-description.js";
export * from "./input-file.js";
export * from "./number-rows.js";
export * from "./parameters.js";
export * from "./resident-grid.js";
export * from "./text-lines.js";
