export { cog } from "./cog.js";
