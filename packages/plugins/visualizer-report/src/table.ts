import { type Content, html, type Markup } from "./markup.js";

/** A column: its heading, and what it says of a row. */
export interface Column<Row> {
  readonly heading: string;
  /** Aligned to the right. */
  readonly numeric?: boolean;
  cell(row: Row): Content;
}

/** Tables of so few rows stay on one page. */
const SHORT = 15;

/** A table with a caption; the first column heads its rows. Columns that say nothing of any row are left out. */
export function table<Row>(caption: string, rows: readonly Row[], columns: readonly Column<Row>[], idOf?: (row: Row) => string): Markup {
  const filled = columns.filter(({ cell }) => rows.some((row) => saysSomething(cell(row))));
  const line = (row: Row) => {
    const [first, ...others] = filled;
    const id = idOf?.(row);
    const head = first && html`<th scope="row">${first.cell(row)}</th>`;
    const cells = others.map(({ cell, numeric }) => html`<td${numeric === true && NUMERIC}>${cell(row)}</td>`);
    return html`<tr${id !== undefined && html` id="${id}"`}>${head}${cells}</tr>\n`;
  };
  const headings = filled.map(({ heading, numeric }) => html`<th scope="col"${numeric === true && NUMERIC}>${heading}</th>`);
  return html`<div class="${rows.length <= SHORT ? "wide short" : "wide"}"><table><caption>${caption}</caption>\n<thead><tr>${headings}</tr></thead>\n<tbody>${rows.map(line)}</tbody></table></div>\n`;
}

function saysSomething(content: Content): boolean {
  return content !== "" && content !== undefined && content !== false;
}

const NUMERIC = html` class="number"`;
