export { potentialField } from "./potential-field.js";
