import type { LayerProduct, RunProduct } from "@geoanomaly/core";
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { MapFrame } from "./map-frame.js";

const KILOMETRES_PER_DEGREE = 111.195;

/** The statement that stands on every product of made-up sources. */
export const SYNTHETIC_STATEMENT = "SYNTHETIC: at least one source is made up. This is not a map of the Earth.";

/** Is any source of the layer made up? */
export function isSynthetic({ sources }: LayerProduct): boolean {
  return sources.some((source) => source.synthetic);
}

/** Paragraphs below the map: what it shows, how fine, in which projection, from whom and under which licence. */
export function caption(product: RunProduct, layer: LayerProduct, frame: MapFrame): string[] {
  const { grid, statistics } = layer;
  const spacing = Number(grid.transform[0].toFixed(10));
  const isScore = grid.quantity.functional === "robust-z";
  const isFused = isScore && !isScoreOfOne(layer);
  const inputs = product.layers.filter((other) => other.layer !== layer.layer && other.layer !== "layers" && !isScoreOfOne(other));
  const byInput = inputs.map(({ layer: name, grid: input }) => `; ${name} ${degreesAndKilometres(input.effectiveResolution)}`).join("");
  const facts = [
    isScore ? `Normalisation ${product.normalization}` : `Height ${grid.height.metres} m above ${heightDatum(layer)}`,
    ...(isFused ? [`fusion ${product.fusion}`] : []),
    `${statistics.count.toLocaleString("en-US")} cells with data, minimum ${rounded(statistics.min, 5)}, median ${rounded(statistics.median)}, maximum ${rounded(statistics.max, 5)}`,
    `projection ${frame.projectionName} (equal area)`,
    ...(frame.kind === "region" ? [boundsText(frame)] : []),
  ];
  const finerCells = grid.effectiveResolution > spacing ? ` Cells of ${degreesAndKilometres(spacing)} show no finer detail than that.` : "";
  const sources = new Set(layer.sources.map(({ citation, license }) => `${citation.replace(/\.$/, "")} (${license})`));
  return [
    ...(isSynthetic(layer) ? [SYNTHETIC_STATEMENT] : []),
    `Effective resolution ${degreesAndKilometres(grid.effectiveResolution)}${isFused ? byInput : ""}.${finerCells}`,
    `${facts.join("; ")}.`,
    `Sources: ${[...sources].join("; ")}. Coastlines: Natural Earth (public domain).`,
  ];
}

/** Robust z of a single layer: the pipeline names it after the layer. */
function isScoreOfOne({ layer }: LayerProduct): boolean {
  return layer.endsWith("_z");
}

/** Lines of the text that are at most `width` pixels wide in the current font of the context. A longer word stands alone. */
export function wrapped(context: SKRSContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && context.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function heightDatum({ grid }: LayerProduct): string {
  return grid.height.datum === "unknown" ? "an unknown datum" : `the ${grid.height.datum}`;
}

function degreesAndKilometres(degrees: number): string {
  return `${rounded(degrees)}° (${rounded(degrees * KILOMETRES_PER_DEGREE, 2)} km)`;
}

function boundsText({ bounds: { west, south, east, north } }: MapFrame): string {
  const [w, s, e, n] = [west, south, east > 180 ? east - 360 : east, north].map((degrees) => rounded(degrees, 6));
  return `bounds west ${w}, south ${s}, east ${e}, north ${n}`;
}

function rounded(value: number, digits = 3): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace("-", "−") : "none";
}
