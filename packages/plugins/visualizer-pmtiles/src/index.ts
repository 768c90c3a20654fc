export { pmtiles } from "./pmtiles.js";
