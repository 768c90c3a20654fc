import { InvalidParameterError, NeighbourGrid, type Plane } from "@geoanomaly/core";

/** Cells for readings at exactly one place: a metre, so that few others share the cell. */
const LEAST_CELL = 1;

/**
 * Groups of two or more readings of one place: linked by steps of at most `distance` metres. Members ascending, groups by their first.
 * @param lines Line of each reading, where only readings of one line may be of one place.
 * @throws InvalidParameterError if steps chain a group further than twice the distance: then it is no place but a piece of a line.
 */
export function samePlaces(stage: string, plane: Plane, distance: number, lines?: Uint32Array): readonly (readonly number[])[] {
  const { x, y } = plane;
  const grid = new NeighbourGrid(plane, Math.max(distance, LEAST_CELL));
  const leader = Uint32Array.from(x.keys());
  const find = (index: number): number => {
    let at = index;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  for (let index = 0; index < x.length; index++) {
    grid.within(x[index] as number, y[index] as number, distance, (other) => {
      if (lines && lines[other] !== lines[index]) return;
      const [a, b] = [find(index), find(other)];
      leader[Math.max(a, b)] = Math.min(a, b);
    });
  }
  const groups = new Map<number, number[]>();
  for (let index = 0; index < x.length; index++) {
    const first = find(index);
    if (first === index) continue;
    const group = groups.get(first) ?? [first];
    group.push(index);
    groups.set(first, group);
  }
  const places = [...groups.values()].sort((a, b) => (a[0] as number) - (b[0] as number));
  for (const place of places) {
    const span = (axis: Float64Array) => {
      let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const index of place) [least, greatest] = [Math.min(least, axis[index] as number), Math.max(greatest, axis[index] as number)];
      return greatest - least;
    };
    const size = Math.hypot(span(x), span(y));
    if (size > 2 * distance) {
      throw new InvalidParameterError(
        stage,
        "distance",
        "less than the spacing of readings",
        `${distance} m, which chains ${place.length} readings over ${size.toFixed(1)} m into one`,
      );
    }
  }
  return places;
}
