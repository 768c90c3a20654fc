/** Readings at one and the same place. */
export interface DuplicateStations {
  /** Readings that repeat the place of an earlier one. */
  readonly count: number;
  /** Those whose value differs from the earlier one. */
  readonly different: number;
  /** The first few pairs: index of the earlier and of the repeated reading. */
  readonly pairs: readonly (readonly [number, number])[];
}

const NAMED_PAIRS = 5;

/** Finds readings whose coordinates, and heights where given, are equal to the last bit. O(n) by hashing. Pairs with other values are named first. */
export function duplicateStations(
  easting: Float64Array,
  northing: Float64Array,
  values: Float64Array,
  upward: Float64Array | undefined,
): DuplicateStations {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * easting.length)));
  const slots = new Int32Array(size).fill(-1);
  const key = new Float64Array(3);
  const words = new Uint32Array(key.buffer);
  const [differing, equal]: [[number, number][], [number, number][]] = [[], []];
  let [count, different] = [0, 0];
  const same = (a: number, b: number) =>
    easting[a] === easting[b] && northing[a] === northing[b] && (upward === undefined || upward[a] === upward[b]);
  for (let i = 0; i < easting.length; i++) {
    key[0] = easting[i] as number;
    key[1] = northing[i] as number;
    key[2] = upward?.[i] ?? 0;
    let hash = 0;
    for (const word of words) hash = Math.imul(hash ^ word ^ (hash >>> 15), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 13)) & (size - 1);
    while (slots[slot] !== -1 && !same(slots[slot] as number, i)) slot = (slot + 1) & (size - 1);
    const first = slots[slot] as number;
    if (first === -1) {
      slots[slot] = i;
      continue;
    }
    count++;
    const differs = values[first] !== values[i] && !(Number.isNaN(values[first]) && Number.isNaN(values[i]));
    if (differs) different++;
    const pairs = differs ? differing : equal;
    if (pairs.length < NAMED_PAIRS) pairs.push([first, i]);
  }
  return { count, different, pairs: [...differing, ...equal].slice(0, NAMED_PAIRS) };
}
