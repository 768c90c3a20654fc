/**
 * A number as Fortran and C programs print it: `1.5`, `-4.8D-04`, `1.0d0`, `.5E+03`.
 * @returns NaN for anything else, the empty text and names of non-numbers included.
 */
export function fortranNumber(text: string): number {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([edED][-+]?\d+)?$/.test(text)) return Number.NaN;
  return Number(text.replace(/[dD]/, "e"));
}
