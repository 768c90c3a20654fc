/** Tried in this order; blanks are what is left. */
const CANDIDATES = ["\t", ";", ",", "|"] as const;

/** The delimiter of a line of names: the one that parts it most often; blanks if none does. */
export function delimiterOf(header: string): string {
  const counts = CANDIDATES.map((delimiter) => header.split(delimiter).length);
  const most = Math.max(...counts);
  return most > 1 ? (CANDIDATES[counts.indexOf(most)] as string) : " ";
}

/** Cells of a line without quotes. Blanks: any run of them is one delimiter. */
export function splitLine(line: string, delimiter: string): string[] {
  return delimiter === " " ? line.trim().split(/\s+/) : line.split(delimiter);
}
