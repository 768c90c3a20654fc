export { combine } from "./combine.js";
export { combineModels } from "./combine-models.js";
