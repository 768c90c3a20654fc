export { table } from "./table-reader.js";
