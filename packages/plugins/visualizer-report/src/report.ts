import { type JsonSchema, parameters, type VisualizerPlugin } from "@geoanomaly/core";
import { embeddedFigures } from "./figures.js";
import { reportPage } from "./page.js";
import { verifyReports } from "./verify.js";

const MOST_ANOMALIES = 200;

const options: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    mostAnomalies: {
      type: "integer",
      minimum: 1,
      default: MOST_ANOMALIES,
      description: "Rows of the tables of anomalies; the files have all",
    },
  },
};

/**
 * One HTML file `report/<name>.html` of a regional run that holds all it shows: no script, no request, figures embedded. Only its links to
 * the other files of the run leave it.
 */
export const report: VisualizerPlugin = {
  kind: "visualizer",
  id: "report",
  version: "1",
  scopes: ["region"],
  // Figures to embed; the files of the others to link to.
  gathers: ["figure", "cog", "vector", "volume"],
  options,

  async render(product, folder, given, { signal, progress }) {
    const mostAnomalies = parameters("visualizer report", given, ["mostAnomalies"]).number("mostAnomalies", { min: 1, integer: true });
    if (product.scope !== "region") return [];
    signal.throwIfAborted();
    const figures = await embeddedFigures(product, folder, signal);
    progress(0.5);
    const path = `report/${fileName(product.name)}.html`;
    await folder.write(path, new TextEncoder().encode(reportPage(product, figures, mostAnomalies ?? MOST_ANOMALIES)));
    progress(1);
    return [{ path, mediaType: "text/html", roles: ["overview"] }];
  },

  verify: verifyReports,
};

/** The name of the run as far as every file system takes it. */
function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "report";
}
