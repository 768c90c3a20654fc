import { element } from "./elements.js";
import type { LayerDescription, RunDescription, SourceDescription } from "./run-description.js";

const NORMALIZATIONS: Readonly<Record<string, string>> = {
  tile: "median and MAD of the tile",
  blended: "median and MAD of the tiles, interpolated between tile centres",
  global: "median and MAD of the whole grid",
};
const FUSIONS: Readonly<Record<string, string>> = {
  mean: "index = mean of the z of the layers present",
  stouffer: "index = \u03a3 w z / \u221a(w\u1d40 R w) over the layers present, R their correlation",
};

/** How the value of a layer was made: formula, steps, sources with licence and citation, and the sidecar of its tile. */
export function describeOrigin(layer: LayerDescription, run: RunDescription, sidecar: string | undefined): HTMLElement {
  const formula = formulaOf(layer, run);
  return element(
    "div",
    { className: "origin" },
    ...(formula === undefined ? [] : [element("h4", {}, "Formula"), element("p", { className: "formula" }, formula)]),
    element("h4", {}, "Steps"),
    element("ol", { className: "lineage" }, ...layer.lineage.map((line) => element("li", {}, line))),
    element("h4", {}, layer.sources.length === 1 ? "Source" : "Sources"),
    ...layer.sources.map(describeSource),
    ...(sidecar === undefined
      ? []
      : [element("p", {}, element("a", { href: sidecar, target: "_blank", className: "sidecar" }, "Sidecar of the tile (STAC, JSON)"))]),
  );
}

function formulaOf({ layer, functional }: LayerDescription, { normalization, fusion }: RunDescription): string | undefined {
  if (layer === "fused") return FUSIONS[fusion] ?? `fusion: ${fusion}`;
  if (functional !== "robust-z") return undefined;
  return `z = (x \u2212 median) / (1.4826 MAD), clamped to \u00b16; ${NORMALIZATIONS[normalization] ?? normalization}`;
}

function describeSource({ source_url, filename, sha256, license, citation, doi, synthetic }: SourceDescription): HTMLElement {
  const row = (term: string, value: Node | string) => [element("dt", {}, term), element("dd", {}, value)];
  const web = /^https?:\/\//.test(source_url);
  return element(
    "dl",
    { className: "source" },
    ...row("File", filename),
    ...(synthetic ? row("Nature", element("strong", { className: "synthetic" }, "synthetic: made up, not measured")) : []),
    ...row("From", web ? element("a", { href: source_url, rel: "noreferrer" }, source_url) : source_url),
    ...row("Licence", license),
    ...row("Citation", citation),
    ...(doi === undefined ? [] : row("DOI", element("a", { href: `https://doi.org/${doi}`, rel: "noreferrer" }, doi))),
    ...row("sha256", element("code", {}, sha256)),
  );
}
