import { createRequire } from "node:module";
import { UnreadableInputError } from "@geoanomaly/core";
import { GlobalFonts } from "@napi-rs/canvas";

const FAMILY = "GAM Map";
const FILES = ["dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"];

/**
 * Registers the fonts of the map, once. They come from a package: the fonts of the system would make other pictures on other machines.
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

/** CSS font of the map, pixels. */
export function font(pixels: number, weight: "normal" | "bold" = "normal"): string {
  return `${weight} ${pixels}px "${FAMILY}"`;
}
