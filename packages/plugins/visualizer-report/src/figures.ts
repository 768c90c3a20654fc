import type { ProductFolder, RegionProduct } from "@geoanomaly/core";
import { anchor, relativeLink } from "./anchors.js";
import { html, type Markup } from "./markup.js";

/** A figure of the run, ready to be shown. */
export interface EmbeddedFigure {
  readonly kind: string;
  readonly name: string;
  readonly view: string;
  readonly markup: Markup;
}

/** What stands where in the paths of figures. */
const PATH = /^figures\/([^/]+)\/(.+)\/([^/]+)\.(svg|png)$/;
const MEDIA_TYPES: Readonly<Record<string, string>> = { svg: "image/svg+xml", png: "image/png" };
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** All figures among the files that the run wrote before, in their order, each embedded once: as SVG where there is one, else as PNG. */
export async function embeddedFigures({ files }: RegionProduct, folder: ProductFolder, signal: AbortSignal): Promise<EmbeddedFigure[]> {
  const byName = new Map<string, string[]>();
  for (const { path, visualizer } of files) {
    if (visualizer !== "figure" || !PATH.test(path)) continue;
    const stem = path.slice(0, path.lastIndexOf("."));
    byName.set(stem, [...(byName.get(stem) ?? []), path].sort().reverse()); // svg before png
  }
  const figures: EmbeddedFigure[] = [];
  for (const paths of byName.values()) {
    signal.throwIfAborted();
    figures.push(embedded(paths, await folder.read(paths[0]!)));
  }
  return figures;
}

function embedded(paths: readonly string[], bytes: Uint8Array): EmbeddedFigure {
  const [, kind = "", name = "", view = "", format = ""] = PATH.exec(paths[0]!) ?? [];
  const { title, description } = format === "svg" ? wordsOf(bytes) : { title: `${kind} ${name}, ${view}`, description: "" };
  const data = `data:${MEDIA_TYPES[format]};base64,${Buffer.from(bytes).toString("base64")}`;
  const links = paths.map((path) => html` <a href="${relativeLink(path)}">${path.slice(path.lastIndexOf(".") + 1).toUpperCase()}</a>`);
  return {
    kind,
    name,
    view,
    markup: html`<figure id="${anchor(`figure-${kind}`, `${name}-${view}`)}">
<img src="${data}" alt="${title}. ${description}">
<figcaption>${title}. Files:${links}. ${traceLink(kind, name)}</figcaption>
</figure>\n`,
  };
}

/** First of the clicks from a picture to its sources. */
function traceLink(kind: string, name: string): Markup {
  const section = kind === "model" ? "steps-model" : `steps-${kind}`;
  return html`<a href="#${anchor(section, name)}">How it was made</a>`;
}

/** Title and description of an SVG as its writer put them, for those who cannot see it. */
function wordsOf(bytes: Uint8Array): { title: string; description: string } {
  const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
  const content = (tag: string) => unescaped(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? "");
  return { title: content("title"), description: content("desc") };
}

function unescaped(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name]!);
}
