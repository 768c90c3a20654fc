export { crop } from "./crop.js";
export { diurnal } from "./diurnal.js";
export { duplicates } from "./duplicates.js";
export { microLevelling } from "./micro-levelling.js";
export { project } from "./project.js";
export { spikes } from "./spikes.js";
export { tieLineLevelling } from "./tie-line-levelling.js";
