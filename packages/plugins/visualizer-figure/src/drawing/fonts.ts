import { createRequire } from "node:module";
import { UnreadableInputError } from "@geoanomaly/core";
import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";

const FAMILY = "GAM Figure";
const FILES = ["dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"];

/** Fonts of an SVG file, the first that its reader has: all are as wide as the one the layout was measured with, or narrower. */
export const FONT_STACK = "'DejaVu Sans', Verdana, 'Bitstream Vera Sans', Arial, sans-serif";

let measuring: SKRSContext2D | undefined;

/**
 * Registers the fonts of the figures, once. They come from a package: the fonts of the system would make other pictures on other machines.
 * @throws UnreadableInputError if a font file cannot be loaded.
 */
export function registerFonts(): void {
  if (GlobalFonts.has(FAMILY)) return;
  const { resolve } = createRequire(import.meta.url);
  for (const file of FILES) {
    const path = resolve(file);
    if (!GlobalFonts.registerFromPath(path, FAMILY)) throw new UnreadableInputError(path, "cannot be loaded as a font");
  }
}

/** CSS font of the canvas, pixels. */
export function font(pixels: number, weight: "normal" | "bold" = "normal"): string {
  return `${weight} ${pixels}px "${FAMILY}"`;
}

/** Width of a line of text, pixels. */
export function textWidth(content: string, pixels: number, weight: "normal" | "bold" = "normal"): number {
  registerFonts();
  measuring ??= createCanvas(1, 1).getContext("2d");
  measuring.font = font(pixels, weight);
  return measuring.measureText(content).width;
}

/** Lines of the text that are at most `width` pixels wide. A longer word is cut where it must be. */
export function wrapped(content: string, width: number, pixels: number, weight: "normal" | "bold" = "normal"): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(/\s+/).flatMap((each) => cut(each, width, pixels, weight))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, pixels, weight) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === "" ? lines : [...lines, line];
}

function cut(word: string, width: number, pixels: number, weight: "normal" | "bold"): string[] {
  if (textWidth(word, pixels, weight) <= width) return [word];
  const letters = [...word];
  let fits = 1;
  while (fits < letters.length && textWidth(letters.slice(0, fits + 1).join(""), pixels, weight) <= width) fits++;
  return [letters.slice(0, fits).join(""), ...cut(letters.slice(fits).join(""), width, pixels, weight)].filter((part) => part !== "");
}
