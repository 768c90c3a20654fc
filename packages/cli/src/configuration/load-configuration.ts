import { existsSync } from "node:fs";
import {
  environmentLayer,
  flagsLayer,
  plainLayer,
  type ResolvedConfiguration,
  readProjectFile,
  resolveConfiguration,
} from "@geoanomaly/core/configuration";
import type { Terminal } from "../terminal.js";
import { presetNamed } from "./presets.js";
import { flagValues, type RunFlags } from "./run-flags.js";

const PROJECT_FILE = "gam.yaml";

export interface LoadedConfiguration extends ResolvedConfiguration {
  /** The project file, if one was read. */
  readonly file: string | undefined;
  readonly preset: string | undefined;
}

/**
 * The configuration of a run: flags over environment over project file over preset over defaults.
 * @param fallbackPreset Used when no flag names a preset.
 * @throws InvalidConfigurationError, InvalidBoundsError, UsageError
 */
export async function loadConfiguration(
  flags: Partial<RunFlags>,
  terminal: Pick<Terminal, "environment">,
  fallbackPreset?: string,
): Promise<LoadedConfiguration> {
  const file = flags.config ?? (existsSync(PROJECT_FILE) ? PROJECT_FILE : undefined);
  const preset = flags.preset ?? fallbackPreset;
  const layers = [
    ...(preset === undefined ? [] : [plainLayer(`preset ${preset}`, presetNamed(preset).values)]),
    ...(file === undefined ? [] : [await readProjectFile(file)]),
    environmentLayer(terminal.environment),
    flagsLayer(flagValues(flags)),
  ];
  return { ...resolveConfiguration(layers), file, preset };
}
