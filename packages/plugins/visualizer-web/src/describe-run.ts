import {
  divergingColour,
  type Height,
  hexColour,
  InvalidParameterError,
  type LayerProduct,
  type RunProduct,
  type SourceRecord,
  spacingName,
} from "@geoanomaly/core";
import type { WebOptions } from "./options.js";
import type { LayerDescription, RunDescription, SourceDescription } from "./page/run-description.js";
import { tileSizeOf } from "./tile-size.js";

/** The layer that the map shows and that all others went into. */
const SHOWN = "fused";
const RAMP_COLOURS = 65;

/**
 * What the page needs to know of the run. Nothing in it depends on time or machine.
 * @throws InvalidParameterError if the run has no fused layer.
 */
export function describeRun(product: RunProduct, options: WebOptions): RunDescription {
  const fused = product.layers.find(({ layer }) => layer === SHOWN);
  if (fused === undefined) throw new InvalidParameterError("visualizer web", "product", `a layer ${SHOWN}`, "none");
  const [spacing, , west, , , north] = fused.grid.transform;
  return {
    title: product.title,
    synthetic: product.layers.some(({ sources }) => sources.some(({ synthetic }) => synthetic)),
    normalization: product.normalization,
    fusion: product.fusion,
    archive: `../${options.archive ?? `pmtiles/${SHOWN}_global_${spacingName(fused.grid)}_z0_z7.pmtiles`}`,
    tileSize: options.tileSize ?? tileSizeOf(product, spacing),
    tileIds: product.tileIds,
    grid: { rows: fused.grid.rows, cols: fused.grid.cols, west, north, spacing },
    ramp: Array.from({ length: RAMP_COLOURS }, (_, index) => hexColour(divergingColour((2 * index) / (RAMP_COLOURS - 1) - 1))),
    layers: inReadingOrder(product.layers).map((layer) => describeLayer(layer)),
  };
}

/** The fused layer first, then every input with its z beside it. */
function inReadingOrder(layers: readonly LayerProduct[]): readonly LayerProduct[] {
  const inputs = layers.filter(({ layer }) => layer !== SHOWN && !isScore(layer));
  const ordered = inputs.flatMap((input) => [input, ...layers.filter(({ layer }) => layer === `${input.layer}_z`)]);
  const fused = layers.filter(({ layer }) => layer === SHOWN);
  return [...fused, ...ordered, ...layers.filter((layer) => !fused.includes(layer) && !ordered.includes(layer))];
}

function isScore(layer: string): boolean {
  return layer.endsWith("_z");
}

function describeLayer({ layer, title, grid, sources, lineage }: LayerProduct): LayerDescription {
  return {
    layer,
    title,
    functional: grid.quantity.functional,
    unit: grid.quantity.unit,
    mosaic: `../cog/${layer}/${spacingName(grid)}/mosaic.tif`,
    sidecar: layer.replace(/_z$/, ""),
    height: heightText(grid.height),
    ...(grid.epoch === undefined ? {} : { epoch: grid.epoch }),
    effectiveResolution: grid.effectiveResolution,
    sources: sources.map(describeSource),
    lineage,
  };
}

function describeSource({ source_url, filename, sha256, license, citation, doi, synthetic }: SourceRecord): SourceDescription {
  return {
    source_url,
    filename,
    sha256,
    license,
    citation,
    ...(doi === undefined ? {} : { doi }),
    ...(synthetic ? { synthetic: true } : {}),
  };
}

function heightText({ metres, datum }: Height): string {
  const above = { ellipsoid: "the ellipsoid", geoid: "the geoid", terrain: "the ground", unknown: "an unknown datum" }[datum];
  return `${metres} m above ${above}`;
}
