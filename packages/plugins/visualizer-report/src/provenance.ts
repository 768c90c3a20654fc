import type { RegionProduct } from "@geoanomaly/core";
import { relativeLink } from "./anchors.js";
import { html, type Markup } from "./markup.js";
import { table } from "./table.js";

/** Configuration, software and the files of the run. */
export function provenanceSection({ configuration, software, files }: RegionProduct): Markup {
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Provenance</h2>
<p>A pixel is traced so: the link below its figure leads to the steps that made it, a link there to the row of its source with the SHA-256 of the file.
Parameters, findings and statistics of every stage stand with the survey or layer that it made.</p>
<h3>Configuration</h3>
<pre tabindex="0">${JSON.stringify(configuration, null, 2)}</pre>
<h3>Software</h3>
${table("Versions", Object.entries(software), [
  { heading: "Package", cell: ([name]) => name },
  { heading: "Version", cell: ([, version]) => version },
])}
<h3>Files</h3>
${
  files.length === 0
    ? html`<p>No other files were written before this report.</p>`
    : table("Files of the run, relative to this one", files, [
        { heading: "File", cell: ({ path }) => html`<a href="${relativeLink(path)}">${path}</a>` },
        { heading: "Written by", cell: ({ visualizer }) => visualizer },
        { heading: "Type", cell: ({ mediaType }) => mediaType },
      ])
}</section>\n`;
}
