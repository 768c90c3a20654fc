import {
  type Anomaly,
  type AnomalyTable,
  type Band,
  type Detectability,
  type GridGeometry,
  GridMismatchError,
  InvalidParameterError,
  type PluginContext,
  projectionBetween,
  ResourceError,
  type StagePlugin,
} from "@geoanomaly/core";
import { footprints } from "./body/footprint.js";
import { modalityOf } from "./body/modality.js";
import { contributions, type Peak } from "./contributions.js";
import { describeAnomaly, type Witness } from "./describe-anomaly.js";
import { detectabilityOf } from "./detectability.js";
import type { Field } from "./field.js";
import { cellAreas, isGeographic, metresPerUnit } from "./geometry.js";
import { inputLayers, type Layer, samplesOf } from "./layers.js";
import { TAIL_PROBABILITIES } from "./null/band-tail.js";
import { type SearchResult, search } from "./null/search.js";
import { DETECTION_SCHEMA, type DetectionOptions, detectionOptions } from "./options.js";
import { searchFactor, searchField, searchGeometry } from "./search-field.js";

const OWNER = "stage detect";

/** Fewer samples than that have no null. */
const LEAST_SAMPLES = 64;
/** Bytes per cell that one thread and the whole search hold, by the arrays of the kernels. */
const BYTES_PER_CELL = { thread: 16 * 2 + 12 + 32, whole: 16 * 2 + 40 };

/** @throws ResourceError with the numbers, if the search would need more memory than it may have. */
function checkMemory({ geometry, scales }: Field, { memoryBytes, threads }: PluginContext): void {
  if (memoryBytes === undefined) return;
  const bytes = geometry.rows * geometry.cols * (BYTES_PER_CELL.whole + 28 * scales.length + threads * BYTES_PER_CELL.thread);
  if (bytes > memoryBytes)
    throw new ResourceError(
      `${OWNER}: ${geometry.rows} x ${geometry.cols} cells at ${scales.length} scales need ${(bytes / 1e6).toFixed(0)} MB with ${threads} threads, ${(memoryBytes / 1e6).toFixed(0)} MB are free. Fewer threads or a coarser grid`,
    );
}

/** Place of the highest score of each component. */
function peaksAt({ score, scale, labels, count }: SearchResult): Peak[] {
  const cells = new Int32Array(count).fill(-1);
  labels.forEach((label, cell) => {
    const best = cells[label - 1];
    if (best !== undefined && (best < 0 || Math.abs(score[cell] as number) > Math.abs(score[best] as number))) cells[label - 1] = cell;
  });
  return [...cells].map((cell) => ({ cell, scale: scale[cell] as number }));
}

async function bandsOf(values: Float32Array, field: Field, context: PluginContext): Promise<Band[]> {
  const { geometry, scales, windows, wrap, columnStretch } = field;
  return context.kernels.detection.bands(values, geometry, {
    signal: context.signal,
    threads: context.threads,
    scales,
    windows,
    wrap,
    probabilities: TAIL_PROBABILITIES,
    ...(columnStretch && { columnStretch }),
  });
}

/** Layers that were fused, as the caller names them, or all that measure something. */
function fusedLayers(layers: readonly Layer[], names: readonly string[] | undefined): Layer[] {
  if (names === undefined) return layers.filter(({ modality }) => modality !== undefined);
  return names.map((name) => {
    const layer = layers.find((each) => each.name === name);
    if (!layer)
      throw new InvalidParameterError(OWNER, "layers", `names of inputs: ${layers.map((each) => each.name).join(", ") || "none"}`, name);
    return layer;
  });
}

/** What each physical layer could have shown by itself, at the threshold of the run. */
function detectabilities(
  witnesses: readonly (Witness & { readonly deviations: readonly number[] })[],
  field: Field,
  found: SearchResult,
  options: DetectionOptions,
): Detectability[] {
  const unit = { gravity: "mGal", magnetic: "nT" } as const;
  const depths = options.depths ?? [1, 2, 4, 8].map((cells) => cells * field.rowMetres);
  return witnesses.flatMap(({ name, modality, quantity, deviations }) => {
    if (modality === undefined || quantity.unit !== unit[modality]) return [];
    const background = {
      layer: name,
      modality,
      quantity,
      widths: field.scales.map((scale) => scale * field.rowMetres),
      deviations,
      thresholds: found.maxima.scoreOfDeviation.map((factor, scale) => (found.threshold / factor) * (found.tails[scale]?.unit ?? 1)),
    };
    return [detectabilityOf(background, { ...options, depths })];
  });
}

const emptyTable = (crs: GridGeometry["crs"], method: string, { rate, surrogates, seed }: DetectionOptions): AnomalyTable => ({
  crs,
  anomalies: [],
  threshold: { value: Number.MAX_VALUE, method, falseDiscoveryRate: rate, surrogates, seed },
  detectability: [],
});

/**
 * Finds where a layer stands out of its own null, and describes what it finds. The layer is searched in bands from half of its effective
 * resolution upwards, on cells of up to one of it; nothing smaller is found, and a component smaller than a disc of that diameter is refused. Further
 * grids among the inputs testify to type and contributions, models and source depths to depth and content. A globe is searched as a whole.
 * The method is told in `docs/detection.md`.
 * @throws GridMismatchError if an input has other cells; ResourceError if the memory is not enough.
 */
export const detect: StagePlugin = {
  kind: "stage",
  id: "detect",
  version: "1",
  parameters: DETECTION_SCHEMA,
  run: async (data, raw, context) => {
    if (data.kind !== "grid") throw new GridMismatchError(`a grid as input of ${OWNER}`, data.kind);
    const options = detectionOptions(OWNER, raw);
    const { grid } = data;
    context.signal.throwIfAborted();
    const factor = searchFactor(grid);
    const geometry = searchGeometry(grid, factor);
    const field = searchField(await samplesOf(grid, factor, context), geometry, grid.effectiveResolution, options.scales);
    checkMemory(field, context);
    const layers = await inputLayers(OWNER, grid, factor, context);
    const fused = fusedLayers(layers, options.layers);
    const finite = field.values.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
    if (finite < LEAST_SAMPLES) {
      context.logger.log("warn", `${OWNER}: ${finite} samples are too few for a null; nothing is claimed`, { finite });
      context.report?.({ samples: finite, found: 0 });
      return { kind: "anomalies", anomalies: emptyTable(grid.crs, `none: ${finite} samples are too few for a null`, options) };
    }
    const found = await search(field, options, context);
    const areas = cellAreas(geometry);
    const [east, north] = metresPerUnit(geometry, geometry.transform[5] + (geometry.transform[4] * geometry.rows) / 2);
    const resolution = grid.effectiveResolution * (isGeographic(geometry) ? north : Math.min(east, north));
    const least = (Math.PI / 4) * resolution ** 2;
    const all = footprints(found.labels, found.count, geometry, field.wrap);
    const peaks = peaksAt(found);
    const kept = all
      .map((footprint, k) => ({ footprint, peak: peaks[k] as Peak }))
      .filter(({ footprint }) => footprint.rows.reduce((sum, row) => sum + (areas[row] as number), 0) >= least)
      .sort((a, b) => Math.abs(found.score[b.peak.cell] as number) - Math.abs(found.score[a.peak.cell] as number));
    const refused = all.length - kept.length;
    if (refused > 0) context.logger.log("info", `${refused} components below the effective resolution refused`, { refused });
    const own = {
      name: grid.quantity.functional,
      quantity: grid.quantity,
      modality: modalityOf("", grid.quantity.functional),
      values: field.values,
    };
    const witnesses: (Witness & { readonly deviations: readonly number[] })[] = [];
    for (const layer of own.modality === undefined ? layers : [own, ...layers]) {
      if (layer.modality === undefined) continue;
      const bands = await bandsOf(layer.values, field, context);
      witnesses.push({ ...layer, bands: bands.map(({ values }) => values), deviations: bands.map(({ deviation }) => deviation) });
    }
    const inputs = Object.entries(context.inputs ?? {});
    const toGeographic =
      isGeographic(geometry) || geometry.crs === "local" ? undefined : await projectionBetween(geometry.crs, "EPSG:4326");
    const around = {
      field,
      found,
      areas,
      witnesses,
      models: inputs.flatMap(([name, input]) => (input.kind === "model" ? [{ name, model: input.model }] : [])),
      sources: inputs.flatMap(([name, input]) =>
        input.kind === "points" && input.points.quantity.functional === "source-depth" ? [{ name, points: input.points }] : [],
      ),
      toGeographic,
      fieldIntensity: options.fieldIntensity,
      shallow: options.shallow,
    };
    const shares = await contributions(
      kept.map(({ peak }) => peak),
      fused,
      field,
      context,
    );
    const digits = Math.max(3, String(kept.length).length);
    const anomalies: Anomaly[] = kept.map(({ footprint, peak }, k) => ({
      id: `A${String(k + 1).padStart(digits, "0")}`,
      ...describeAnomaly(footprint, peak, around),
      contributions: shares[k] ?? {},
    }));
    context.report?.({
      samples: finite,
      found: anomalies.length,
      refusedBelowResolution: refused,
      smallestAreaSquareMetres: least,
      averagedCells: factor,
      scales: field.scales,
      windows: field.windows,
      scoreOfDeviation: found.maxima.scoreOfDeviation,
      threshold: found.threshold,
      familywiseThreshold: found.familywise,
      lowThreshold: found.low,
      nullLocation: found.maxima.location,
      nullScale: found.maxima.scale,
      mapProbability: found.probability,
      marginalTails: found.marginal.tails,
      bandTails: found.tails,
    });
    const table: AnomalyTable = {
      crs: grid.crs,
      anomalies,
      threshold: {
        value: Number.isFinite(found.threshold) ? found.threshold : Number.MAX_VALUE,
        method: `highest score of ${options.surrogates} ${field.wrap ? "surrogates with phases drawn along the parallels" : "phase-randomised surrogates of the plane"} with the layer's marginal distribution; the map as a whole must exceed it at ${options.rate} (rank), its peaks then pass Benjamini and Hochberg's rule`,
        falseDiscoveryRate: options.rate,
        surrogates: options.surrogates,
        seed: options.seed,
      },
      detectability: detectabilities(witnesses, field, found, options),
    };
    return { kind: "anomalies", anomalies: table };
  },
};
