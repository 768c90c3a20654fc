import {
  InvalidParameterError,
  type JsonSchema,
  type ModalityPlugin,
  type Parameters,
  type PluginContext,
  parameters,
  type RawData,
  type SourceFile,
  type SourceRequest,
  type StageCall,
} from "@geoanomaly/core";
import { datasets } from "./datasets.js";
import { materialise } from "./egm96-geoid.js";

const OWNER = "modality gravity";

/** Disturbances beyond these are no gravity of the Earth: -320 (trenches) to 460 mGal (Andes at 10 km), some 900 at the highest resolution. */
const POSSIBLE = [-1500, 1500] as const;

type Content = "model" | "grid" | "geoid";

interface Known {
  readonly content: Content;
  readonly reader: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** EGM96's geoid is tide-free and refers to WGS84. */
const geoid = { quantity: { functional: "geoid-height", unit: "m" }, tideSystem: "tide-free" } as const;

const KNOWN: Readonly<Record<string, Known>> = {
  egm96: { content: "model", reader: "egm96" },
  "eigen-6c4": { content: "model", reader: "gfc" },
  egm2008: { content: "model", reader: "gfc" },
  "eigen-6c4-10min": { content: "grid", reader: "netcdf" },
  "egm96-geoid-embedded": { content: "geoid", reader: "gtx", parameters: geoid },
};

const OPTIONS = [
  "functional",
  "height",
  "degrees",
  "maxDegree",
  "ellipsoid",
  "method",
  "epoch",
  "reader",
  "readerParameters",
  "content",
] as const;

const options: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    functional: {
      enum: ["gravity-disturbance", "free-air-anomaly", "geoid-height"],
      default: "gravity-disturbance",
      description: "Models and geoids",
    },
    height: { type: "number", minimum: 0, default: 0, description: "Models and geoids: metres above the WGS84 ellipsoid" },
    degrees: { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2, description: "Models and geoids; default: all" },
    maxDegree: { type: "integer", minimum: 2, description: "Geoids: degree of the harmonic analysis; default 360" },
    ellipsoid: { enum: ["WGS84", "GRS80"], default: "WGS84", description: "Grids of absolute gravity" },
    method: { enum: ["average", "bilinear"], description: "Grids: resampling" },
    epoch: { type: "number", description: "Models that vary with time: decimal year" },
    reader: { type: "string", description: "Reader to open the file with; default: the one that recognises it" },
    readerParameters: { type: "object", description: "Told to the reader beside what the dataset says" },
    content: { enum: ["model", "grid", "geoid"], description: "Dataset file: what it holds; default: by its name" },
  },
};

const check = (request: SourceRequest): Parameters => parameters(OWNER, request.options, OPTIONS);

/** Dataset `file`: what it holds, by what the user says or by its name. */
function fileContent({ path = "" }: SourceRequest, given: Parameters): Content {
  const content = given.choice("content", ["model", "grid", "geoid"]);
  if (content !== undefined) return content;
  if (/\.gtx$/i.test(path)) return "geoid";
  return /\.gfc$|ascii(\.gz)?$/i.test(path) ? "model" : "grid";
}

async function fetch(request: SourceRequest, files: readonly SourceFile[], context: PluginContext): Promise<RawData> {
  const given = check(request);
  const known = KNOWN[request.dataset];
  if (!known && request.dataset !== "file") {
    throw new InvalidParameterError(OWNER, "dataset", `one of ${[...Object.keys(KNOWN), "file"].join(", ")}`, request.dataset);
  }
  const [file] = files;
  if (!file) throw new InvalidParameterError(OWNER, "files", `the file of ${request.dataset}`, "none");
  const reader = given.text("reader") ?? known?.reader;
  const epoch = given.number("epoch");
  const told = (request.options.readerParameters ?? {}) as Readonly<Record<string, unknown>>;
  return context.read(file.path, {
    ...(reader !== undefined && { reader }),
    parameters: { ...known?.parameters, ...(epoch !== undefined && { epoch }), ...told },
  });
}

function defaultStages(request: SourceRequest): readonly StageCall[] {
  const given = check(request);
  const content = KNOWN[request.dataset]?.content ?? fileContent(request, given);
  const taken = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (request.options[name] === undefined ? [] : [[name, request.options[name]]])));
  const qc: StageCall = { stage: "qc", parameters: { range: POSSIBLE } };
  if (content === "grid") {
    const reduction = { ellipsoid: "WGS84", ...taken(["ellipsoid"]) };
    return [{ stage: "reduce-normal-gravity", parameters: reduction }, { stage: "regrid", parameters: taken(["method"]) }, qc];
  }
  const synthesis = { functional: "gravity-disturbance", height: 0, ...taken(["functional", "height", "degrees"]) };
  const synthesise: StageCall = { stage: "synthesise-gravity", parameters: synthesis };
  if (content === "model") return [synthesise, qc];
  return [{ stage: "geoid-to-coefficients", parameters: { maxDegree: 360, ...taken(["maxDegree"]) } }, synthesise, qc];
}

/** Global gravity: gravity disturbance, mGal, unless another functional is asked for. */
export const gravity: ModalityPlugin = {
  kind: "modality",
  id: "gravity",
  layer: "grav",
  version: "1",
  quantity: { functional: "gravity-disturbance", unit: "mGal" },
  datasets,
  options,
  materialise: (request, folder) => materialise(request.dataset, folder),
  fetch,
  defaultStages,
};
