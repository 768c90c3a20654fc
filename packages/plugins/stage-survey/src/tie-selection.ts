import { InvalidParameterError, type Plane, type SurveyLine } from "@geoanomaly/core";
import { angleBetween, axisOf, mainAxis } from "./line-direction.js";

/** Patterns beyond this would be no help to anybody. */
const MAXIMUM_PATTERN = 200;

/** A name, a glob with `*` and `?`, or a regular expression between slashes, as a test of whole names. */
function nameTest(owner: string, pattern: string): (name: string) => boolean {
  if (pattern.length > MAXIMUM_PATTERN)
    throw new InvalidParameterError(owner, "tieLines", `at most ${MAXIMUM_PATTERN} characters`, `${pattern.length}`);
  const expression = /^\/(.+)\/$/.exec(pattern)?.[1];
  if (expression !== undefined) {
    try {
      const test = new RegExp(expression, "u");
      return (name) => test.test(name);
    } catch {
      throw new InvalidParameterError(owner, "tieLines", "a regular expression between slashes", pattern);
    }
  }
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const test = new RegExp(`^${escaped}$`, "u");
  return (name) => test.test(name);
}

/**
 * Which lines are tie lines: `auto`, those that run at more than 45 degrees to the direction most of the survey was flown along; else by
 * name: names, globs (`T*`), or regular expressions (`/^19/`).
 * @throws InvalidParameterError if a pattern finds no line, or no line or every line is a tie line.
 */
export function tieSelection(owner: string, raw: unknown, plane: Plane, lines: readonly SurveyLine[]): readonly boolean[] {
  const patterns = raw === undefined ? ["auto"] : typeof raw === "string" ? [raw] : raw;
  if (!Array.isArray(patterns) || patterns.length === 0 || !patterns.every((pattern) => typeof pattern === "string" && pattern !== "")) {
    throw new InvalidParameterError(owner, "tieLines", "auto, a name or pattern, or a list of them", JSON.stringify(raw));
  }
  const selected = (() => {
    if (patterns.length === 1 && patterns[0] === "auto") {
      const main = mainAxis(plane, lines);
      return lines.map((line) => angleBetween(axisOf(plane, line), main) > Math.PI / 4);
    }
    const tests = (patterns as string[]).map((pattern) => {
      const test = nameTest(owner, pattern);
      if (!lines.some(({ name }) => test(name)))
        throw new InvalidParameterError(owner, "tieLines", "a pattern of names of lines", `${pattern}, which no line has`);
      return test;
    });
    return lines.map(({ name }) => tests.some((test) => test(name)));
  })();
  const ties = selected.filter(Boolean).length;
  if (ties === 0 || ties === lines.length) {
    throw new InvalidParameterError(owner, "tieLines", "some lines, not all", `${ties} of ${lines.length} lines (${patterns.join(", ")})`);
  }
  return selected;
}
