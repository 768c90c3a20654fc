import {
  distanceAlong,
  GridMismatchError,
  InvalidParameterError,
  NeighbourGrid,
  type PointSet,
  planeOf,
  type SurveyLine,
  surveyLines,
} from "@geoanomaly/core";

/** One finding of quality control. */
export interface Finding {
  readonly rule: "finite" | "range" | "unit" | "gaps" | "completeness" | "spikes" | "seams";
  readonly message: string;
  /** Readings it is about, where it is about readings. */
  readonly readings: readonly number[];
}

/** What readings along lines must hold; absent: not asked. */
export interface LineRules {
  readonly maximumGap: number | undefined;
  readonly minimumCompleteness: number | undefined;
  readonly maximumSpikeFraction: number | undefined;
  /** Regular expression whose first group is the block of a line. */
  readonly blocks: string | undefined;
  readonly maximumSeam: number | undefined;
  readonly seamDistance: number | undefined;
}

/** MAD to standard deviation of a normal distribution. */
const MAD_TO_SIGMA = 1.4826;
/** Robust standard deviations of the fourth difference beyond which a reading counts as a spike. */
const SPIKE = 8;
/** Ratio of the longest to the shortest of four steps up to which they count as even. */
const UNEVEN = 2;
/** Neighbouring pairs that make a seam worth a word. */
const LEAST_PAIRS = 10;

function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Lines as far as they have values. */
const withValues = ({ values }: PointSet, lines: readonly SurveyLine[]): readonly SurveyLine[] =>
  lines.map(({ name, members }) => ({ name, members: members.filter((index) => !Number.isNaN(values[index])) }));

/** Steps along lines longer than `longest` metres (default: five times the median step of the line), and how much of the lines they are. */
function gapFindings(points: PointSet, lines: readonly SurveyLine[], { maximumGap, minimumCompleteness }: LineRules): readonly Finding[] {
  const plane = planeOf(points);
  let [length, missing, longest] = [0, 0, 0];
  const after: number[] = [];
  for (const line of lines) {
    const along = distanceAlong(plane, line);
    const steps = along.slice(1).map((end, k) => end - (along[k] as number));
    const spacing = median(steps);
    const allowed = maximumGap ?? 5 * spacing;
    steps.forEach((step, k) => {
      length += step;
      if (!(step > allowed)) return;
      missing += step - spacing;
      longest = Math.max(longest, step);
      after.push(line.members[k] as number);
    });
  }
  const findings: Finding[] = [];
  if (maximumGap !== undefined && after.length > 0) {
    findings.push({ rule: "gaps", message: `expected no gap along lines over ${maximumGap} m, found ${after.length}, the longest ${longest.toFixed(0)} m, after`, readings: after }); // biome-ignore format: one finding
  }
  const complete = length > 0 ? 1 - missing / length : 1;
  if (minimumCompleteness !== undefined && complete < minimumCompleteness) {
    const message = `expected readings along at least ${(100 * minimumCompleteness).toFixed(1)} % of the lines, found ${(100 * complete).toFixed(1)} %, with gaps after`;
    findings.push({ rule: "completeness", message, readings: after });
  }
  return findings;
}

/**
 * Readings whose fourth difference along the line stands out: v(-2) - 4 v(-1) + 6 v - 4 v(+1) + v(+2), which smooth fields keep small.
 * Only where the five stand about evenly: beside a gap it means nothing.
 */
function spikeFindings(points: PointSet, lines: readonly SurveyLine[], allowed: number): readonly Finding[] {
  const { values } = points;
  const plane = planeOf(points);
  const differences = lines.flatMap((line) => {
    const along = distanceAlong(plane, line);
    return Array.from({ length: Math.max(0, along.length - 4) }, (_, k) => {
      const at = (array: Float64Array, j: number) => array[line.members[k + j] as number] as number;
      const steps = [0, 1, 2, 3].map((j) => (along[k + j + 1] as number) - (along[k + j] as number));
      const even = Math.max(...steps) <= UNEVEN * Math.min(...steps);
      const size = Math.abs(at(values, 0) - 4 * at(values, 1) + 6 * at(values, 2) - 4 * at(values, 3) + at(values, 4));
      return { index: line.members[k + 2] as number, size: even ? size : Number.NaN };
    }).filter(({ size }) => !Number.isNaN(size));
  });
  const scale = MAD_TO_SIGMA * median(differences.map(({ size }) => size));
  if (!(scale > 0)) return [];
  // The neighbours of a spike have four of its six parts: only the worst of a row is one.
  const spikes = differences.filter(
    ({ size }, k) => size > SPIKE * scale && size >= (differences[k - 1]?.size ?? 0) && size > (differences[k + 1]?.size ?? 0),
  );
  const fraction = spikes.length / Math.max(1, differences.length);
  if (fraction <= allowed) return [];
  const message = `expected spikes at no more than ${100 * allowed} % of the readings, found ${(100 * fraction).toPrecision(3)} %,`;
  return [{ rule: "spikes", message, readings: spikes.map(({ index }) => index) }];
}

/** Steps between neighbouring readings of two blocks of lines: the median of the differences, where they lie side by side. */
function seamFindings(
  stage: string,
  points: PointSet,
  lines: readonly SurveyLine[],
  rules: LineRules & { readonly maximumSeam: number },
): readonly Finding[] {
  const { blocks = "^(.*?)[^A-Za-z]*$", maximumSeam, seamDistance } = rules;
  const expression = (() => {
    try {
      return new RegExp(blocks, "u");
    } catch {
      throw new InvalidParameterError(stage, "blocks", "a regular expression with a group", blocks);
    }
  })();
  if (seamDistance === undefined)
    throw new InvalidParameterError(stage, "seamDistance", "metres within which readings of two blocks are neighbours", "nothing");
  const block = new Array<string>(points.values.length).fill("");
  for (const { name, members } of lines) {
    const found = expression.exec(name)?.[1] ?? "";
    for (const index of members) block[index] = found;
  }
  if (new Set(block).size < 2) return []; // one block has no seams, and looking for them would take its time
  const plane = planeOf(points);
  const neighbours = new NeighbourGrid(plane, seamDistance);
  const seams = new Map<string, { readonly differences: number[]; readonly readings: number[] }>();
  const { x, y } = plane;
  points.values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
    neighbours.within(x[index] as number, y[index] as number, seamDistance, (other, distance) => {
      // Of each pair of blocks the one that comes first by name looks for the other.
      if ((block[other] as string) <= (block[index] as string) || Number.isNaN(points.values[other])) return;
      if (distance < least || (distance === least && other < nearest)) [nearest, least] = [other, distance];
    });
    if (nearest < 0) return;
    const pair = JSON.stringify([block[index], block[nearest]]);
    const seam = seams.get(pair) ?? { differences: [], readings: [] };
    seam.differences.push((points.values[nearest] as number) - value);
    seam.readings.push(index);
    seams.set(pair, seam);
  });
  return [...seams]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([pair, { differences, readings }]) => {
      const step = median(differences);
      if (differences.length < LEAST_PAIRS || Math.abs(step) <= maximumSeam) return [];
      const [one, other] = JSON.parse(pair) as [string, string];
      const message = `expected a step of at most ${maximumSeam} ${points.quantity.unit} between blocks "${one}" and "${other}", found ${step.toPrecision(3)} at`;
      return [{ rule: "seams", message, readings } as const];
    });
}

/** Findings on readings along lines. @throws GridMismatchError if rules about lines are asked of readings without them. */
export function lineFindings(stage: string, points: PointSet, rules: LineRules): readonly Finding[] {
  const { maximumGap, minimumCompleteness, maximumSpikeFraction, maximumSeam } = rules;
  if ([maximumGap, minimumCompleteness, maximumSpikeFraction, maximumSeam].every((rule) => rule === undefined)) return [];
  if (!points.lines)
    throw new GridMismatchError(`readings along lines as input of ${stage} with rules about lines`, "readings without line names");
  const lines = withValues(points, surveyLines(stage, points));
  return [
    ...(maximumGap !== undefined || minimumCompleteness !== undefined ? gapFindings(points, lines, rules) : []),
    ...(maximumSpikeFraction !== undefined ? spikeFindings(points, lines, maximumSpikeFraction) : []),
    ...(maximumSeam !== undefined ? seamFindings(stage, points, lines, { ...rules, maximumSeam }) : []),
  ];
}
