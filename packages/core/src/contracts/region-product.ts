import type { AnomalyTable } from "./anomaly.js";
import type { Crs } from "./grid.js";
import type { InversionData, InversionEnd, InversionStep, OperatorPlan } from "./inverter.js";
import type { GridStatistics } from "./kernels.js";
import type { MainField } from "./main-field.js";
import type { Model } from "./model.js";
import type { PointSet } from "./points.js";
import type { SourceRecord } from "./source-record.js";
import type { LayerProduct, ProducedFile } from "./visualizer.js";

/** What one stage did, as provenance keeps it. */
export interface StageRecord {
  readonly stage: string;
  readonly version: string;
  readonly package: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** Of the values before and after; absent for what has none. */
  readonly before?: GridStatistics;
  readonly after?: GridStatistics;
  /** What the stage does, with its formula and where that is from, as its package says it. */
  readonly documentation?: string;
  /** What the stage reported. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Readings after the stages of their survey. */
export interface SurveyProduct {
  readonly name: string;
  readonly title: string;
  readonly points: PointSet;
  readonly statistics: GridStatistics;
  /** What the reader reported: rows, those left out with their lines, columns. */
  readonly reported?: Readonly<Record<string, unknown>>;
  readonly stages: readonly StageRecord[];
  readonly sources: readonly SourceRecord[];
  readonly lineage: readonly string[];
}

export interface RegionLayer extends LayerProduct {
  readonly stages: readonly StageRecord[];
}

/** A model with how it came about. */
export interface ModelProduct {
  /** `<inversion>.<property>`, e.g. `basement.density`. */
  readonly name: string;
  readonly inversion: string;
  readonly property: string;
  readonly title: string;
  readonly model: Model;
  readonly sources: readonly SourceRecord[];
  readonly lineage: readonly string[];
}

/** How one inversion went. */
export interface InversionProduct {
  readonly name: string;
  readonly inverter: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly stopped: InversionEnd;
  readonly steps: readonly Omit<InversionStep, "checkpoint" | "durationMs">[];
  readonly operator: OperatorPlan;
  readonly data: readonly (InversionData & { readonly predicted: Float64Array })[];
  readonly mainField?: MainField;
  readonly uncertaintyMethod?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A regional run: all that may be shown of it. Arrays are read from the disk when asked for: take each once. */
export interface RegionProduct {
  readonly scope: "region";
  readonly name: string;
  readonly title: string;
  readonly crs: Crs;
  readonly surveys: readonly SurveyProduct[];
  readonly layers: readonly RegionLayer[];
  readonly models: readonly ModelProduct[];
  readonly inversions: readonly InversionProduct[];
  readonly detections: readonly {
    readonly name: string;
    /** Layers the score was made of. */
    readonly layers: readonly string[];
    readonly table: AnomalyTable;
    readonly sources: readonly SourceRecord[];
    readonly lineage: readonly string[];
    readonly facts: Readonly<Record<string, unknown>>;
  }[];
  readonly sources: readonly SourceRecord[];
  /** The decisive part of the configuration. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Files that other visualizers wrote before, for one that gathers them. */
  readonly files: readonly (ProducedFile & { readonly visualizer: string })[];
  readonly software: Readonly<Record<string, string>>;
  /** Sentences that every product must carry: synthetic data, coarser resolution than asked. */
  readonly cautions: readonly string[];
}
