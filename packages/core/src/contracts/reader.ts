import type { PluginContext } from "./context.js";
import type { RawData } from "./raw-data.js";

/** A file format to a grid, points or coefficients. */
export interface ReaderPlugin {
  readonly kind: "reader";
  readonly id: string;
  /**
   * How sure the reader is that the file is its own, 0..1, from its name and first 4096 bytes alone. Never throws.
   * The surest wins; 0 means no.
   */
  recognise(filename: string, head: Uint8Array): number;
  /**
   * Opens a file of this format. Sentinels become NaN here; units and registration are taken from the file, never guessed silently.
   * @param parameters Reader options, e.g. `{ crs, noData, quantity }` where the file does not say.
   * @throws UnreadableInputError if it cannot be opened; CorruptInputError naming file, line or byte, expected and found.
   */
  open(path: string, parameters: Readonly<Record<string, unknown>>, context: PluginContext): Promise<RawData>;
}
