export { ubcMesh } from "./mesh-reader.js";
export { ubcModel } from "./model-reader.js";
export { ubcObservations } from "./observations-reader.js";
export { tomofastObservations } from "./tomofast-reader.js";
