export { geosoft } from "./geosoft-reader.js";
