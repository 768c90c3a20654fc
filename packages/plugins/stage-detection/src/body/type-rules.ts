import type { AnomalyType } from "@geoanomaly/core";

/** What is known of an anomaly when its type is asked. */
export interface Evidence {
  /** Strongest deviation of each modality inside the footprint, with its sign, local standard deviations; absent if it was not measured. */
  readonly gravity?: number;
  readonly magnetic?: number;
  /** Length over width. */
  readonly elongation: number;
  /** Difference of gravity between the two long sides over its local deviation; absent if there is no gravity. */
  readonly step?: number;
  /** Metres below the ground: top from a model or source depths, or the greatest depth that the width allows a compact source. */
  readonly depth: number | null;
}

/** From how many deviations on a modality has a say. */
const SAYS = 3;
/** Below that it is quiet. */
const QUIET = 2;
const ELONGATED = 3;
const COMPACT = 2;

export interface Verdict {
  readonly type: AnomalyType;
  readonly rule: string;
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${value.toFixed(1)}`;

/** First rule that applies, in the order they stand here. @param shallow Greatest depth of a void, metres. */
export function typeOf({ gravity, magnetic, elongation, step, depth }: Evidence, shallow: number): Verdict {
  const long = `${elongation.toFixed(1)} times as long as wide`;
  if (magnetic !== undefined && Math.abs(magnetic) >= SAYS && elongation >= ELONGATED)
    return {
      type: "dyke-or-contact",
      rule: `magnetic (${signed(magnetic)} deviations, at least ${SAYS}) and elongated (${long}, at least ${ELONGATED})`,
    };
  if (elongation >= ELONGATED && step !== undefined && Math.abs(step) >= QUIET)
    return { type: "fault", rule: `elongated (${long}) with a step of gravity across it (${signed(step)} deviations, at least ${QUIET})` };
  const compact = elongation < COMPACT;
  if (
    gravity !== undefined &&
    gravity <= -SAYS &&
    magnetic !== undefined &&
    Math.abs(magnetic) < QUIET &&
    compact &&
    depth !== null &&
    depth <= shallow
  )
    return {
      type: "void",
      rule: `gravity low (${signed(gravity)} deviations), not magnetic (${signed(magnetic)}, below ${QUIET}), compact (${long}), no deeper than ${depth.toFixed(0)} m (at most ${shallow})`,
    };
  if (magnetic !== undefined && Math.abs(magnetic) >= SAYS && Math.abs(magnetic) >= Math.abs(gravity ?? 0))
    return { type: "magnetic-body", rule: `magnetic (${signed(magnetic)} deviations, at least ${SAYS}), not elongated (${long})` };
  if (gravity !== undefined && gravity >= SAYS)
    return {
      type: "dense-body",
      rule: `gravity high (${signed(gravity)} deviations, at least ${SAYS}), stronger than its magnetic signal`,
    };
  const measured = [
    gravity === undefined ? "gravity not given" : `gravity ${signed(gravity)}`,
    magnetic === undefined ? "magnetics not given" : `magnetic ${signed(magnetic)}`,
    depth === null ? "depth not known" : `depth at most ${depth.toFixed(0)} m`,
    long,
  ];
  return { type: "undetermined", rule: `no rule applies: ${measured.join(", ")}` };
}
