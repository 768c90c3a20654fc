import type { PluginRegistry } from "@geoanomaly/core";
import { type Configuration, checkPluginOptions, type ResolvedConfiguration } from "@geoanomaly/core/configuration";

/**
 * Are all configured plugins installed, and do their options match the schemas they declare? What each plugin cannot say in a schema
 * it checks itself, when it is used.
 * @throws UnknownPluginError, InvalidConfigurationError naming file and line
 */
export async function checkConfiguredPlugins(
  configuration: Configuration,
  origin: ResolvedConfiguration["origin"],
  plugins: PluginRegistry,
): Promise<void> {
  for (const [id, { options, stages = [] }] of Object.entries(configuration.modalities)) {
    const modality = await plugins.load("modality", id);
    checkPluginOptions(modality.options, options, ["modalities", id, "options"], origin);
    for (const [index, { stage, parameters = {} }] of stages.entries()) {
      const plugin = await plugins.load("stage", stage);
      checkPluginOptions(plugin.parameters, parameters, ["modalities", id, "stages", String(index), "parameters"], origin);
    }
  }
  for (const [id, options] of Object.entries(configuration.visualizers)) {
    if (options === false) continue;
    const visualizer = await plugins.load("visualizer", id);
    checkPluginOptions(visualizer.options, options, ["visualizers", id], origin);
  }
  await plugins.load("executor", configuration.execution.executor);
}
