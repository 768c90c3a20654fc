export { esriAscii } from "./esri-reader.js";
