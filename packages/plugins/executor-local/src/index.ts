export { inline, local } from "./local.js";
