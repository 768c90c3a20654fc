import type { InversionProduct, RegionProduct } from "@geoanomaly/core";
import { anchor } from "./anchors.js";
import type { EmbeddedFigure } from "./figures.js";
import { html, type Markup } from "./markup.js";
import { bytes, shown } from "./numbers.js";
import { pairs, stepsOf } from "./steps.js";
import { table } from "./table.js";

const STOPPED: Readonly<Record<InversionProduct["stopped"], string>> = {
  "target-misfit": "the target misfit was reached",
  "max-iterations": "the most iterations allowed were made; the target misfit was not reached",
  stalled: "it made no more progress; the target misfit was not reached",
};

/** How each inversion went, and the models it gave. */
export function inversionsSection({ inversions, models }: RegionProduct, figures: readonly EmbeddedFigure[]): Markup {
  if (inversions.length === 0 && models.length === 0) return html``;
  return html`<section aria-labelledby="inversions"><h2 id="inversions">Inversions and models</h2>
${inversions.map((inversion) => oneInversion(inversion, models, figures))}
${models.filter(({ inversion }) => !inversions.some(({ name }) => name === inversion)).map((model) => oneModel(model, figures))}</section>\n`;
}

/** Why an inversion ended, in words. */
export function stopReason({ stopped }: InversionProduct): string {
  return STOPPED[stopped];
}

/** Chi-squared per datum after the last step, by data set. */
export function finalMisfit({ steps }: InversionProduct): string {
  const last = Object.entries(steps.at(-1)?.misfit ?? {});
  return last.map(([name, value]) => `${name} ${shown(value, 3)}`).join(", ") || "not known";
}

function oneInversion(inversion: InversionProduct, models: RegionProduct["models"], figures: readonly EmbeddedFigure[]): Markup {
  const { name, inverter, options, operator, mainField, uncertaintyMethod, facts, data, steps } = inversion;
  const own = figures.filter((figure) => figure.kind === "inversion" && figure.name === name).map(({ markup }) => markup);
  const made = models.filter((model) => model.inversion === name);
  return html`<h3 id="${anchor("inversion", name)}">Inversion ${name}</h3>
<p>It stopped since ${STOPPED[inversion.stopped]}. Chi-squared per datum: ${finalMisfit(inversion)}.</p>
${own}
<h4 id="${anchor("steps-inversion", name)}">How inversion ${name} was run</h4>
<p>Inverter ${inverter}, of ${data.map(({ name: from, points }, index) => html`${index > 0 && ", "}${from} (${shown(points.values.length)} readings)`)}.
${made.map(({ sources, lineage }, index) => index === 0 && html`Its data are traced under <a href="#${anchor("steps-model", made[0]!.name)}">${made[0]!.name}</a>: ${lineage.length} steps from ${sources.length} sources.`)}
${mainField && html`Main field: inclination ${shown(mainField.inclination)}°, declination ${shown(mainField.declination)}°, intensity ${shown(mainField.intensity, 6)} nT.`}
${uncertaintyMethod !== undefined && html`Uncertainty: ${uncertaintyMethod}.`}</p>
${table(
  "Operator of the sensitivities: what was chosen, and what else was considered",
  [{ ...operator, chosen: true }, ...operator.alternatives.map((each) => ({ ...each, chosen: false }))],
  [
    { heading: "Operator", cell: ({ operator: id, chosen }) => (chosen ? html`${id} (chosen)` : id) },
    { heading: "Memory", numeric: true, cell: ({ bytes: size }) => bytes(size) },
    { heading: "Reason", cell: ({ reason }) => reason },
  ],
)}
${operator.degraded !== undefined && html`<p><strong>Degraded: ${operator.degraded}</strong></p>`}
${Object.keys(options).length > 0 && html`<p>Options<br>${pairs(options)}</p>`}
${Object.keys(facts).length > 0 && html`<p>Facts<br>${pairs(facts)}</p>`}
${stepsTable(steps)}
${made.map((model) => oneModel(model, figures))}`;
}

function stepsTable(steps: InversionProduct["steps"]): Markup {
  const sets = [...new Set(steps.flatMap(({ misfit }) => Object.keys(misfit)))];
  return table("Iterations", steps, [
    { heading: "Iteration", cell: ({ iteration }) => iteration },
    { heading: "Phase", cell: ({ phase }) => phase },
    ...sets.map((set) => ({
      heading: `χ² per datum, ${set}`,
      numeric: true,
      cell: ({ misfit }: InversionProduct["steps"][number]) => shown(misfit[set]),
    })),
    { heading: "Model norm", numeric: true, cell: ({ regularisation }) => shown(regularisation) },
    { heading: "Trade-off β", numeric: true, cell: ({ beta }) => shown(beta) },
  ]);
}

function oneModel(product: RegionProduct["models"][number], figures: readonly EmbeddedFigure[]): Markup {
  const { name, title, model } = product;
  const own = figures.filter((figure) => figure.kind === "model" && figure.name === name).map(({ markup }) => markup);
  const { easting, northing, downward } = model.mesh;
  const active = model.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return html`<h3 id="${anchor("model", name)}">${title}</h3>
<p>${shown(easting.length)} × ${shown(northing.length)} × ${shown(downward.length)} cells (east, north, down), ${shown(active)} of them below the ground, ${model.mesh.crs}.
${model.uncertainty && "It carries a standard uncertainty of each cell."} ${model.resolution && "It carries the resolution of each cell."}</p>
${own}${stepsOf("model", name, product)}`;
}
