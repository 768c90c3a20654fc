import type { Logger, PluginContext } from "../contracts/context.js";
import type { Kernels } from "../contracts/kernels.js";
import type { SourceFile } from "../contracts/modality.js";
import type { PluginKind, PluginOf } from "../contracts/plugin.js";
import type { RawData } from "../contracts/raw-data.js";
import type { FileSystem } from "./file-system.js";

/** The installed plugins, as the pipeline needs them. */
export interface InstalledPlugins {
  load<K extends PluginKind>(kind: K, id: string): Promise<PluginOf<K>>;
  /** What is installed of a kind, in a fixed order, without importing it. */
  list(
    kind: PluginKind,
  ): readonly { readonly id: string; readonly packageName: string; readonly packageVersion: string; readonly summary?: string }[];
}

/** What tasks need of the program around them; the same in the main process and in its workers. */
export interface TaskHost {
  readonly kernels: Kernels;
  readonly plugins: InstalledPlugins;
  readonly logger: Logger;
  readonly fileSystem: FileSystem;
  /** Tells of every sign of life of a kernel that is running; returns how to end it. Absent where kernels give none. */
  watchKernels?(beat: () => void): () => void;
  /** Opens an input file for a plugin: `PluginContext.read`. */
  read(path: string, options: Parameters<PluginContext["read"]>[1], context: PluginContext): Promise<RawData>;
}

/** What tasks must know that does not decide their result: where things lie on this machine. Plain JSON: it is sent to workers. */
export interface RunSettings {
  /** Absolute output folder. */
  readonly folder: string;
  /** Input files by layer. */
  readonly sources: Readonly<Record<string, readonly SourceFile[]>>;
}
