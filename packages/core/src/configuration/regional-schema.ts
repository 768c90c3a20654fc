import { z } from "zod";
import { execution, logging, name, options, outputs, sources, stageCall } from "./sections.js";

const crs = z
  .string()
  .regex(/^(EPSG:\d{4,6}|local)$/, "EPSG:<code>, or local for metres without a place on the Earth")
  .transform((text) => text as `EPSG:${number}` | "local");

/** Names become parts of file names, and `.` parts a node from what it made beside its result. */
const nodeName = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "lower-case letters, digits, - and _");
const reference = z.string().regex(/^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)?$/, "the name of a survey, layer or model");

const title = z.string().min(1).optional();
const stages = z
  .array(
    stageCall.extend({
      inputs: z
        .record(z.string(), reference)
        .optional()
        .describe("Other surveys, layers or models it reads, by the name the stage knows them by"),
    }),
  )
  .default([])
  .describe("In order; each takes what the one before it gave");

const frame = z.strictObject({
  crs: crs.describe("Of grids and meshes, e.g. EPSG:32613; local: metres of a survey's own system"),
  spacing: z.number().positive().describe("Cell size of grids, in units of the CRS"),
  bounds: z
    .strictObject({ west: z.number(), south: z.number(), east: z.number(), north: z.number() })
    .optional()
    .describe("Outer edges of grids, in units of the CRS; default: the readings of extentOf, rounded outwards to cells"),
  extentOf: nodeName.optional().describe("Survey whose readings span the grids; default: the first"),
});

const survey = z.strictObject({
  title,
  path: z.string().min(1).optional().describe("A file: below sources.mirror, else below this file's folder"),
  member: z.string().min(1).optional().describe("Name inside the archive that path is"),
  reader: z.string().min(1).optional().describe("Id of the reader plugin; default: the one that recognises the file"),
  parameters: options.default({}).describe("Parameters of the reader"),
  modality: z.string().min(1).optional().describe("Instead of path: id of a modality plugin, with dataset"),
  dataset: z.string().min(1).optional(),
  options: options.default({}).describe("Options of the modality"),
  stages,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe("Known checksum of the file; the run stops if it differs"),
  license: z.string().min(1).optional(),
  citation: z.string().min(1).optional(),
  doi: z.string().min(1).optional(),
  sourceUrl: z.string().min(1).optional(),
  synthetic: z.boolean().default(false).describe("The values are made up; every product says so"),
});

const layer = z.strictObject({ title, from: reference, stages });

const inversion = z.strictObject({
  title,
  inverter: z.string().min(1).default("potential-field").describe("Id of the inverter plugin"),
  data: z
    .array(z.strictObject({ from: reference, field: z.enum(["gravity", "magnetic"]) }))
    .min(1)
    .describe("Readings, or grids taken at their cell centres"),
  mainField: z
    .strictObject({
      inclination: z.number().min(-90).max(90),
      declination: z.number().min(-360).max(360),
      intensity: z.number().positive(),
    })
    .optional()
    .describe("Degrees, degrees from grid north, nT; default: what the survey's reader or stages found"),
  topography: reference.optional(),
  mesh: reference.optional().describe("A survey that reads a mesh; default: designed from the options"),
  reference: reference.optional().describe("Reference model"),
  starting: reference.optional().describe("Starting model"),
  options: options.default({}).describe("Options of the inverter"),
});

const detection = z.strictObject({
  title,
  from: reference.describe("The layer in which anomalies are looked for"),
  stage: z.string().min(1).default("detect"),
  parameters: options.default({}),
  inputs: z.record(z.string(), reference).default({}).describe("Further layers and models, by name"),
});

/** Publishers of a regional run that are on by default. */
export const regionalVisualizers: Readonly<Record<string, Record<string, unknown>>> = {
  cog: {},
  figure: {},
  vector: {},
  volume: {},
  report: {},
};

/** What a regional run is told. Strict: an unknown key is an error. */
export const regionalSchema = z.strictObject({
  job: z.literal("regional"),
  name,
  title: z.string().default("GeoAnomalyMapper regional run"),
  frame,
  surveys: z.record(nodeName, survey),
  layers: z.record(nodeName, layer).default({}),
  inversions: z.record(nodeName, inversion).default({}),
  detections: z.record(nodeName, detection).default({}),
  memoryMegabytes: z
    .int()
    .positive()
    .default(4096)
    .describe("What an operator or the grids may need; part of the run's identity, since it decides which operator is used"),
  degrade: z
    .boolean()
    .default(false)
    .describe("Run coarser where something does not fit into memoryMegabytes, and say so in every product"),
  visualizers: z
    .record(z.string(), z.union([options, z.literal(false)]))
    .default(regionalVisualizers)
    .describe("By id of the visualizer plugin: its options, or false to leave out one that is on by default"),
  outputs: outputs.prefault({}),
  sources: sources.prefault({}),
  execution: execution.prefault({}),
  logging: logging.prefault({}),
});

/** A complete, checked configuration of a regional run. */
export type RegionalConfiguration = z.output<typeof regionalSchema>;
/** What a person may write. */
export type RegionalConfigurationInput = z.input<typeof regionalSchema>;
