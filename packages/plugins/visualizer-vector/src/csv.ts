import type { CellValue, FeatureTable } from "./feature-table.js";

const quoted = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const csvCell = (value: CellValue): string => (value === null ? "" : typeof value === "number" ? String(value) : quoted(value));

/** A line of delimited text. @see RFC 4180 */
export const csvLine = (cells: readonly CellValue[]): string => `${cells.map(csvCell).join(",")}\n`;

/** The attributes of all features, a header first; what is not known is empty. UTF-8. */
export function csvFile({ columns, shapes }: FeatureTable): Buffer {
  const lines = shapes.map((_, row) => csvLine(columns.map(({ cells }) => cells[row] as CellValue)));
  return Buffer.from(csvLine(columns.map(({ name }) => name)) + lines.join(""), "utf8");
}
