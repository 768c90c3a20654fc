import { closest, distance } from "fastest-levenshtein";

/** `Did you mean "spacing"?`, if a known word is close enough to be what was meant; else the list of known words. */
export function nearest(word: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const best = closest(word.toLowerCase(), known);
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(best.length / 3))
    ? `Did you mean "${best}"?`
    : `Known: ${known.join(", ")}`;
}
