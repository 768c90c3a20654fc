import {
  CoefficientTriangle,
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  type GravityCoefficients,
  openInput,
  type PluginContext,
  parameters,
  type ReaderPlugin,
  readTextLines,
} from "@geoanomaly/core";
import { parseGfcHead } from "./gfc-header.js";
import { type GfcRow, parseGfcRow } from "./gfc-row.js";
import { headLines } from "./head-lines.js";

const OWNER = "reader gfc";

/** The change of a coefficient from its reference time to `epoch`, per unit of the row's amplitudes. */
function timeFactor({ key, period = 1 }: GfcRow, years: number): number {
  if (key === "trnd") return years;
  const phase = (2 * Math.PI * years) / period;
  return key === "acos" ? Math.cos(phase) : Math.sin(phase);
}

const holdsAt = ({ from, to }: GfcRow, epoch: number | undefined) =>
  to === undefined || epoch === undefined || ((from as number) <= epoch && epoch < to);

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<GravityCoefficients> {
  const given = parameters(OWNER, raw, ["epoch", "maximumBytes"]);
  const maximumBytes = given.number("maximumBytes", { min: 1 }) ?? DEFAULT_MAXIMUM_BYTES;
  const epoch = given.number("epoch", { min: 1900, max: 2200 });
  const file = await openInput(path);
  try {
    const { lines, end } = await headLines(file);
    const head = parseGfcHead(path, lines);
    checkAllocation(path, `degree ${head.maxDegree}`, 8 * (head.maxDegree + 1) * (head.maxDegree + 2), maximumBytes);
    const triangle = new CoefficientTriangle();
    const references = new Map<string, number>();
    const changes: { readonly row: GfcRow; readonly line: number }[] = [];
    let latest = Number.NEGATIVE_INFINITY;
    await readTextLines(file, end, lines.length + 2, context.signal, (text, line) => {
      const row = parseGfcRow(path, text, line, head);
      if (!row || !holdsAt(row, epoch)) return;
      if (row.key !== "gfc" && row.key !== "gfct") {
        changes.push({ row, line });
        return;
      }
      const { degree, order, cosine, sine, from } = row;
      if (triangle.has(degree, order))
        throw new CorruptInputError(path, `line ${line}`, `degree ${degree} order ${order} once`, "a second row");
      triangle.set(degree, order, cosine, sine);
      if (from !== undefined) {
        references.set(`${degree} ${order}`, from);
        latest = Math.max(latest, from);
      }
    });
    if (triangle.maxDegree !== head.maxDegree) {
      const found = triangle.maxDegree < 0 ? "no coefficients" : `degree ${triangle.maxDegree}`;
      throw new CorruptInputError(
        path,
        "end of file",
        `coefficients to degree ${head.maxDegree}, as the header says`,
        `${found} (truncated?)`,
      );
    }
    const variable = changes.length > 0 && references.size > 0;
    if (variable && epoch === undefined) {
      const shown = latest.toFixed(2);
      context.logger.log(
        "warn",
        `${path}: the model varies with time; taken at its reference epoch ${shown}. Give the parameter epoch for another.`,
      );
    }
    for (const { row, line } of changes) {
      const reference = row.from ?? references.get(`${row.degree} ${row.order}`);
      if (reference === undefined) {
        throw new CorruptInputError(path, `line ${line}`, `a row gfct of degree ${row.degree} order ${row.order}`, `${row.key} without it`);
      }
      if (epoch === undefined) continue;
      const factor = timeFactor(row, epoch - reference);
      triangle.add(row.degree, row.order, factor * row.cosine, factor * row.sine);
    }
    if (!triangle.has(0, 0)) triangle.set(0, 0, 1, 0); // models that start at degree 2 mean the whole mass
    return {
      field: "gravity",
      modelName: head.modelName,
      minDegree: 0,
      maxDegree: head.maxDegree,
      ...triangle.arrays(),
      referenceRadius: head.radius,
      gravitationalConstant: head.gravitationalConstant,
      tideSystem: head.tideSystem,
      ...(variable && { epoch: epoch ?? latest }),
    };
  } finally {
    await file.close();
  }
}

/**
 * ICGEM models (`.gfc`, formats 1.0 and 2.0), fully normalised. Parameter `epoch` (decimal year): where `gfct`, `trnd`, `dot`,
 * `acos` and `asin` rows are evaluated; without it the reference epoch, with a warning.
 * @see ICGEM, Description of the format: G(t) = gfct + trnd (t - t0) + asin sin(2 pi (t - t0) / p) + acos cos(2 pi (t - t0) / p)
 */
export const gfc: ReaderPlugin = {
  kind: "reader",
  id: "gfc",
  recognise: (filename, head) => {
    if (/\.gfc$/i.test(filename)) return 0.8;
    return /^\s*product_type\s+gravity_field[\s\S]*^\s*max_degree\s/m.test(Buffer.from(head).toString("latin1")) ? 0.7 : 0;
  },
  open: async (path, raw, context) => ({ kind: "coefficients", coefficients: await open(path, raw, context) }),
};
