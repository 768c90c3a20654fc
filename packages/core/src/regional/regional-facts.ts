import type { RawData } from "../contracts/raw-data.js";
import type { SourceIdentity } from "../pipeline/layer-plan.js";
import type { StatisticsJson } from "../pipeline/statistics-json.js";
import type { Extent } from "./frame.js";

/** Where data lie between tasks. */
export interface StoredData {
  readonly kind: RawData["kind"];
  /** Relative to the output folder. */
  readonly path: string;
  /** Statistics of the values, where there are any. */
  readonly statistics?: StatisticsJson;
}

/** One stage as it went. JSON form of {@link StageRecord}. */
export interface StageFacts {
  readonly stage: string;
  readonly version: string;
  readonly package: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly before?: StatisticsJson;
  readonly after?: StatisticsJson;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Facts of a survey, layer or detection. */
export interface NodeFacts {
  readonly name: string;
  readonly title: string;
  readonly data: StoredData;
  /** What stages made beside, by name, with the number of stages it took. */
  readonly products: Readonly<Record<string, StoredData & { readonly steps: number }>>;
  /** What the reader or modality of a survey reported, as far as it did. */
  readonly reported?: Readonly<Record<string, unknown>>;
  readonly stages: readonly StageFacts[];
  /** Of all files that took part, each once. */
  readonly sources: readonly SourceIdentity[];
  readonly lineage: readonly string[];
  /** What reader and stages reported, later ones winning: a main field, counts. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Of the readings, where they are readings. */
  readonly extent?: Extent;
  readonly crs?: string;
  /** Sentences every product must carry. */
  readonly cautions: readonly string[];
}

/** Facts of an inversion. */
export interface InversionFacts {
  readonly name: string;
  readonly title: string;
  readonly stopped: string;
  readonly models: Readonly<Record<string, StoredData>>;
  /** Readings that went in, and what the model predicts of them, by data set. */
  readonly data: readonly {
    readonly name: string;
    readonly field: "gravity" | "magnetic";
    readonly observed: StoredData;
    readonly predicted: StoredData;
  }[];
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly operator: Readonly<Record<string, unknown>>;
  readonly mainField?: { readonly inclination: number; readonly declination: number; readonly intensity: number };
  readonly uncertaintyMethod?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sources: readonly SourceIdentity[];
  readonly lineage: readonly string[];
  readonly cautions: readonly string[];
}
