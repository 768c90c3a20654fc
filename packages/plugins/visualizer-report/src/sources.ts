import type { RegionProduct, SourceRecord } from "@geoanomaly/core";
import { anchor } from "./anchors.js";
import { html, type Markup } from "./markup.js";
import { bytes } from "./numbers.js";
import { table } from "./table.js";

/** All sources of a run and of what it made, each once. */
export function allSources(product: RegionProduct): SourceRecord[] {
  const lists = [product, ...product.surveys, ...product.layers, ...product.models, ...product.detections].map(({ sources }) => sources);
  return [...new Map(lists.flat().map((source) => [sourceAnchor(source), source])).values()];
}

export function sourceAnchor({ sha256, filename }: SourceRecord): string {
  return anchor("source", `${sha256.slice(0, 16)}-${filename}`);
}

/** Links to the rows of the sources, last of the clicks from a picture. */
export function sourceLinks(sources: readonly SourceRecord[]): Markup {
  return html`${sources.map((source, index) => html`${index > 0 && ", "}<a href="#${sourceAnchor(source)}">${source.filename}</a>`)}`;
}

export function sourcesSection(sources: readonly SourceRecord[]): Markup {
  return html`<section aria-labelledby="inputs"><h2 id="inputs">Inputs</h2>
${
  sources.length === 0
    ? html`<p>No input is recorded.</p>`
    : table(
        "Files that were read, with their licences",
        sources,
        [
          {
            heading: "File",
            cell: ({ filename, synthetic }) => html`${filename}${synthetic === true && html` <strong>(made up)</strong>`}`,
          },
          {
            heading: "Citation",
            cell: ({ citation, doi }) =>
              html`${citation}${doi !== undefined && html` <a href="https://doi.org/${doi}" rel="noreferrer">doi:${doi}</a>`}`,
          },
          { heading: "Licence", cell: ({ license }) => license },
          { heading: "Published at", cell: ({ source_url }) => published(source_url) },
          { heading: "Size", numeric: true, cell: ({ size_bytes }) => bytes(size_bytes) },
          { heading: "SHA-256", cell: ({ sha256 }) => html`<span class="hash">${sha256}</span>` },
        ],
        sourceAnchor,
      )
}</section>\n`;
}

/** An address as a link where a browser may follow it, else as text. */
function published(address: string): Markup {
  return /^https?:\/\//.test(address)
    ? html`<a class="hash" href="${address}" rel="noreferrer">${address}</a>`
    : html`<span class="hash">${address}</span>`;
}
