import { CoefficientTriangle, CorruptInputError, fortranNumber, type MagneticCoefficients } from "@geoanomaly/core";
import { MAXIMUM_DEGREE, type ModelText, REFERENCE_RADIUS } from "./model-text.js";

/** First line: epoch, model name, release date. */
const HEAD = /^\s*(\d{4}(?:\.\d*)?)\s+(\S+)/;

/** Does the text begin like a `.COF` file? */
export function looksLikeCof(text: string): boolean {
  return HEAD.test(text) && /\n\s*1\s+0\s+-?\d/.test(text);
}

/**
 * Parses a `.COF` model (WMM, EMM, WMMHR): rows `n m g h [gdot hdot]`, nT and nT/year, Schmidt semi-normalised.
 * Parameter `epoch`: the secular variation of the file is applied from the file's epoch on; default: the file's epoch.
 * @throws CorruptInputError naming the line.
 */
export function cofModel({ path, lines, parameters }: ModelText): MagneticCoefficients {
  const fail = (line: number, expected: string, found: string): never => {
    throw new CorruptInputError(path, `line ${line}`, expected, found);
  };
  const shown = (text: string) => JSON.stringify(text.slice(0, 60));
  const [, epochText = "", modelName = ""] = HEAD.exec(lines[0] ?? "") ?? fail(1, "epoch, model name and date", shown(lines[0] ?? ""));
  const fileEpoch = Number(epochText);
  const epoch = parameters.number("epoch", { min: 1590, max: 2100 }) ?? fileEpoch;
  const triangle = new CoefficientTriangle();
  for (let index = 1; index < lines.length; index++) {
    const text = (lines[index] as string).trim();
    if (/^9{8,}$/.test(text)) break; // the lines of nines that end WMM files
    if (text === "") continue;
    const line = index + 1;
    const fields = text.split(/\s+/);
    const [degree = -1, order = -1, g = Number.NaN, h = Number.NaN, gDot = 0, hDot = 0] = fields.map(fortranNumber);
    if ((fields.length !== 4 && fields.length !== 6) || [degree, order, g, h, gDot, hDot].some(Number.isNaN)) {
      fail(line, "n, m, g, h and perhaps their two rates", shown(text));
    }
    if (!Number.isInteger(degree) || degree < 1 || degree > MAXIMUM_DEGREE)
      fail(line, `a degree within 1..${MAXIMUM_DEGREE}`, String(degree));
    if (!Number.isInteger(order) || order < 0 || order > degree) fail(line, `an order within 0..${degree}`, String(order));
    if (triangle.has(degree, order)) fail(line, `degree ${degree} order ${order} once`, "a second row");
    if (order === 0 && (h !== 0 || hDot !== 0)) fail(line, "h = 0 for order 0", String(h));
    const years = epoch - fileEpoch;
    triangle.set(degree, order, g + years * gDot, h + years * hDot);
  }
  const { minDegree, maxDegree } = triangle;
  if (maxDegree < 1) fail(lines.length, "rows of coefficients", "none");
  if (!triangle.has(maxDegree, maxDegree))
    fail(lines.length, `coefficients to degree and order ${maxDegree}`, "the end of the file (truncated?)");
  return { field: "magnetic", modelName, minDegree, maxDegree, ...triangle.arrays(), referenceRadius: REFERENCE_RADIUS, epoch };
}
