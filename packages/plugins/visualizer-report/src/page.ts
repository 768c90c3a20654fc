import type { RegionProduct } from "@geoanomaly/core";
import { detectionsSection } from "./detections.js";
import { fieldsSections } from "./fields.js";
import type { EmbeddedFigure } from "./figures.js";
import { inversionsSection } from "./inversions.js";
import { html } from "./markup.js";
import { provenanceSection } from "./provenance.js";
import { allSources, sourcesSection } from "./sources.js";
import { STYLE } from "./style.js";
import { cautionsBox, summarySection } from "./summary.js";

/** Nothing is fetched, run or sent: a report is a document. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole report as an HTML document. @param mostAnomalies Rows of each table of anomalies. */
export function reportPage(product: RegionProduct, figures: readonly EmbeddedFigure[], mostAnomalies: number): string {
  const sources = allSources(product);
  const contents: readonly (readonly [id: string, title: string, shown: boolean])[] = [
    ["summary", "Summary", true],
    ["inputs", "Inputs", true],
    ["surveys", "Surveys", true],
    ["layers", "Layers", true],
    ["inversions", "Inversions and models", product.inversions.length + product.models.length > 0],
    ["anomalies", "Anomalies", product.detections.length > 0],
    ["provenance", "Provenance", true],
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="GeoAnomalyMapper">
<link rel="icon" href="data:,">
<title>${product.title}: report</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${product.title}</h1>
<p class="subtitle">Report of the regional run ${product.name}</p>
</header>
<main>
${cautionsBox(product, sources)}
<nav aria-label="Contents"><ol>${contents.filter(([, , present]) => present).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
${summarySection(product, sources)}
${figures.length === 0 && html`<p>The report has no figures: the visualizer <code>figure</code> was not part of the run.</p>`}
${sourcesSection(sources)}
${fieldsSections(product, figures)}
${inversionsSection(product, figures)}
${detectionsSection(product, figures, mostAnomalies)}
${provenanceSection(product)}
</main>
</body>
</html>
`.text;
}
