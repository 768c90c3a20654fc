export type NumberArray = Float64Array | Float32Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Attributes of a variable or file: texts, and numbers as arrays. */
export type Attributes = Readonly<Record<string, string | readonly number[]>>;

/** One array of a NetCDF file, of either format. */
export interface CfVariable {
  readonly name: string;
  /** Names of the dimensions, slowest first; empty texts where the file has none. */
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  /** Bytes of one stored number; 0 for text. */
  readonly itemBytes: number;
  readonly attributes: Attributes;
  /** Stored numbers of the slowest dimension's `first .. first + count`, all others whole. */
  read(first: number, count: number): Promise<NumberArray>;
}

/** What both formats have in common. */
export interface CfDataset {
  readonly attributes: Attributes;
  readonly variables: readonly CfVariable[];
  close(): Promise<void>;
}

/** The first number of an attribute, or `undefined`. */
export function numberAttribute(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name];
  return typeof value === "object" ? value[0] : undefined;
}

/** An attribute that is a text, or `undefined`. */
export function textAttribute(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" ? value : undefined;
}
