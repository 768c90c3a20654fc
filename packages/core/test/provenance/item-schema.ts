const number = { type: "number" };
const degrees4 = { type: "array", items: number, minItems: 4, maxItems: 4 };
const orNull = { type: ["number", "null"] };
const statistics = Object.fromEntries(["min", "max", "mean", "std", "median", "mad", "p5", "p95"].map((name) => [name, orNull]));

/** Section "Date and Time" of the common metadata: an instant, or null with both ends of an interval. */
const time = {
  required: ["datetime"],
  oneOf: [
    { properties: { datetime: { type: "string", format: "date-time", pattern: "Z$" } } },
    {
      properties: {
        datetime: { type: "null" },
        start_datetime: { type: "string", format: "date-time" },
        end_datetime: { type: "string", format: "date-time" },
      },
      required: ["start_datetime", "end_datetime"],
    },
  ],
};

/**
 * The rules a sidecar must keep, written down from the STAC 1.1.0 item specification and the file 2.1.0, processing 1.2.0, projection
 * 2.0.0 and scientific 1.0.0 extensions, with what GAM promises on top (statistics, licence, effective resolution).
 */
export const itemSchema = {
  type: "object",
  required: ["type", "stac_version", "stac_extensions", "id", "geometry", "bbox", "properties", "links", "assets", "collection"],
  properties: {
    type: { const: "Feature" },
    stac_version: { const: "1.1.0" },
    stac_extensions: { type: "array", items: { type: "string", format: "uri" }, uniqueItems: true },
    id: { type: "string", minLength: 1 },
    collection: { type: "string", minLength: 1 },
    bbox: degrees4,
    geometry: {
      type: "object",
      required: ["type", "coordinates"],
      properties: { type: { const: "Polygon" }, coordinates: { type: "array", minItems: 1, items: { type: "array", minItems: 4 } } },
    },
    properties: {
      type: "object",
      required: [
        "license",
        "count",
        ...Object.keys(statistics),
        "effective_resolution",
        "degenerate",
        "synthetic",
        "sources",
        "processing:lineage",
      ],
      allOf: [time],
      properties: {
        title: { type: "string" },
        license: { type: "string", pattern: "^[A-Za-z0-9.+-]+$" },
        "proj:code": { type: "string", pattern: "^EPSG:\\d+$" },
        "proj:shape": { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2 },
        "proj:transform": { type: "array", items: number, minItems: 6, maxItems: 9 },
        "proj:bbox": degrees4,
        "processing:lineage": { type: "string", minLength: 1 },
        "processing:software": { type: "object", additionalProperties: { type: "string" } },
        "sci:citation": { type: "string" },
        "sci:publications": {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            minProperties: 1,
            properties: { doi: { type: "string", pattern: "^10\\.[0-9.]+/[^\\s]+$" }, citation: { type: "string" } },
          },
        },
        count: { type: "integer", minimum: 0 },
        ...statistics,
        effective_resolution: { type: "object", minProperties: 1, additionalProperties: number },
        degenerate: { type: "boolean" },
        synthetic: { type: "boolean" },
      },
    },
    links: {
      type: "array",
      items: { type: "object", required: ["rel", "href"], properties: { rel: { type: "string" }, href: { type: "string", minLength: 1 } } },
      // "collection" is only allowed together with a link to it.
      contains: { type: "object", properties: { rel: { const: "collection" } } },
    },
    assets: {
      type: "object",
      minProperties: 1,
      additionalProperties: {
        type: "object",
        required: ["href", "type", "roles", "file:checksum", "file:size"],
        properties: {
          href: { type: "string", minLength: 1 },
          type: { type: "string" },
          roles: { type: "array", items: { type: "string" } },
          "file:checksum": { type: "string", pattern: "^1220[a-f0-9]{64}$" }, // multihash: sha2-256, 32 bytes
          "file:size": { type: "integer", minimum: 0 },
          data_type: { enum: ["float32"] },
          nodata: { enum: ["nan"] },
          statistics: {
            type: "object",
            minProperties: 1,
            properties: { minimum: number, maximum: number, mean: number, stddev: number, count: number, valid_percent: number },
          },
        },
      },
    },
  },
};
