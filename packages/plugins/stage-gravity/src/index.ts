export { bouguer } from "./bouguer.js";
export { freeAirAnomaly } from "./free-air-anomaly.js";
export { gravityDatum } from "./gravity-datum.js";
export { gravityDisturbance } from "./gravity-disturbance.js";
export { isostatic } from "./isostatic.js";
export { verticalDatum } from "./vertical-datum.js";
