import type { PluginContext } from "./context.js";
import type { JsonSchema } from "./json-schema.js";
import type { Quantity } from "./quantity.js";
import type { RawData } from "./raw-data.js";
import type { SourceRecord } from "./source-record.js";
import type { StageCall } from "./stage.js";

/** What a modality is asked for: its part of the configuration. */
export interface SourceRequest {
  /** Id of a dataset the modality knows (`emag2-v3-upcont`, `egm96`, ...), or `file` with `path`. */
  readonly dataset: string;
  readonly path?: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** How the files of a dataset may be had. One entry of a modality's registry file. */
export interface DatasetFile {
  readonly filename: string;
  /** Direct URLs in order of preference. */
  readonly urls: readonly string[];
  /** Known checksum, where the publisher's file is fixed. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
  readonly license: string;
  readonly citation: string;
  readonly doi?: string;
  readonly synthetic?: boolean;
}

export interface Dataset {
  readonly id: string;
  readonly title: string;
  readonly files: readonly DatasetFile[];
  /** True if the files come with an installed npm package or are generated: no mirror or network is needed. */
  readonly embedded: boolean;
}

/** A local file with what is known of its origin. */
export interface SourceFile {
  readonly path: string;
  readonly record: SourceRecord;
}

/** A kind of measurement: it knows its sources and how they become the standard quantity of its layer. */
export interface ModalityPlugin {
  readonly kind: "modality";
  readonly id: string;
  /** Short name of the layer in paths and tags, e.g. `mag`. */
  readonly layer: string;
  /** Raise when the same files and options would give other data: it is part of the task's identity. */
  readonly version: string;
  /** Of the layer after the default stages. */
  readonly quantity: Quantity;
  readonly datasets: readonly Dataset[];
  /** JSON Schema of `SourceRequest.options`. */
  readonly options: JsonSchema;
  /**
   * Files of an embedded dataset: writes generated ones below `folder`, or points into the installed package. Not called for others,
   * whose files the host finds in the mirror, the cache or (only if told to fetch) the internet.
   */
  materialise(request: SourceRequest, folder: string, context: PluginContext): Promise<readonly SourceFile[]>;
  /** Points, a grid or coefficients as the source has them. @throws CorruptInputError, InvalidParameterError */
  fetch(request: SourceRequest, files: readonly SourceFile[], context: PluginContext): Promise<RawData>;
  /** What turns `fetch`'s result into the layer on the target grid, when the configuration does not say. */
  defaultStages(request: SourceRequest): readonly StageCall[];
}
