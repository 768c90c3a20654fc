import { basename } from "node:path";
import { CoefficientTriangle, CorruptInputError, fortranNumber, InvalidParameterError, type MagneticCoefficients } from "@geoanomaly/core";
import { MAXIMUM_DEGREE, type ModelText, REFERENCE_RADIUS } from "./model-text.js";

/** More epochs than this is damage: CHAOS has some hundreds. */
const MAXIMUM_EPOCHS = 10_000;

/** Does the text begin like an `.shc` file: comments, then five integers (and perhaps two years)? */
export function looksLikeShc(text: string): boolean {
  return /^(\s*#[^\n]*\n)*\s*\d+\s+\d+\s+\d+\s+\d+\s+\d+(\s+[\d.]+\s+[\d.]+)?\s*\n/.test(text);
}

/** Weights of the two epochs around `epoch`; the model is piecewise linear between them. */
function bracket(epochs: readonly number[], epoch: number): readonly [index: number, weight: number] {
  let index = 0;
  while (index < epochs.length - 2 && epoch >= (epochs[index + 1] as number)) index++;
  const [from, to] = [epochs[index] as number, epochs[index + 1] as number];
  return [index, (epoch - from) / (to - from)];
}

/**
 * Parses an `.shc` model: `#` comments, a line `nmin nmax ntimes order steps`, the epochs, rows `n m value...`; a negative m is h.
 * Models with several epochs need the parameter `epoch` and are interpolated linearly.
 * @throws CorruptInputError naming the line; InvalidParameterError for an epoch that is missing or outside the model's.
 */
export function shcModel(owner: string, { path, lines, parameters }: ModelText): MagneticCoefficients {
  const fail = (line: number, expected: string, found: string): never => {
    throw new CorruptInputError(path, `line ${line}`, expected, found);
  };
  const content = lines.flatMap((text, index) => {
    const fields = text.trim().split(/\s+/);
    return fields[0] === "" || text.trimStart().startsWith("#") ? [] : [{ line: index + 1, fields, numbers: fields.map(fortranNumber) }];
  });
  const [head, times, ...rows] = content;
  if (!head) return fail(1, "nmin nmax ntimes order steps", "no line of numbers");
  const [minDegree = -1, maxDegree = -1, epochCount = -1, order = -1] = head.numbers;
  const integers = head.numbers.slice(0, 5).every(Number.isInteger) && head.numbers.length >= 5;
  if (!integers || minDegree < 0 || maxDegree < minDegree || maxDegree > MAXIMUM_DEGREE || epochCount < 1 || epochCount > MAXIMUM_EPOCHS) {
    fail(head.line, "nmin nmax ntimes order steps", JSON.stringify(head.fields.join(" ").slice(0, 60)));
  }
  const epochs = times?.numbers ?? [];
  if (
    epochs.length !== epochCount ||
    !epochs.every((epoch, index) => Number.isFinite(epoch) && (index === 0 || epoch > (epochs[index - 1] as number)))
  ) {
    fail(times?.line ?? head.line + 1, `${epochCount} ascending epochs`, JSON.stringify(times?.fields.join(" ").slice(0, 60) ?? "nothing"));
  }
  if (epochCount > 1 && order > 2) fail(head.line, "a static or piecewise linear model (order 1 or 2)", `order ${order}`);

  const [first, last] = [epochs[0] as number, epochs.at(-1) as number];
  const asked = parameters.number("epoch");
  if (epochCount > 1 && (asked === undefined || asked < first || asked > last)) {
    throw new InvalidParameterError(owner, "epoch", `a decimal year within ${first}..${last}, which ${path} covers`, String(asked));
  }
  const epoch = epochCount > 1 ? (asked as number) : first;
  const [index, weight] = epochCount > 1 ? bracket(epochs, epoch) : [0, 0];
  const triangle = new CoefficientTriangle();
  const seen = new Set<number>();
  for (const { line, fields, numbers } of rows) {
    const [degree = -1, signedOrder = 0, ...values] = numbers;
    if (values.length !== epochCount || numbers.some(Number.isNaN))
      fail(line, `n, m and ${epochCount} values`, JSON.stringify(fields.join(" ").slice(0, 60)));
    if (!Number.isInteger(degree) || degree < minDegree || degree > maxDegree)
      fail(line, `a degree within ${minDegree}..${maxDegree}`, String(degree));
    if (!Number.isInteger(signedOrder) || Math.abs(signedOrder) > degree)
      fail(line, `an order within ${-degree}..${degree}`, String(signedOrder));
    const key = degree * (2 * MAXIMUM_DEGREE + 1) + signedOrder;
    if (seen.has(key)) fail(line, `degree ${degree} order ${signedOrder} once`, "a second row");
    seen.add(key);
    const from = values[index] as number;
    const value = weight === 0 ? from : from + weight * ((values[index + 1] as number) - from);
    triangle.add(degree, Math.abs(signedOrder), signedOrder < 0 ? 0 : value, signedOrder < 0 ? value : 0);
  }
  const expected = (maxDegree + 1) ** 2 - minDegree ** 2;
  if (seen.size !== expected) fail(lines.length, `${expected} rows, degree ${minDegree} to ${maxDegree}`, `${seen.size} (truncated?)`);
  const modelName = basename(path).replace(/\.shc$/i, "");
  return { field: "magnetic", modelName, minDegree, maxDegree, ...triangle.arrays(), referenceRadius: REFERENCE_RADIUS, epoch };
}
