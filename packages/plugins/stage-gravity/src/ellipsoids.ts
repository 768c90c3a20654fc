import { GRS80, type Parameters, type ReferenceEllipsoid, WGS84 } from "@geoanomaly/core";

const ELLIPSOIDS = { WGS84, GRS80 } as const;

/** Schema of the parameter `ellipsoid`. */
export const ellipsoidSchema = { enum: Object.keys(ELLIPSOIDS), default: "WGS84", description: "Of normal gravity" };

export const ellipsoidOf = (given: Parameters): ReferenceEllipsoid => ELLIPSOIDS[given.choice("ellipsoid", ["WGS84", "GRS80"]) ?? "WGS84"];
