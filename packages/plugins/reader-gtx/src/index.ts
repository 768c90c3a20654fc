export { gtx } from "./gtx-reader.js";
