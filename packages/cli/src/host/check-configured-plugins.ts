import type { PluginRegistry } from "@geoanomaly/core";
import {
  type Configuration,
  checkPluginOptions,
  type RegionalConfiguration,
  type ResolvedConfiguration,
} from "@geoanomaly/core/configuration";
import type { AnyConfiguration } from "../configuration/load-configuration.js";

/**
 * Are all configured plugins installed, and do their options match the schemas they declare? What each plugin cannot say in a schema
 * it checks itself, when it is used.
 * @throws UnknownPluginError, InvalidConfigurationError naming file and line
 */
export async function checkConfiguredPlugins(
  configuration: AnyConfiguration,
  origin: ResolvedConfiguration["origin"],
  plugins: PluginRegistry,
): Promise<void> {
  if (configuration.job === "regional") await checkRegional(configuration, origin, plugins);
  else await checkGlobal(configuration, origin, plugins);
  for (const [id, options] of Object.entries(configuration.visualizers)) {
    if (options === false) continue;
    const visualizer = await plugins.load("visualizer", id);
    checkPluginOptions(visualizer.options, options, ["visualizers", id], origin);
  }
  await plugins.load("executor", configuration.execution.executor);
}

async function checkGlobal(configuration: Configuration, origin: ResolvedConfiguration["origin"], plugins: PluginRegistry): Promise<void> {
  for (const [id, { options, stages = [] }] of Object.entries(configuration.modalities)) {
    const modality = await plugins.load("modality", id);
    checkPluginOptions(modality.options, options, ["modalities", id, "options"], origin);
    for (const [index, { stage, parameters = {} }] of stages.entries()) {
      const plugin = await plugins.load("stage", stage);
      checkPluginOptions(plugin.parameters, parameters, ["modalities", id, "stages", String(index), "parameters"], origin);
    }
  }
}

async function checkRegional(
  { surveys, layers, inversions, detections }: RegionalConfiguration,
  origin: ResolvedConfiguration["origin"],
  plugins: PluginRegistry,
): Promise<void> {
  const checkStages = async (calls: RegionalConfiguration["layers"][string]["stages"], path: readonly string[]): Promise<void> => {
    for (const [index, { stage, parameters = {} }] of calls.entries()) {
      const plugin = await plugins.load("stage", stage);
      checkPluginOptions(plugin.parameters, parameters, [...path, "stages", String(index), "parameters"], origin);
    }
  };
  for (const [name, { stages, modality, options, reader }] of Object.entries(surveys)) {
    if (modality !== undefined) {
      const plugin = await plugins.load("modality", modality);
      checkPluginOptions(plugin.options, options, ["surveys", name, "options"], origin);
    }
    if (reader !== undefined) await plugins.load("reader", reader);
    await checkStages(stages, ["surveys", name]);
  }
  for (const [name, { stages }] of Object.entries(layers)) await checkStages(stages, ["layers", name]);
  for (const [name, { inverter, options }] of Object.entries(inversions)) {
    const plugin = await plugins.load("inverter", inverter);
    checkPluginOptions(plugin.options, options, ["inversions", name, "options"], origin);
  }
  for (const [name, { stage, parameters }] of Object.entries(detections)) {
    const plugin = await plugins.load("stage", stage);
    checkPluginOptions(plugin.parameters, parameters, ["detections", name, "parameters"], origin);
  }
}
