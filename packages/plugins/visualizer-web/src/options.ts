import { InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

export interface WebOptions {
  /** The archive the map shows, relative to the output folder; default: where visualizer pmtiles puts it. */
  readonly archive?: string;
  /** Side of the run's tiles, degrees: decides which sidecar belongs to a pixel. Default: what the tiles themselves tell. */
  readonly tileSize?: number;
}

export const webOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    archive: { type: "string", pattern: "\\.pmtiles$", description: "PMTiles archive that the map shows, relative to the output folder" },
    tileSize: { type: "number", exclusiveMinimum: 0, maximum: 90, description: "Tile size of the run, degrees; default: as its tiles lie" },
  },
};

const OWNER = "visualizer web";

/** @throws InvalidParameterError naming the option, what it may be and what it was. */
export function webOptions(given: Readonly<Record<string, unknown>>): WebOptions {
  for (const key of Object.keys(given)) {
    if (key !== "archive" && key !== "tileSize")
      throw new InvalidParameterError(OWNER, key, "one of archive, tileSize", "an unknown option");
  }
  const { archive, tileSize } = given;
  if (tileSize !== undefined && !(typeof tileSize === "number" && tileSize > 0 && tileSize <= 90)) {
    throw new InvalidParameterError(OWNER, "tileSize", "degrees, above 0 and at most 90", JSON.stringify(tileSize));
  }
  const size = tileSize === undefined ? {} : { tileSize };
  if (archive === undefined) return size;
  if (typeof archive !== "string" || !archive.endsWith(".pmtiles") || archive.startsWith("/") || archive.split("/").includes("..")) {
    throw new InvalidParameterError(OWNER, "archive", "a path of a .pmtiles file below the output folder", JSON.stringify(archive));
  }
  return { archive, ...size };
}
