import { z } from "zod";
import { defaultVisualizers } from "./default-visualizers.js";
import { bounds, execution, logging, name, options, outputs, sources, stageCall } from "./sections.js";

const modality = z.strictObject({
  dataset: z.string().min(1).describe("Id of a dataset the modality knows, or file together with path"),
  path: z.string().min(1).optional().describe("A local file, for dataset: file"),
  options: options.default({}).describe("Options of the modality plugin"),
  stages: z.array(stageCall).optional().describe("Preprocessing steps; the plugin's own when absent"),
  minimumFiniteFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("Fraction of cells with data below which a tile fails verification"),
  weight: z.number().positive().default(1).describe("Weight of the layer in fusion"),
});

const grid = z.strictObject({
  spacing: z.number().positive().max(10).default(0.1).describe("Cell size, degrees; must divide tileSize"),
  tileSize: z.number().positive().max(90).default(10).describe("Tile size, degrees; must divide 90"),
});

const region = z.strictObject({
  bounds: bounds.optional().describe("Only tiles that overlap these bounds"),
  tiles: z
    .strictObject({
      include: z.array(z.string()).default([]).describe("Globs of tile ids; all tiles when empty"),
      exclude: z.array(z.string()).default([]).describe("Globs of tile ids to leave out"),
    })
    .prefault({}),
});

/** What a run is told. Strict: an unknown key is an error. Every value has a default but `modalities`, which has none that could be right. */
export const configurationSchema = z.strictObject({
  job: z.literal("global").default("global").describe("The global job; a regional one has a schema of its own"),
  name,
  title: z.string().default("GeoAnomalyMapper run"),
  grid: grid.prefault({}),
  region: region.prefault({}),
  modalities: z
    .record(z.string(), z.union([modality, z.literal(false)]))
    .transform((all) => {
      const kept: Record<string, z.output<typeof modality>> = {};
      for (const [id, value] of Object.entries(all)) if (value !== false) kept[id] = value;
      return kept;
    })
    .describe("By id of the modality plugin; false leaves out one that a preset brings"),
  normalization: z.enum(["tile", "blended", "global"]).default("tile"),
  robust: z
    .strictObject({
      limit: z.number().positive().default(6).describe("Clamp of the robust z-score"),
      latitudeWeights: z.boolean().default(false).describe("Weigh statistics by cos(latitude)"),
    })
    .prefault({}),
  fusion: z
    .strictObject({
      method: z.enum(["mean", "stouffer"]).default("mean"),
      prepare: z.enum(["as-read"]).default("as-read").describe("What is fused: the layers as read"),
    })
    .prefault({}),
  detection: z
    .union([options, z.literal(false)])
    .default(false)
    .describe("Parameters of the stage detect on the fused layer: one table of anomalies for the globe; false: none"),
  visualizers: z
    .record(z.string(), z.union([options, z.literal(false)]))
    .default(defaultVisualizers)
    .describe("By id of the visualizer plugin: its options, or false to leave out one that is on by default: cog, map, pmtiles, web"),
  outputs: outputs.prefault({}),
  sources: sources.prefault({}),
  execution: execution.prefault({}),
  logging: logging.prefault({}),
});

/** A complete, checked configuration: defaults are filled in. */
export type Configuration = z.output<typeof configurationSchema>;
/** What a person may write: everything with a default may be left out. */
export type ConfigurationInput = z.input<typeof configurationSchema>;
export type ModalityConfiguration = Configuration["modalities"][string];
