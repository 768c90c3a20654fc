/** Uniform integers below `limit`, from a seed: the same mutations on every machine. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  below(limit: number): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let bits = this.state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return Math.floor((((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** Numbers that sizes, counts and offsets are sensitive to. */
const WORDS = [0, 1, 2, 7, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
/** Texts that parsers are sensitive to. */
const TEXTS = [
  "-",
  "+",
  ".",
  "e",
  "E999",
  "nan",
  "inf",
  "-1",
  "0",
  "99999999999999999999",
  "1e308",
  "#",
  ",",
  ";",
  "\t",
  "\r",
  "\n",
  "\n\n",
  " ",
  "\0",
  "<html>",
  "9".repeat(400),
];

type Mutation = (bytes: Buffer, dice: Dice) => Buffer;

const splice = (bytes: Buffer, at: number, removed: number, inserted: Uint8Array) =>
  Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(Math.min(bytes.length, at + removed))]);

const mutations: readonly Mutation[] = [
  (bytes, dice) => {
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
    return bytes;
  },
  (bytes, dice) => {
    bytes[dice.below(bytes.length)] = dice.below(256);
    return bytes;
  },
  (bytes, dice) => {
    const word = Buffer.alloc(4);
    if (dice.below(2) === 0) word.writeUInt32LE(dice.pick(WORDS));
    else word.writeUInt32BE(dice.pick(WORDS));
    word.copy(bytes, dice.below(Math.max(1, bytes.length - 4)), 0, dice.pick([1, 2, 4]));
    return bytes;
  },
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length)),
  (bytes, dice) => splice(bytes, dice.below(bytes.length), dice.below(64), new Uint8Array(0)),
  (bytes, dice) => splice(bytes, dice.below(bytes.length), 0, bytes.subarray(dice.below(bytes.length)).subarray(0, dice.below(256))),
  (bytes, dice) => splice(bytes, dice.below(bytes.length), dice.below(4), Buffer.from(dice.pick(TEXTS), "latin1")),
  (bytes, dice) => {
    const [from, to, length] = [dice.below(bytes.length), dice.below(bytes.length), dice.below(64)];
    Buffer.from(bytes.subarray(from, from + length)).copy(bytes, to);
    return bytes;
  },
];

/** A damaged copy: one to eight small injuries. Headers get their share: half of them hit the first kilobyte. */
export function mutate(seed: Uint8Array, dice: Dice): Uint8Array {
  let bytes: Buffer = Buffer.from(seed);
  for (let left = dice.pick([1, 1, 1, 2, 2, 4, 8]); left > 0 && bytes.length > 0; left--) {
    const mutation = dice.pick(mutations);
    if (dice.below(2) === 0 && bytes.length > 1024) {
      const head = mutation(Buffer.from(bytes.subarray(0, 1024)), dice);
      bytes = Buffer.concat([head, bytes.subarray(1024)]);
    } else {
      bytes = mutation(bytes, dice);
    }
  }
  return bytes;
}
