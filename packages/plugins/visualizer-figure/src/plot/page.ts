import { wrapped } from "../drawing/fonts.js";
import { type Drawing, type Mark, text, WARNING } from "../drawing/mark.js";
import type { Cautions } from "./caution-mark.js";

export const PAGE_WIDTH = 960;
const MARGIN = 24;
/** Where the plots of a page begin. */
export const BODY_TOP = 76;
const CAPTION_SIZE = 11.5;
const LINE = 16;

/** What stands on one figure. */
export interface Page {
  readonly title: string;
  readonly subtitle: string;
  /** Plots with their labels, from {@link BODY_TOP} downwards. */
  readonly marks: readonly Mark[];
  /** Lower edge of all of them. */
  readonly bottom: number;
  /** Paragraphs below. */
  readonly caption: readonly string[];
  readonly cautions: Cautions;
  /** For those who cannot see the figure. */
  readonly description: string;
}

/** Title on top, plots, then cautions and caption. */
export function composePage({ title, subtitle, marks, bottom, caption, cautions, description }: Page): Drawing {
  const width = PAGE_WIDTH - 2 * MARGIN;
  const [heading = "", ...more] = wrapped(title, width, 20, "bold");
  const all: Mark[] = [
    text(MARGIN, 32, more.length > 0 ? `${heading} …` : heading, { size: 20, weight: "bold" }),
    text(MARGIN, 55, wrapped(subtitle, width, 13)[0] ?? "", { size: 13, fill: "#444444" }),
    ...marks,
  ];
  let y = bottom + 22;
  const paragraph = (content: string, warning: boolean) => {
    for (const line of wrapped(content, width, CAPTION_SIZE, warning ? "bold" : "normal")) {
      all.push(text(MARGIN, y, line, { size: CAPTION_SIZE, weight: warning ? "bold" : "normal", fill: warning ? WARNING : "#333333" }));
      y += LINE;
    }
    y += 3;
  };
  for (const sentence of cautions.sentences) paragraph(sentence, true);
  for (const sentence of caption) paragraph(sentence, false);
  const warning = cautions.sentences.length > 0 ? ` ${cautions.sentences.join(" ")}` : "";
  return { width: PAGE_WIDTH, height: Math.ceil(y + 4), title, description: description + warning, marks: all };
}
