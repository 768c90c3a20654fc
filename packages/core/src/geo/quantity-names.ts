import type { Functional, Unit } from "../contracts/quantity.js";

/** Functionals as maps and reports write them. */
export const FUNCTIONAL_NAMES: Readonly<Record<Functional, string>> = {
  gravity: "Gravity",
  "gravity-disturbance": "Gravity disturbance",
  "free-air-anomaly": "Free-air gravity anomaly",
  "bouguer-anomaly": "Bouguer gravity anomaly",
  "complete-bouguer-anomaly": "Complete Bouguer gravity anomaly",
  "isostatic-anomaly": "Isostatic residual gravity anomaly",
  "gravity-residual": "Residual gravity anomaly",
  "gravity-gradient": "Gravity gradient",
  "geoid-height": "Geoid height",
  "gravity-potential": "Gravity potential",
  "total-field": "Magnetic total field",
  "total-field-anomaly": "Magnetic total-field anomaly",
  "magnetic-residual": "Residual magnetic anomaly",
  "magnetic-gradient": "Magnetic gradient",
  "reduced-to-pole": "Magnetic anomaly reduced to the pole",
  "pseudo-gravity": "Pseudo-gravity",
  "total-gradient": "Total gradient amplitude",
  tilt: "Tilt angle",
  topography: "Topography",
  "density-contrast": "Density contrast",
  susceptibility: "Magnetic susceptibility",
  magnetisation: "Magnetisation",
  "source-depth": "Source depth",
  "standard-uncertainty": "Standard uncertainty",
  "robust-z": "Robust z-score",
  "anomaly-score": "Anomaly score",
  unknown: "Value",
};

/** Units as maps and reports write them. */
export const UNIT_NAMES: Readonly<Record<Unit, string>> = {
  mGal: "mGal",
  nT: "nT",
  m: "m",
  "m2/s2": "m²/s²",
  degree: "°",
  "kg/m3": "kg/m³",
  SI: "SI",
  "A/m": "A/m",
  "mGal/m": "mGal/m",
  "nT/m": "nT/m",
  "1": "no unit",
};
