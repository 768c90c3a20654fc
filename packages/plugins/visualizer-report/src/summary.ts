import type { RegionProduct, SourceRecord } from "@geoanomaly/core";
import { anchor } from "./anchors.js";
import { finalMisfit, stopReason } from "./inversions.js";
import { html, type Markup } from "./markup.js";
import { shown } from "./numbers.js";

const SYNTHETIC = "SYNTHETIC: at least one source is made up. This is not a map of the Earth.";

/** What every reader must know first. */
export function cautionsBox({ cautions }: RegionProduct, sources: readonly SourceRecord[]): Markup {
  const unsaid = sources.some(({ synthetic }) => synthetic) && !cautions.some((sentence) => /^synthetic\b/i.test(sentence));
  const all = [...(unsaid ? [SYNTHETIC] : []), ...cautions];
  return all.length === 0
    ? html``
    : html`<div class="cautions" role="note" aria-label="Cautions">${all.map((sentence) => html`<p>${sentence}</p>`)}</div>\n`;
}

/** What was run, and its key numbers. */
export function summarySection(product: RegionProduct, sources: readonly SourceRecord[]): Markup {
  const { surveys, layers, inversions, models, detections } = product;
  const names = new Set(surveys.map(({ name }) => name));
  // Corrections and other by-products of a survey are no readings of their own.
  const measured = surveys.filter(({ name }) => !names.has(name.slice(0, Math.max(0, name.lastIndexOf(".")))));
  const readings = measured.map(({ name, statistics }) => `${name} ${shown(statistics.count)}`).join(", ");
  const found = detections.map(({ name, table }) => `${name} ${shown(table.anomalies.length)}`).join(", ");
  const key: readonly (readonly [string, string])[] = [
    ["Input files", shown(sources.length)],
    ["Readings", readings || "none"],
    ["Layers", shown(layers.length)],
    ["Models", shown(models.length)],
    ...inversions.map((inversion) => [`χ² per datum, ${inversion.name}`, finalMisfit(inversion)] as const),
    ["Anomalies", found || "none looked for"],
    ["Coordinates", product.crs],
  ];
  return html`<section aria-labelledby="summary"><h2 id="summary">Summary</h2>
<dl class="key">${key.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
<ul>
${inversions.map((inversion) => html`<li><a href="#${anchor("inversion", inversion.name)}">Inversion ${inversion.name}</a>: ${shown(inversion.steps.length)} steps; ${stopReason(inversion)}.</li>`)}
${detections.map(({ name, table: { anomalies } }) => html`<li><a href="#${anchor("detection", name)}">Detection ${name}</a>: ${strongest(anomalies)}</li>`)}
${detections.flatMap(({ table: { detectability } }) => detectability.map(({ statement }) => html`<li>${statement}</li>`))}
</ul></section>\n`;
}

function strongest(anomalies: RegionProduct["detections"][number]["table"]["anomalies"]): string {
  const [first] = anomalies;
  if (!first) return "nothing stands out of the null.";
  const depth = first.depthTop === null ? "depth not determined" : `top at ${shown(first.depthTop)} m`;
  const confidence = first.confidence === null ? "confidence not calibrated" : `confidence ${shown(first.confidence, 2)}`;
  return `${shown(anomalies.length)} found; the strongest is ${first.id} (${first.type}), score ${shown(first.score, 3)}, ${confidence}, ${depth}.`;
}
