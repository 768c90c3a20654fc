import type { Anomaly, AnomalyTable, RegionProduct } from "@geoanomaly/core";
import { anchor } from "./anchors.js";
import type { EmbeddedFigure } from "./figures.js";
import { html, type Markup } from "./markup.js";
import { coordinate, shown } from "./numbers.js";
import { pairs, stepsOf } from "./steps.js";
import { type Column, table } from "./table.js";

const NOT_DETERMINED = "not determined";

const WHERE: readonly Column<Anomaly>[] = [
  { heading: "Id", cell: ({ id }) => id },
  { heading: "Type", cell: ({ type }) => type },
  { heading: "Easting", numeric: true, cell: ({ easting }) => coordinate(easting, Math.abs(easting) <= 360 ? "degree" : "m") },
  { heading: "Northing", numeric: true, cell: ({ northing }) => coordinate(northing, Math.abs(northing) <= 90 ? "degree" : "m") },
  { heading: "Longitude", numeric: true, cell: ({ longitude }) => (longitude === null ? "" : coordinate(longitude, "degree")) },
  { heading: "Latitude", numeric: true, cell: ({ latitude }) => (latitude === null ? "" : coordinate(latitude, "degree")) },
  { heading: "Depth of top (m)", numeric: true, cell: ({ depthTop }) => determined(depthTop) },
  { heading: "Depth of bottom (m)", numeric: true, cell: ({ depthBottom }) => determined(depthBottom) },
  { heading: "Depth from", cell: ({ depthMethod }) => depthMethod ?? NOT_DETERMINED },
];

const HOW_LARGE: readonly Column<Anomaly>[] = [
  { heading: "Id", cell: ({ id }) => id },
  { heading: "Area (m²)", numeric: true, cell: ({ areaSquareMetres }) => shown(areaSquareMetres) },
  { heading: "Volume (m³)", numeric: true, cell: ({ volumeCubicMetres }) => determined(volumeCubicMetres) },
  { heading: "Excess mass (kg)", numeric: true, cell: ({ excessMassKilograms }) => determined(excessMassKilograms) },
  { heading: "Magnetic moment (A m²)", numeric: true, cell: ({ magneticMoment }) => determined(magneticMoment) },
];

const HOW_SURE: readonly Column<Anomaly>[] = [
  { heading: "Id", cell: ({ id }) => id },
  { heading: "Score", numeric: true, cell: ({ score }) => shown(score, 3) },
  { heading: "Significance", numeric: true, cell: ({ significance }) => shown(significance, 2) },
  { heading: "Confidence", numeric: true, cell: ({ confidence }) => (confidence === null ? "not calibrated" : shown(confidence, 2)) },
  { heading: "Contributions", cell: ({ contributions }) => pairs(contributions) },
  { heading: "Why this type", cell: ({ typeRule }) => typeRule },
];

/** A depth that no method gave is not a number. */
function determined(value: number | null): string {
  return value === null ? NOT_DETERMINED : shown(value);
}

/** What was found, how sure that is, and what could have been found. @param most Rows of each table. */
export function detectionsSection({ detections }: RegionProduct, figures: readonly EmbeddedFigure[], most: number): Markup {
  if (detections.length === 0) return html``;
  return html`<section aria-labelledby="anomalies"><h2 id="anomalies">Anomalies</h2>
${detections.map((detection) => oneDetection(detection, figures, most))}</section>\n`;
}

function oneDetection(detection: RegionProduct["detections"][number], figures: readonly EmbeddedFigure[], most: number): Markup {
  const { name, layers, table: found, facts } = detection;
  const { threshold, detectability, anomalies } = found;
  const own = figures.filter((figure) => figure.kind === "detection" && figure.name === name).map(({ markup }) => markup);
  return html`<h3 id="${anchor("detection", name)}">Detection ${name}</h3>
<p>Score of ${layers.join(", ") || "no layer"}. ${thresholdSentence(threshold)}</p>
${anomalies.length === 0 ? html`<p><strong>Nothing stands out of the null.</strong> That is a result: see below what could have been seen.</p>` : tables(name, anomalies, most)}
<h4>What could have been seen</h4>
${detectability.length === 0 && html`<p>No statement was made.</p>`}
${detectability.map(({ layer, statement, backgroundDeviation, quantity }) => html`<p><strong>${layer}:</strong> ${statement} Background and noise: ${shown(backgroundDeviation, 3)} ${quantity.unit}.</p>`)}
${own}
${Object.keys(facts).length > 0 && html`<p>Facts<br>${pairs(facts)}</p>`}
${stepsOf("detection", name, detection)}`;
}

function thresholdSentence({ value, method, falseDiscoveryRate, surrogates, seed }: AnomalyTable["threshold"]): string {
  return `Threshold ${shown(value)} by ${method}: false discovery rate ${shown(falseDiscoveryRate)}, ${shown(surrogates)} surrogates, seed ${seed}.`;
}

function tables(name: string, anomalies: readonly Anomaly[], most: number): Markup {
  const rows = anomalies.slice(0, most);
  const cut = anomalies.length - rows.length;
  return html`${cut > 0 && html`<p>The ${shown(rows.length)} of the largest score of ${shown(anomalies.length)}; the other ${shown(cut)} stand in the files of the run.</p>`}
${table("What and where", rows, WHERE, ({ id }) => anchor("anomaly", `${name}-${id}`))}
${table("How large", rows, HOW_LARGE)}
${table("How sure, and why", rows, HOW_SURE)}`;
}
