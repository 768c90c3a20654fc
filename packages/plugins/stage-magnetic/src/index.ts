export { mainField } from "./main-field.js";
export { mainFieldRemoval } from "./main-field-removal.js";
