import { divergingColour, hexColour, type LayerProduct, type RunProduct, type SourceRecord } from "@geoanomaly/core";
import type { PmtilesOptions } from "./options.js";

/** Tiles of one zoom. */
export interface ZoomCount {
  readonly zoom: number;
  /** In the archive. */
  readonly tiles: number;
  /** Left out: they touch the region but hold no data. */
  readonly empty: number;
}

const COLOUR_STOPS = 25;

/**
 * What the archive says about itself: the keys that map clients know (name, description, attribution, ...), and what it takes to
 * read numbers from the tiles and to know what they can show. `value = offset + scale * gray`. Nothing in it depends on time or machine.
 * @param bounds Degrees, as in the header.
 */
export function archiveMetadata(
  product: RunProduct,
  layer: LayerProduct,
  { minZoom, maxZoom, range }: PmtilesOptions,
  bounds: readonly number[],
  zooms: readonly ZoomCount[],
): Record<string, unknown> {
  const [low, high] = range;
  const { unit, functional } = layer.grid.quantity;
  const synthetic = layer.sources.some((source) => source.synthetic);
  const inputs = product.layers.filter(({ layer: name }) => name !== layer.layer);
  return {
    name: synthetic ? `SYNTHETIC: ${product.title}` : product.title,
    description: [
      `${layer.title}, 8-bit gray: ${low} to ${high} ${unit === "1" ? "(no unit)" : unit}.`,
      `Normalisation ${product.normalization}, fusion ${product.fusion}.`,
      `The finest detail the data carry is ${layer.grid.effectiveResolution} degrees.`,
      ...(synthetic ? [SYNTHETIC_NOTICE] : []),
    ].join(" "),
    attribution: attribution(layer.sources),
    type: "overlay",
    version: "1",
    format: "png",
    minzoom: minZoom,
    maxzoom: maxZoom,
    bounds,
    layer: layer.layer,
    functional,
    unit,
    range,
    scale: (high - low) / 255,
    offset: low,
    no_data: "transparent pixels of tiles that have an alpha channel; tiles without any data are absent",
    interpolation: "bilinear where tiles are finer than the grid, area average where coarser",
    grid_spacing_degrees: layer.grid.transform[0],
    effective_resolution_degrees: layer.grid.effectiveResolution,
    effective_resolution_by_layer: Object.fromEntries(inputs.map(({ layer: name, grid }) => [name, grid.effectiveResolution])),
    normalization: product.normalization,
    fusion: product.fusion,
    statistics: layer.statistics,
    synthetic,
    ...(synthetic ? { synthetic_notice: SYNTHETIC_NOTICE } : {}),
    colour_ramp: Array.from({ length: COLOUR_STOPS }, (_, index) => {
      const position = (2 * index) / (COLOUR_STOPS - 1) - 1;
      return [(low * (COLOUR_STOPS - 1 - index) + high * index) / (COLOUR_STOPS - 1), hexColour(divergingColour(position))];
    }),
    sources: layer.sources.map(({ source_url, filename, sha256, license, citation, doi, synthetic: madeUp }) => ({
      source_url,
      filename,
      sha256,
      license,
      citation,
      ...(doi ? { doi } : {}),
      ...(madeUp ? { synthetic: true } : {}),
    })),
    tiles: zooms,
  };
}

const SYNTHETIC_NOTICE = "SYNTHETIC: at least one source is made up; this is not a map of the Earth.";

function attribution(sources: readonly SourceRecord[]): string {
  return [...new Set(sources.map(({ citation, license }) => `${citation} (${license})`))].join("; ");
}
