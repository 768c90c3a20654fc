export { syntheticGravity, syntheticMagnetic } from "./synthetic-modality.js";
