import { UsageError } from "@geoanomaly/core";

/** Part `index` of `count`, counted from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** `i/n`, i from 0 to n - 1, as a job array numbers its members. @throws UsageError */
export function parseShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || count < 1 || index >= count) throw new UsageError(`--shard ${text}: expected i/n with i from 0 to n - 1`);
  return { index, count };
}
