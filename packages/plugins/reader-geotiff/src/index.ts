export { geotiff } from "./geotiff-reader.js";
