export { magnetic } from "./magnetic-modality.js";
export { synthesiseTotalField } from "./synthesise-total-field.js";
