import type { Anomaly, AnomalyTable } from "../contracts/anomaly.js";
import type { Crs } from "../contracts/grid.js";
import { MILLIGAL_PER_METRE_PER_SECOND_SQUARED } from "../geo/units.js";
import type { SampleCorner } from "./region-sample.js";
import { SAMPLE_PRISMS, type SamplePrism } from "./region-sample-field.js";

const BACKGROUND = 0.08;
const DEPTHS = [100, 200, 400, 800, 1600, 3200];
const SPHERE_FACTOR = (4 / 3) * Math.PI * 6.6743e-11 * MILLIGAL_PER_METRE_PER_SECOND_SQUARED;
/** Centres of the prisms as GDAL 3.6 places them (`gdaltransform -s_srs EPSG:32613 -t_srs EPSG:4326`), longitude and latitude. */
const PLACES = [
  [-104.330522018338, 32.1981869034975],
  [-104.314023684235, 32.2053154760675],
] as const;

/** Both prisms found: the dense one with depths and mass from the model, the light one with none. */
export function sampleAnomalies(crs: Crs, corner: SampleCorner): AnomalyTable {
  const [dense, light] = SAMPLE_PRISMS.map((prism, index): Anomaly => {
    const { west, east, south, north, bottom, top, density } = prism;
    const area = (east - west) * (north - south);
    const place = crs === "EPSG:32613" ? PLACES[index] : undefined;
    return {
      id: `A00${index + 1}`,
      easting: corner.east + (west + east) / 2,
      northing: corner.north + (south + north) / 2,
      longitude: place?.[0] ?? null,
      latitude: place?.[1] ?? null,
      depthTop: 1200 - top,
      depthBottom: 1200 - bottom,
      depthMethod: "inversion basin",
      areaSquareMetres: area,
      volumeCubicMetres: area * (top - bottom),
      excessMassKilograms: area * (top - bottom) * density,
      magneticMoment: null,
      score: density > 0 ? 14.2 : -6.1,
      significance: density > 0 ? 0.002 : 0.03,
      confidence: density > 0 ? 0.97 : 0.71,
      type: density > 0 ? "dense-body" : "void",
      typeRule: density > 0 ? "positive density contrast, closed outline" : "negative density contrast of small extent",
      contributions: { gravity: 1 },
      outline: [ring(prism, corner)],
    };
  }) as [Anomaly, Anomaly];
  const unknown = { depthTop: null, depthBottom: null, depthMethod: null, volumeCubicMetres: null, excessMassKilograms: null };
  return {
    crs,
    anomalies: [dense, { ...light, ...unknown }],
    threshold: { value: 4.1, method: "phase-randomised surrogates", falseDiscoveryRate: 0.05, surrogates: 200, seed: 11 },
    detectability: [
      {
        backgroundDeviation: BACKGROUND,
        quantity: { functional: "gravity-residual", unit: "mGal" },
        layer: "gravity",
        curves: [-500, 300].map((contrast) => ({
          contrast,
          contrastUnit: "kg/m3",
          depths: DEPTHS,
          radii: DEPTHS.map((depth) => smallestRadius(depth, contrast)),
        })),
        statement:
          "A sphere of 300 kg/m3 is found at 800 m depth if its radius is larger than some 290 m; smaller or deeper ones are not seen.",
      },
    ],
  };
}

/** A sphere below its centre attracts with G m / depth^2; found where that is the threshold. Null if it would break the ground. */
function smallestRadius(depth: number, contrast: number): number | null {
  const radius = Math.cbrt((4.1 * BACKGROUND * depth ** 2) / (SPHERE_FACTOR * Math.abs(contrast)));
  return radius < depth ? radius : null;
}

/** Outline of a prism a little outside of it, counter-clockwise and closed. */
function ring({ west, east, south, north }: SamplePrism, corner: SampleCorner): [number, number][] {
  const margin = 150;
  const [w, e] = [corner.east + west - margin, corner.east + east + margin];
  const [s, n] = [corner.north + south - margin, corner.north + north + margin];
  return [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
}
