/** One input file, as provenance keeps it: carried from the source into every product. Keys are those of the manifest on disk. */
export interface SourceRecord {
  /** Where it was published; for generated input, `generated:<generator>`. */
  readonly source_url: string;
  readonly filename: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly size_bytes: number;
  /** ISO 8601, UTC; when the file came to this machine, or the release date of generated and embedded data. Not part of any product's bytes. */
  readonly acquired_at_iso: string;
  /** SPDX identifier or short name. */
  readonly license: string;
  readonly citation: string;
  readonly doi?: string;
  /** True if the values are made up. Every product of it says so. */
  readonly synthetic?: boolean;
}
