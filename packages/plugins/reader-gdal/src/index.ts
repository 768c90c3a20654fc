export { gdal } from "./gdal-reader.js";
