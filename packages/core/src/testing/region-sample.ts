import type { Crs, Grid } from "../contracts/grid.js";
import type { PointSet } from "../contracts/points.js";
import type {
  InversionProduct,
  ModelProduct,
  RegionLayer,
  RegionProduct,
  StageRecord,
  SurveyProduct,
} from "../contracts/region-product.js";
import type { SourceRecord } from "../contracts/source-record.js";
import { sampleAnomalies } from "./region-sample-anomalies.js";
import { sampleGravity, sampleGround, sampleNoise } from "./region-sample-field.js";
import { sampleDensity } from "./region-sample-model.js";
import { statisticsOf } from "./statistics-of.js";

export interface SampleRegionOptions {
  /** Default: UTM zone 13 north. With `local` the corner of the region is the origin. */
  readonly crs?: Crs;
  /** Are the sources said to be made up? Default: yes, as they are. */
  readonly synthetic?: boolean;
  /** Default 7. */
  readonly seed?: number;
}

/** Instruments stand this high above the ground, and err by so much. */
const INSTRUMENT_HEIGHT = 2;
const NOISE = 0.05;
const STATIONS = { cols: 15, rows: 13, spacing: 400 };

/**
 * A small regional run, for tests of visualizers: a gravity survey of 195 stations over two prisms, its grid with a predicted error, a model
 * of the prisms below a hill, nine iterations of an inversion, and a table of two anomalies of which one has no depth.
 * The same numbers for the same options.
 */
export function sampleRegionProduct({ crs = "EPSG:32613", synthetic = true, seed = 7 }: SampleRegionOptions = {}): RegionProduct {
  const corner = crs === "local" ? { east: 0, north: 0 } : { east: 560_000, north: 3_560_000 };
  const source = sampleSource(synthetic);
  const survey = sampleSurvey(crs, corner, source, seed);
  const layers = [
    sampleLayer("gravity", "Residual gravity", sampleGrid(crs, corner, "value"), source),
    sampleLayer("gravity.predicted-error", "Predicted error of the gridding", sampleGrid(crs, corner, "error"), source),
  ];
  const lineage = [...survey.lineage, "invert potential-field@1"];
  const model = { name: "basin.density", inversion: "basin", property: "density", title: "Density contrast", sources: [source], lineage };
  return {
    scope: "region",
    name: "sample-region",
    title: "Sample region",
    crs,
    surveys: [survey],
    layers,
    models: [{ ...model, model: sampleDensity(crs, corner) } satisfies ModelProduct],
    inversions: [sampleInversion(survey, corner)],
    detections: [
      {
        name: "bodies",
        layers: ["gravity"],
        table: sampleAnomalies(crs, corner),
        sources: [source],
        lineage: [...layers[0]!.lineage, "detect@1"],
        facts: { surrogates: 200 },
      },
    ],
    sources: [source],
    configuration: { job: "regional", name: "sample-region", surveys: { gravity: { file: source.filename, reader: "table" } } },
    files: [],
    software: { "@geoanomaly/core": "0.1.0" },
    cautions: synthetic ? ["SYNTHETIC: at least one source is made up. This is not a map of the Earth."] : [],
  };
}

/** Where the sample region has its corner, CRS units. */
export interface SampleCorner {
  readonly east: number;
  readonly north: number;
}

function sampleSource(synthetic: boolean): SourceRecord {
  return {
    source_url: "generated:sample-region",
    filename: "stations.csv",
    sha256: "5e".repeat(32),
    size_bytes: 12_345,
    acquired_at_iso: "2024-01-01T00:00:00Z",
    license: "CC0-1.0",
    citation: "Two prisms & a hill, made for tests",
    ...(synthetic ? { synthetic } : {}),
  };
}

/** Stations on a disturbed raster, one line a row. */
function sampleSurvey(crs: Crs, corner: SampleCorner, source: SourceRecord, seed: number): SurveyProduct {
  const { cols, rows, spacing } = STATIONS;
  const count = cols * rows;
  const noise = sampleNoise(seed);
  const east = Float64Array.from({ length: count }, (_, index) => 200 + spacing * (index % cols) + 40 * noise());
  const north = Float64Array.from({ length: count }, (_, index) => 200 + spacing * Math.floor(index / cols) + 40 * noise());
  const groundHeight = east.map((place, index) => sampleGround(place, north[index]!));
  const upward = groundHeight.map((height) => height + INSTRUMENT_HEIGHT);
  const points: PointSet = {
    easting: east.map((place) => corner.east + place),
    northing: north.map((place) => corner.north + place),
    upward,
    values: east.map((place, index) => sampleGravity(place, north[index]!, upward[index]!) + NOISE * noise()),
    uncertainty: new Float64Array(count).fill(NOISE),
    crs,
    quantity: { functional: "gravity-residual", unit: "mGal" },
    height: { metres: statisticsOf(upward).mean, datum: "ellipsoid" },
    lines: {
      of: Uint32Array.from({ length: count }, (_, index) => Math.floor(index / cols)),
      names: Array.from({ length: rows }, (_, row) => `L${row + 1}`),
    },
    sourceLines: Uint32Array.from({ length: count }, (_, index) => index + 2),
    groundHeight,
  };
  const statistics = statisticsOf(points.values);
  const stages: StageRecord[] = [
    {
      ...sampleStage("despike", { window: 7, threshold: 4 }),
      before: { ...statistics, count: count + 1, max: 25 },
      after: statistics,
      facts: { removed: 1, lines: [17] },
    },
  ];
  const lineage = ["read stations.csv", "despike@1 window=7 threshold=4"];
  return { name: "gravity", title: "Ground gravity", points, statistics, stages, sources: [source], lineage };
}

function sampleStage(stage: string, parameters: Readonly<Record<string, unknown>>): Omit<StageRecord, "facts"> {
  return { stage, version: "1", package: "@geoanomaly/plugin-sample", parameters, inputs: {} };
}

/** 52 x 60 cells of 100 m, their north-eastern corner without data. */
function sampleGrid(crs: Crs, corner: SampleCorner, what: "value" | "error"): Grid {
  const [rows, cols, spacing] = [52, 60, 100];
  const values = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const [east, north] = [spacing * (col + 0.5), spacing * (rows - row - 0.5)];
      const fromStation = Math.hypot((east % 400) - 200, (north % 400) - 200);
      const value =
        what === "value" ? sampleGravity(east, north, sampleGround(east, north) + INSTRUMENT_HEIGHT) : NOISE * (1 + fromStation / 200);
      values[row * cols + col] = east + north > 10_400 ? Number.NaN : value;
    }
  }
  return {
    rows,
    cols,
    transform: [spacing, 0, corner.east, 0, -spacing, corner.north + rows * spacing],
    registration: "area",
    crs,
    values,
    quantity: { functional: what === "value" ? "gravity-residual" : "standard-uncertainty", unit: "mGal" },
    height: { metres: INSTRUMENT_HEIGHT, datum: "terrain" },
    effectiveResolution: STATIONS.spacing,
  };
}

function sampleLayer(layer: string, title: string, grid: Grid, source: SourceRecord): RegionLayer {
  const stages = [{ ...sampleStage("equivalent-sources", { spacing: 100, depth: 800 }), after: statisticsOf(grid.values), facts: {} }];
  const lineage = ["read stations.csv", "despike@1 window=7 threshold=4", "equivalent-sources@1 spacing=100 depth=800"];
  return { layer, title, grid, statistics: statisticsOf(grid.values), sources: [source], lineage, stages };
}

/** An inversion that halves its misfit until it reaches 1, and predicts what the prisms give. */
function sampleInversion({ points }: SurveyProduct, corner: SampleCorner): InversionProduct {
  const predicted = points.easting.map((easting, index) =>
    sampleGravity(easting - corner.east, points.northing[index]! - corner.north, points.upward![index]!),
  );
  const iterations = 9;
  const dense = 4 * points.values.length * 12_000;
  return {
    name: "basin",
    inverter: "potential-field",
    options: { chiFactor: 1 },
    stopped: "target-misfit",
    steps: Array.from({ length: iterations }, (_, iteration) => ({
      iteration,
      phase: iteration === 0 ? "start" : "smooth",
      misfit: { gravity: 1 + 120 * 0.5 ** iteration - 120 * 0.5 ** (iterations - 1) },
      regularisation: 900 * (1 - 0.6 ** iteration),
      beta: 1000 * 0.5 ** iteration,
    })),
    operator: {
      operator: "dense",
      bytes: dense,
      reason: "fits into memory",
      alternatives: [{ operator: "on-the-fly", bytes: 1e6, reason: "slower" }],
    },
    data: [{ name: "gravity", field: "gravity", points, predicted }],
    facts: {},
  };
}
