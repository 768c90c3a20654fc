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
import { materialise } from "./materialise.js";
import { SYNTHETIC_DEGREES } from "./synthetic-crust.js";

const OWNER = "modality magnetic";

/** Fields stronger than this at 0 to 4 km are no anomaly of the crust (Kursk reaches some 190,000 nT on the ground, 7000 at 4 km). */
const POSSIBLE = [-30_000, 30_000] as const;

interface Known {
  readonly reader: string;
  /** What the reader is told, where the file does not say it. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Stage parameters of a model; absent for grids. */
  readonly model?: { readonly degrees: readonly [number, number]; readonly mainField: "model" | "wmm" };
}

const total = { functional: "total-field-anomaly", unit: "nT" } as const;
/** EMAG2 gives heights above the geoid. @see Meyer et al. (2017), section 2 */
const upCont = { height: { metres: 4000, datum: "geoid" }, quantity: total } as const;
const seaLevel = { height: { metres: 0, datum: "geoid" }, quantity: total } as const;

const KNOWN: Readonly<Record<string, Known>> = {
  "emag2-v3-upcont": { reader: "geotiff", parameters: { layout: "emag2", ...upCont } },
  "emag2-v3-upcont-with-error": { reader: "geotiff", parameters: { layout: "emag2", ...upCont } },
  "emag2-v3-sealevel": { reader: "geotiff", parameters: { layout: "emag2", ...seaLevel } },
  "emag2-v3-csv": { reader: "emag2-csv" },
  emm2017: { reader: "magnetic-archive", model: { degrees: [16, 790], mainField: "model" } },
  "lcs-1": { reader: "shc", model: { degrees: [16, 185], mainField: "wmm" } },
  mf7: { reader: "shc", model: { degrees: [16, 133], mainField: "wmm" } },
  "synthetic-crust": { reader: "shc", model: { degrees: SYNTHETIC_DEGREES, mainField: "wmm" } },
};

const OPTIONS = ["height", "degrees", "mainDegrees", "mainField", "epoch", "method", "reader", "readerParameters", "content"] as const;

const options: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    height: { type: "number", minimum: 0, default: 4000, description: "Models: metres above the WGS84 ellipsoid" },
    degrees: { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2, description: "Models: degrees of the crust" },
    mainDegrees: { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2, default: [1, 15] },
    mainField: { enum: ["model", "wmm"], description: "Models: whose main field gives the direction" },
    epoch: { type: "number", description: "Decimal year of the World Magnetic Model; default 2025" },
    method: { enum: ["average", "bilinear"], description: "Grids: resampling" },
    reader: { type: "string", description: "Reader to open the file with; default: the one that recognises it" },
    readerParameters: { type: "object", description: "Told to the reader beside what the dataset says" },
    content: { enum: ["grid", "model"], description: "Dataset file: what it holds; default: by its name" },
  },
};

const check = (request: SourceRequest): Parameters => parameters(OWNER, request.options, OPTIONS);

/** Dataset `file`: does it hold coefficients, by what the user says or by its name? */
function fileHoldsModel({ path = "" }: SourceRequest, given: Parameters): boolean {
  const content = given.choice("content", ["grid", "model"]);
  return content === undefined ? /\.(cof|shc|zip)$/i.test(path) : content === "model";
}

async function fetch(request: SourceRequest, files: readonly SourceFile[], context: PluginContext): Promise<RawData> {
  const given = check(request);
  const known = KNOWN[request.dataset];
  if (!known && request.dataset !== "file") {
    throw new InvalidParameterError(OWNER, "dataset", `one of ${[...Object.keys(KNOWN), "file"].join(", ")}`, request.dataset);
  }
  const [file, error] = files;
  if (!file) throw new InvalidParameterError(OWNER, "files", `the files of ${request.dataset}`, "none");
  const reader = given.text("reader") ?? known?.reader;
  const told = (request.options.readerParameters ?? {}) as Readonly<Record<string, unknown>>;
  const uncertainty = request.dataset === "emag2-v3-upcont-with-error" && error ? { uncertaintyFile: error.path } : {};
  return context.read(file.path, {
    ...(reader !== undefined && { reader }),
    parameters: { ...known?.parameters, ...uncertainty, ...told },
  });
}

function defaultStages(request: SourceRequest): readonly StageCall[] {
  const given = check(request);
  const model = KNOWN[request.dataset]?.model ?? (request.dataset === "file" && fileHoldsModel(request, given) ? {} : undefined);
  const qc: StageCall = { stage: "qc", parameters: { range: POSSIBLE, unit: "nT" } };
  const taken = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (request.options[name] === undefined ? [] : [[name, request.options[name]]])));
  if (!model) return [{ stage: "regrid", parameters: taken(["method"]) }, qc];
  const synthesis = { height: 4000, mainDegrees: [1, 15], ...model, ...taken(["height", "degrees", "mainDegrees", "mainField", "epoch"]) };
  return [{ stage: "synthesise-total-field", parameters: synthesis }, qc];
}

/** Crustal magnetic anomalies: total-field anomaly, nT. */
export const magnetic: ModalityPlugin = {
  kind: "modality",
  id: "magnetic",
  layer: "mag",
  version: "1",
  quantity: total,
  datasets,
  options,
  materialise: (request, folder) => materialise(request.dataset, folder),
  fetch,
  defaultStages,
};
