import type { ExecutorPlugin } from "./executor.js";
import type { InverterPlugin } from "./inverter.js";
import type { ModalityPlugin } from "./modality.js";
import type { ReaderPlugin } from "./reader.js";
import type { StagePlugin } from "./stage.js";
import type { VisualizerPlugin } from "./visualizer.js";

export type Plugin = ModalityPlugin | StagePlugin | ReaderPlugin | VisualizerPlugin | ExecutorPlugin | InverterPlugin;
export type PluginKind = Plugin["kind"];
export type PluginOf<K extends PluginKind> = Extract<Plugin, { kind: K }>;
