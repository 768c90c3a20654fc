// How detection holds what it says: how often it finds something where nothing is, and how often what it finds is there.
import { seededRandom } from "./kill.mjs";
import { addBody, nullField } from "./null-fields.mjs";

const SIDE = 64;

/** A layer of one-metre cells in a CRS of its own, as a stage takes it. */
function layer(core, values, side) {
  const header = {
    rows: side,
    cols: side,
    transform: [1, 0, 0, 0, -1, side],
    registration: "area",
    crs: "local",
    quantity: { functional: "anomaly-score", unit: "1" },
    height: { metres: 0, datum: "unknown" },
    effectiveResolution: 1,
  };
  return { kind: "grid", grid: core.residentGrid(header, { values }) };
}

/** Runs detection on one field. @returns Its table and what it reported. */
export async function detectIn({ core, detect, kernels, threads = 2 }, values, parameters, side = SIDE) {
  let facts = {};
  const context = {
    kernels,
    logger: { log: () => {} },
    signal: new AbortController().signal,
    threads,
    progress: () => {},
    read: () => Promise.reject(new Error("nothing to read")),
    target: core.globalGrid(1),
    report: (more) => {
      facts = { ...facts, ...more };
    },
  };
  const result = await detect.run(layer(core, values, side), parameters, context);
  return { table: result.anomalies, facts };
}

/** 95 per cent interval of the number of successes of `n` trials of probability `p`: quantiles 2.5 and 97.5 per cent of the binomial distribution. */
export function binomialInterval(n, p) {
  let [probability, cumulative, low] = [(1 - p) ** n, 0, undefined];
  for (let k = 0; k <= n; k++) {
    cumulative += probability;
    if (low === undefined && cumulative >= 0.025) low = k;
    if (cumulative >= 0.975) return [low, k];
    probability *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return [low, n];
}

/** Detects in `each` fields of every kind of null. @returns Per kind how many had a detection. */
export async function nullRates(tools, { kinds, each, seed, parameters, log = () => {} }) {
  const hits = {};
  for (const kind of kinds) {
    hits[kind] = 0;
    for (let index = 0; index < each; index++) {
      const { table } = await detectIn(tools, nullField(kind, seed, index, SIDE), { ...parameters, seed: (seed * 7919 + index) >>> 0 });
      if (table.anomalies.length > 0) hits[kind]++;
    }
    log(`${kind}: ${hits[kind]} of ${each}`);
  }
  return hits;
}

/** Detects in fields with two bodies until there are `detections`. @returns For each its confidence, reduced score, and whether a body is there. */
export async function bodyDetections(tools, { kinds, detections, seed, parameters, log = () => {} }) {
  const found = [];
  for (let index = 0; found.length < detections; index++) {
    const random = seededRandom((seed * 104729 + index) >>> 0);
    const values = nullField(kinds[index % kinds.length], seed + 1, index, SIDE);
    const spread = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    const bodies = [0, 1].map(() => {
      const depth = 1.5 + 2.5 * random();
      const peak = spread * (0.5 + 7.5 * random()) * (random() < 0.5 ? -1 : 1);
      return { depth, sign: Math.sign(peak), ...addBody(values, SIDE, { random, depth, peak }) };
    });
    const { table, facts } = await detectIn(tools, values, { ...parameters, seed: index });
    for (const { easting, northing, score, confidence } of table.anomalies) {
      const near = ({ row, col, depth, sign }) =>
        sign === Math.sign(score) && Math.hypot(easting - 0.5 - col, SIDE - northing - 0.5 - row) <= 1.5 * depth + 1.5;
      const reduced = (Math.abs(score) - facts.nullLocation) / facts.nullScale;
      found.push({ confidence, reduced, isBody: bodies.some(near) });
    }
    if (index % 200 === 199) log(`${index + 1} fields, ${found.length} detections`);
  }
  return found.slice(0, detections);
}

/** Expected calibration error: mean over `bins` of equal count of |mean confidence - share that are bodies|. */
export function calibrationError(found, bins = 10) {
  const sorted = [...found].sort((a, b) => a.confidence - b.confidence);
  const mean = (list, of) => list.reduce((sum, each) => sum + of(each), 0) / list.length;
  const diagram = Array.from({ length: bins }, (_, k) => {
    const part = sorted.slice(Math.round((k * sorted.length) / bins), Math.round(((k + 1) * sorted.length) / bins));
    return { confidence: mean(part, (each) => each.confidence), share: mean(part, (each) => (each.isBody ? 1 : 0)), count: part.length };
  });
  const error = diagram.reduce((sum, { confidence, share, count }) => sum + Math.abs(confidence - share) * count, 0) / sorted.length;
  return { error, diagram };
}

/** Brier skill score against the share of bodies as constant forecast: 1 - sum (p - y)^2 / sum (mean y - y)^2. */
export function brierSkill(found) {
  const share = found.filter(({ isBody }) => isBody).length / found.length;
  const [model, climate] = found.reduce(
    ([a, b], { confidence, isBody }) => {
      const truth = isBody ? 1 : 0;
      return [a + (confidence - truth) ** 2, b + (share - truth) ** 2];
    },
    [0, 0],
  );
  return 1 - model / climate;
}

/** The skill with the 2.5 and 97.5 per cent quantiles of `rounds` bootstrap samples. */
export function brierSkillInterval(found, seed, rounds = 1000) {
  const random = seededRandom(seed);
  const skills = Array.from({ length: rounds }, () => brierSkill(found.map(() => found[Math.floor(random() * found.length)]))).sort(
    (a, b) => a - b,
  );
  return { skill: brierSkill(found), low: skills[Math.floor(0.025 * rounds)], high: skills[Math.ceil(0.975 * rounds) - 1] };
}
