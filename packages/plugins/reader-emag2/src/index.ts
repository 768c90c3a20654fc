export { emag2Csv } from "./emag2-csv-reader.js";
