import { distanceAlong, type Plane, type PointSet, type SurveyLine } from "@geoanomaly/core";
import { type Chunk, ChunkMap } from "./chunk-map.js";
import { median } from "./median.js";

/** Where a flight line and a tie line meet. */
export interface Crossing {
  /** Indices into the lines. */
  readonly flight: number;
  readonly tie: number;
  /** Distance along each line, metres. */
  readonly alongFlight: number;
  readonly alongTie: number;
  /** Value on the flight line minus value on the tie line, both straight between their readings. */
  readonly misTie: number;
  /** Height of the flight line minus that of the tie line, metres; 0 where the survey has one height. */
  readonly heightDifference: number;
}

export interface CrossingSearch {
  readonly crossings: readonly Crossing[];
  /** Steps of lines too long to be interpolated; what crosses there is not looked for. */
  readonly gaps: number;
  /** Crossings at heights too different. */
  readonly atOtherHeights: number;
}

export interface CrossingLimits {
  /** Metres between neighbouring readings over which a line is not interpolated; default: five times its median spacing. */
  readonly maximumGap: number | undefined;
  /** Metres. */
  readonly maximumHeightDifference: number;
}

/** Most steps of a line that share a bounding box. */
const CHUNK = 64;
/** Part of a step by which a line may end short of the other and still touch it. */
const SLACK = 1e-9;
/** Crossings of two lines nearer than this along both are one: they meet at a reading. Metres. */
const SAME = 1e-3;

/** A line without the readings that have no value. */
interface Track {
  readonly members: Uint32Array;
  readonly along: Float64Array;
  readonly longestStep: number;
}

/** Runs of steps without gaps. */
function chunksOf({ x, y }: Plane, { members, along, longestStep }: Track, line: number): Chunk[] {
  const chunks: Chunk[] = [];
  const isGap = (step: number) => (along[step + 1] as number) - (along[step] as number) > longestStep;
  for (let first = 0; first < members.length - 1; first++) {
    if (isGap(first)) continue;
    let last = first + 1;
    while (last < members.length - 1 && last - first < CHUNK && !isGap(last)) last++;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = first; k <= last; k++) {
      const index = members[k] as number;
      [west, east] = [Math.min(west, x[index] as number), Math.max(east, x[index] as number)];
      [south, north] = [Math.min(south, y[index] as number), Math.max(north, y[index] as number)];
    }
    chunks.push({ line, first, last, west, south, east, north });
    first = last - 1;
  }
  return chunks;
}

/** Do the lengths along both, as parts of a step, lie on it? */
const onStep = (part: number) => part >= -SLACK && part <= 1 + SLACK;

/**
 * All places where flight lines cross or touch tie lines, found by their geometry; parallel steps have none, a meeting at a reading counts
 * once. In order of flight line and distance along it.
 * @param ties For each line: is it a tie line?
 */
export function findCrossings(
  points: PointSet,
  plane: Plane,
  lines: readonly SurveyLine[],
  ties: readonly boolean[],
  { maximumGap, maximumHeightDifference }: CrossingLimits,
): CrossingSearch {
  const { x, y } = plane;
  const { values, upward } = points;
  const tracks = lines.map((line): Track => {
    const whole = distanceAlong(plane, line);
    const finite = Array.from(line.members.keys()).filter((k) => Number.isFinite(values[line.members[k] as number]));
    const along = Float64Array.from(finite, (k) => whole[k] as number);
    const steps = along.slice(1).map((end, k) => end - (along[k] as number));
    return { members: Uint32Array.from(finite, (k) => line.members[k] as number), along, longestStep: maximumGap ?? 5 * median(steps) };
  });
  const chunks = tracks.flatMap((track, line) => chunksOf(plane, track, line));
  const tieChunks = chunks.filter(({ line }) => ties[line]);
  const found: Crossing[] = [];
  /** Meetings by pair of lines, those that are left out too. */
  const pairs = new Map<number, readonly Pick<Crossing, "alongFlight" | "alongTie">[]>();
  let atOtherHeights = 0;

  const meet = (flight: number, f: number, tie: number, t: number) => {
    const [flightTrack, tieTrack] = [tracks[flight] as Track, tracks[tie] as Track];
    const [a, b] = [flightTrack.members[f] as number, flightTrack.members[f + 1] as number];
    const [c, d] = [tieTrack.members[t] as number, tieTrack.members[t + 1] as number];
    const [rx, ry] = [(x[b] as number) - (x[a] as number), (y[b] as number) - (y[a] as number)];
    const [sx, sy] = [(x[d] as number) - (x[c] as number), (y[d] as number) - (y[c] as number)];
    const cross = rx * sy - ry * sx;
    if (cross === 0) return;
    const [qx, qy] = [(x[c] as number) - (x[a] as number), (y[c] as number) - (y[a] as number)];
    const p = (qx * sy - qy * sx) / cross;
    const q = (qx * ry - qy * rx) / cross;
    if (!onStep(p) || !onStep(q)) return;
    const between = (array: Float64Array, from: number, to: number, part: number) =>
      (array[from] as number) + part * ((array[to] as number) - (array[from] as number));
    const alongFlight = between(flightTrack.along, f, f + 1, p);
    const alongTie = between(tieTrack.along, t, t + 1, q);
    const key = flight * lines.length + tie;
    const known = pairs.get(key) ?? [];
    const again = known.some((other) => Math.abs(other.alongFlight - alongFlight) < SAME && Math.abs(other.alongTie - alongTie) < SAME);
    if (again) return;
    pairs.set(key, [...known, { alongFlight, alongTie }]);
    const heightDifference = upward ? between(upward, a, b, p) - between(upward, c, d, q) : 0;
    if (Math.abs(heightDifference) > maximumHeightDifference) {
      atOtherHeights++;
      return;
    }
    found.push({ flight, tie, alongFlight, alongTie, misTie: between(values, a, b, p) - between(values, c, d, q), heightDifference });
  };

  const map = new ChunkMap(tieChunks);
  for (const one of chunks) {
    if (ties[one.line]) continue;
    for (const other of map.near(one)) {
      for (let f = one.first; f < one.last; f++) {
        for (let t = other.first; t < other.last; t++) meet(one.line, f, other.line, t);
      }
    }
  }
  const gaps = tracks.reduce((count, { along, longestStep }) => {
    for (let k = 1; k < along.length; k++) if ((along[k] as number) - (along[k - 1] as number) > longestStep) count++;
    return count;
  }, 0);
  const crossings = found.sort((a, b) => a.flight - b.flight || a.alongFlight - b.alongFlight || a.tie - b.tie || a.alongTie - b.alongTie);
  return { crossings, gaps, atOtherHeights };
}
