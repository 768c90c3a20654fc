import { existsSync } from "node:fs";
import {
  type Configuration,
  environmentLayer,
  flagsLayer,
  isRegional,
  plainLayer,
  type RegionalConfiguration,
  type ResolvedConfiguration,
  readProjectFile,
  resolveConfiguration,
  resolveRegional,
} from "@geoanomaly/core/configuration";
import type { Terminal } from "../terminal.js";
import { presetNamed } from "./presets.js";
import { flagValues, type RunFlags } from "./run-flags.js";

const PROJECT_FILE = "gam.yaml";

/** Of the global job or of a regional one; `job` tells which. */
export type AnyConfiguration = Configuration | RegionalConfiguration;

export interface LoadedConfiguration<C extends AnyConfiguration = Configuration> extends ResolvedConfiguration<C> {
  /** The project file, if one was read. */
  readonly file: string | undefined;
  readonly preset: string | undefined;
}

async function layersOf(flags: Partial<RunFlags>, terminal: Pick<Terminal, "environment">, fallbackPreset: string | undefined) {
  const file = flags.config ?? (existsSync(PROJECT_FILE) ? PROJECT_FILE : undefined);
  const preset = flags.preset ?? fallbackPreset;
  const layers = [
    ...(preset === undefined ? [] : [plainLayer(`preset ${preset}`, presetNamed(preset).values)]),
    ...(file === undefined ? [] : [await readProjectFile(file)]),
    environmentLayer(terminal.environment),
    flagsLayer(flagValues(flags)),
  ];
  return { layers, file, preset };
}

/**
 * The configuration of a global run: flags over environment over project file over preset over defaults.
 * @param fallbackPreset Used when no flag names a preset.
 * @throws InvalidConfigurationError, InvalidBoundsError, UsageError
 */
export async function loadConfiguration(
  flags: Partial<RunFlags>,
  terminal: Pick<Terminal, "environment">,
  fallbackPreset?: string,
): Promise<LoadedConfiguration> {
  const { layers, file, preset } = await layersOf(flags, terminal, fallbackPreset);
  return { ...resolveConfiguration(layers), file, preset };
}

/** The configuration of whatever job the project file is of. */
export async function loadAnyConfiguration(
  flags: Partial<RunFlags>,
  terminal: Pick<Terminal, "environment">,
  fallbackPreset?: string,
): Promise<LoadedConfiguration<AnyConfiguration>> {
  const { layers, file, preset } = await layersOf(flags, terminal, fallbackPreset);
  return { ...(isRegional(layers) ? resolveRegional(layers) : resolveConfiguration(layers)), file, preset };
}
