import { basename } from "node:path";
import {
  CoefficientTriangle,
  CorruptInputError,
  describeContent,
  fortranNumber,
  type GravityCoefficients,
  parameters,
  type ReaderPlugin,
  readWholeInput,
} from "@geoanomaly/core";

const OWNER = "reader egm96";
/** The files carry no head; these belong to EGM96 and EGM2008 alike. @see Lemoine et al. (1998), NASA/TP-1998-206861 */
const GRAVITATIONAL_CONSTANT = 3.986004415e14;
const REFERENCE_RADIUS = 6_378_136.3;
const MAXIMUM_DEGREE = 2190;

async function open(path: string, raw: Readonly<Record<string, unknown>>): Promise<GravityCoefficients> {
  const given = parameters(OWNER, raw, ["modelName", "maximumBytes"]);
  const bytes = await readWholeInput(path, given.number("maximumBytes", { min: 1 }));
  const triangle = new CoefficientTriangle();
  const fail = (line: number, expected: string, found: string): never => {
    throw new CorruptInputError(path, `line ${line}`, expected, found);
  };
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1").split("\n");
  lines.forEach((text, index) => {
    const fields = text.trim().split(/\s+/);
    if (fields[0] === "") return;
    const line = index + 1;
    const [degree = -1, order = -1, cosine = Number.NaN, sine = Number.NaN, ...errors] = fields.map(fortranNumber);
    if ((fields.length !== 6 && fields.length !== 4) || [degree, order, cosine, sine, ...errors].some(Number.isNaN)) {
      const found = line === 1 ? describeContent(bytes.subarray(0, 4096)) : JSON.stringify(text.slice(0, 60));
      fail(line, "degree, order, C, S and their two errors", found);
    }
    if (!Number.isInteger(degree) || degree < 0 || degree > MAXIMUM_DEGREE)
      fail(line, `a degree within 0..${MAXIMUM_DEGREE}`, String(degree));
    if (!Number.isInteger(order) || order < 0 || order > degree) fail(line, `an order within 0..${degree}`, String(order));
    if (triangle.has(degree, order)) fail(line, `degree ${degree} order ${order} once`, "a second row");
    triangle.set(degree, order, cosine, sine);
  });
  const { maxDegree } = triangle;
  if (maxDegree < 2) throw new CorruptInputError(path, "end of file", "coefficients from degree 2 on", "none");
  // The rows go degree by degree, order by order: a last degree without its last order is a file that was cut.
  if (!triangle.has(maxDegree, maxDegree) && maxDegree < MAXIMUM_DEGREE) {
    throw new CorruptInputError(
      path,
      `line ${lines.length}`,
      `coefficients to degree and order ${maxDegree}`,
      "the end of the file (truncated?)",
    );
  }
  if (!triangle.has(0, 0)) triangle.set(0, 0, 1, 0);
  return {
    field: "gravity",
    modelName: given.text("modelName") ?? (/egm2008/i.test(basename(path)) ? "EGM2008" : "EGM96"),
    minDegree: 0,
    maxDegree,
    ...triangle.arrays(),
    referenceRadius: REFERENCE_RADIUS,
    gravitationalConstant: GRAVITATIONAL_CONSTANT,
    tideSystem: "tide-free",
  };
}

/** Coefficient files of EGM96 and EGM2008 as NGA and NASA publish them: rows without a head from degree 2 on, plain or gzip, tide-free. */
export const egm96: ReaderPlugin = {
  kind: "reader",
  id: "egm96",
  recognise: (filename, head) => {
    if (/^\s*2\s+0\s+-0?\.4841\d+[ED]-03\s/i.test(Buffer.from(head.subarray(0, 80)).toString("latin1"))) return 0.9;
    return head[0] === 0x1f && head[1] === 0x8b && /^egm(96|2008).*\.gz$/i.test(filename) ? 0.7 : 0;
  },
  open: async (path, raw) => ({ kind: "coefficients", coefficients: await open(path, raw) }),
};
