export { vector } from "./vector.js";
