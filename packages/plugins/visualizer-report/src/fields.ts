import { FUNCTIONAL_NAMES, type GridStatistics, type Quantity, type RegionProduct, UNIT_NAMES } from "@geoanomaly/core";
import { anchor } from "./anchors.js";
import type { EmbeddedFigure } from "./figures.js";
import { html, type Markup } from "./markup.js";
import { shown } from "./numbers.js";
import { stepsOf } from "./steps.js";
import { table } from "./table.js";

/** What the readings and layers are, each with its map and how it was made. */
export function fieldsSections({ surveys, layers }: RegionProduct, figures: readonly EmbeddedFigure[]): Markup {
  const of = (kind: string, name: string) =>
    figures.filter((figure) => figure.kind === kind && figure.name === name).map(({ markup }) => markup);
  return html`<section aria-labelledby="surveys"><h2 id="surveys">Surveys</h2>
${surveys.length === 0 && html`<p>The run has no survey.</p>`}
${
  surveys.length > 0 &&
  statisticsTable(
    "Readings after their stages",
    surveys.map((survey) => ({ ...survey, quantity: survey.points.quantity })),
  )
}
${surveys.map(
  (survey) => html`<h3 id="${anchor("survey", survey.name)}">${survey.title}</h3>
${of("survey", survey.name)}${stepsOf("survey", survey.name, survey)}`,
)}</section>
<section aria-labelledby="layers"><h2 id="layers">Layers</h2>
${layers.length === 0 && html`<p>The run has no layer.</p>`}
${
  layers.length > 0 &&
  statisticsTable(
    "Grids after their stages",
    layers.map((layer) => ({ ...layer, name: layer.layer, quantity: layer.grid.quantity })),
  )
}
${layers.map(
  (layer) => html`<h3 id="${anchor("layer", layer.layer)}">${layer.title}</h3>
${of("layer", layer.layer)}<p>Effective resolution ${shown(layer.grid.effectiveResolution)} ${layer.grid.crs === "EPSG:4326" ? "degrees" : "m"}; cells of ${shown(layer.grid.transform[0])} by ${shown(-layer.grid.transform[4])}, ${shown(layer.grid.rows)} rows and ${shown(layer.grid.cols)} columns, ${layer.grid.crs}.</p>
${stepsOf("layer", layer.layer, layer)}`,
)}</section>\n`;
}

interface Described {
  readonly name: string;
  readonly title: string;
  readonly quantity: Quantity;
  readonly statistics: GridStatistics;
}

function statisticsTable(caption: string, rows: readonly Described[]): Markup {
  return table(caption, rows, [
    { heading: "Name", cell: ({ name }) => name },
    { heading: "Quantity", cell: ({ quantity }) => FUNCTIONAL_NAMES[quantity.functional] },
    { heading: "Unit", cell: ({ quantity }) => UNIT_NAMES[quantity.unit] },
    { heading: "Count", numeric: true, cell: ({ statistics }) => shown(statistics.count) },
    { heading: "Minimum", numeric: true, cell: ({ statistics }) => shown(statistics.min) },
    { heading: "Median", numeric: true, cell: ({ statistics }) => shown(statistics.median) },
    { heading: "Mean", numeric: true, cell: ({ statistics }) => shown(statistics.mean) },
    { heading: "Maximum", numeric: true, cell: ({ statistics }) => shown(statistics.max) },
    { heading: "Deviation", numeric: true, cell: ({ statistics }) => shown(statistics.std) },
  ]);
}
