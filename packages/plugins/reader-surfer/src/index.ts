export { surfer } from "./surfer-reader.js";
