import { textWidth, wrapped } from "../drawing/fonts.js";
import { type Box, type Mark, text, WARNING } from "../drawing/mark.js";
import { saysSynthetic } from "./provenance.js";

const PROBE = 100;
/** Share of the diagonal that the word takes. */
const REACH = 0.8;
const LINE = 15;

/** What must be said across every picture. */
export interface Cautions {
  /** A source is made up. */
  readonly synthetic: boolean;
  readonly sentences: readonly string[];
}

/**
 * SYNTHETIC from corner to corner, so that no cut-out passes for real; any other caution in words along the upper edge.
 * @param box Of the plot.
 */
export function drawCautions({ synthetic, sentences }: Cautions, box: Box): Mark[] {
  const marks: Mark[] = [];
  if (synthetic) {
    const size = Math.floor((PROBE * REACH * Math.hypot(box.width, box.height)) / textWidth("SYNTHETIC", PROBE, "bold"));
    const turned = (-Math.atan2(box.height, box.width) * 180) / Math.PI;
    const fitting = Math.min(size, 1.1 * box.height);
    marks.push(
      text(box.x + box.width / 2, box.y + box.height / 2, "SYNTHETIC", {
        size: fitting,
        weight: "bold",
        anchor: "middle",
        baseline: "middle",
        rotate: Math.round(turned * 100) / 100,
        fill: "#141414",
        halo: "#ffffff",
        opacity: 0.24,
      }),
    );
  }
  const lines = sentences
    .filter((sentence) => !saysSynthetic(sentence))
    .flatMap((sentence) => wrapped(sentence, box.width - 16, 12, "bold"));
  for (const [index, line] of lines.entries()) {
    marks.push(
      text(box.x + 8, box.y + 8 + LINE * index, line, { size: 12, weight: "bold", baseline: "top", fill: WARNING, halo: "#ffffff" }),
    );
  }
  return marks;
}
