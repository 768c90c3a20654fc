export { netcdf } from "./netcdf-reader.js";
