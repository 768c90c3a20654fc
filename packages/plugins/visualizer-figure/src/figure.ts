import type { PluginContext, ProducedFile, ProductFolder, VisualizerPlugin } from "@geoanomaly/core";
import { pngFile } from "./drawing/png.js";
import { svgFile } from "./drawing/svg.js";
import { type FigureOptions, figureOptions, figureOptionsSchema } from "./options.js";
import { type PlannedFigure, plannedFigures } from "./planned-figures.js";
import { verifyFigures } from "./verify.js";

const MEDIA_TYPES = { svg: "image/svg+xml", png: "image/png" } as const;

/**
 * Figures of a regional run as SVG and PNG, both of the same drawing: `figures/<kind>/<name>/<view>.svg`, kinds survey, layer, model,
 * inversion and detection. Title and description of an SVG say in words what it shows.
 */
export const figure: VisualizerPlugin = {
  kind: "visualizer",
  id: "figure",
  version: "1",
  scopes: ["region"],
  options: figureOptionsSchema,

  async render(product, folder, given, context) {
    const options = figureOptions(given);
    if (product.scope !== "region") return [];
    const planned = plannedFigures(product, options.depths, context);
    const files: ProducedFile[] = [];
    for (const [index, each] of planned.entries()) {
      context.signal.throwIfAborted();
      files.push(...(await write(each, folder, options, context)));
      context.progress((index + 1) / planned.length);
    }
    return files;
  },

  verify: verifyFigures,
};

async function write(
  { path, layer, draw }: PlannedFigure,
  folder: ProductFolder,
  { formats, pixelRatio }: FigureOptions,
  context: PluginContext,
): Promise<ProducedFile[]> {
  const drawing = await draw();
  const files: ProducedFile[] = [];
  for (const format of formats) {
    const bytes = format === "svg" ? await svgFile(drawing, context) : await pngFile(drawing, pixelRatio, context);
    const name = `figures/${path}.${format}`;
    await folder.write(name, bytes);
    files.push({ path: name, mediaType: MEDIA_TYPES[format], roles: ["overview"], ...(layer === undefined ? {} : { layer }) });
  }
  return files;
}
