import type { ModelProduct, RegionProduct } from "@geoanomaly/core";
import { type ColourScale, colourScale } from "../colour/colour-scale.js";
import { textWidth } from "../drawing/fonts.js";
import { type Drawing, INK, type Mark, path, text } from "../drawing/mark.js";
import { polyline } from "../drawing/path-data.js";
import { type AxisStyle, drawAxes } from "../plot/axes.js";
import { drawCautions } from "../plot/caution-mark.js";
import { drawLegend, hasGaps } from "../plot/legend.js";
import { crsName, type MapFrame, mapFrame } from "../plot/map-frame.js";
import { drawFurniture, FURNITURE_HEIGHT } from "../plot/map-furniture.js";
import { box } from "../plot/map-side.js";
import { rounded } from "../plot/number-label.js";
import { BODY_TOP, composePage } from "../plot/page.js";
import { cautionsOf, sourceSentence, stepsSentence } from "../plot/provenance.js";
import { rasterOf } from "../plot/raster.js";
import { cellAt, cellValue, layersWorthShowing, type MeshView, meshView } from "./mesh-view.js";

const LEFT = 96;
const AREA_WIDTH = 660;
const GAP = 20;
const HEADING = 22;
const AXIS_ROOM = 46;
const MOST_SLICES = 6;
const MOST_PANEL_HEIGHT = 330;
const SIDE_HEIGHT = 330;

/** Horizontal slices through a model, the shallowest first, one scale for all. @param depths Metres below the top of the mesh; else chosen. */
export function modelSlices(
  product: RegionProduct,
  { name, title, inversion, model, sources, lineage }: ModelProduct,
  depths?: readonly number[],
): Drawing {
  const view = meshView(product, inversion, model);
  const asked = depths?.map((depth) => cellAt(view.edges.depth, depth)).filter((layer) => layer >= 0);
  const layers = asked && asked.length > 0 ? [...new Set(asked)] : layersWorthShowing(model, view, MOST_SLICES);
  const scale = colourScale(model.values, model.quantity, { tail: 0 });
  const cautions = cautionsOf(product, sources);
  const across = layers.length <= 1 ? 1 : layers.length <= 4 ? 2 : 3;
  const bounds = boundsOfView(view);
  const panelWidth = (AREA_WIDTH - GAP * (across - 1)) / across;
  let bottom = BODY_TOP;
  let gaps = false;
  const marks: Mark[] = [];
  let shown: MapFrame | undefined;
  for (const [index, k] of layers.entries()) {
    const [column, row] = [index % across, Math.floor(index / across)];
    const probe = mapFrame(bounds, model.mesh.crs, 0, 0, panelWidth, MOST_PANEL_HEIGHT);
    const frame = mapFrame(
      bounds,
      model.mesh.crs,
      LEFT + column * (probe.width + GAP),
      BODY_TOP + HEADING + row * (probe.height + HEADING + GAP),
      panelWidth,
      MOST_PANEL_HEIGHT,
    );
    shown ??= frame;
    const raster = rasterOf(frame.width, frame.height, scale, (x, y) => {
      const i = cellAt(view.edges.easting, bounds.west + x * (bounds.east - bounds.west));
      const j = cellAt(view.edges.northing, bounds.north - y * (bounds.north - bounds.south));
      return cellValue(model, i, j, k);
    });
    gaps ||= hasGaps(raster.pixels);
    const lowest = index + across >= layers.length;
    marks.push(
      text(frame.x, frame.y - 7, layerLabel(view, k, model.mesh.origin.upward, frame.width), { size: 11.5, weight: "bold" }),
      { kind: "image", raster, ...box(frame) },
      { kind: "clip", box: box(frame), marks: [...drawSectionLines(view, frame), ...drawCautions({ ...cautions, sentences: [] }, frame)] },
      ...drawAxes(frame, outer(frame.xStyle, lowest), outer(frame.yStyle, column === 0)),
    );
    bottom = Math.max(bottom, frame.y + frame.height);
  }
  const right = LEFT + across * shown!.width + (across - 1) * GAP + 26;
  marks.push(
    ...drawLegend(
      scale,
      { x: right, y: BODY_TOP + HEADING, width: 150, height: SIDE_HEIGHT - FURNITURE_HEIGHT - 16 },
      gaps ? { noData: "above the ground" } : {},
    ),
  );
  marks.push(...drawFurniture(shown!, right, BODY_TOP + HEADING + SIDE_HEIGHT - FURNITURE_HEIGHT, 120));
  const caption = [
    `Dashed: where the sections run, through the largest magnitude, ${peakText(view, scale)}.${croppedText(view)}`,
    `Depths are below the top of the mesh, ${rounded(model.mesh.origin.upward, 5)} m. ${model.values.length.toLocaleString("en-US")} cells. ${crsName(model.mesh.crs)}.`,
    stepsSentence(lineage),
    sourceSentence(sources),
  ];
  return composePage({
    title: `${title}: horizontal slices`,
    subtitle: `${product.title}: model ${name}`,
    marks,
    bottom: Math.max(bottom + AXIS_ROOM, BODY_TOP + HEADING + SIDE_HEIGHT),
    caption,
    cautions,
    description: `${layers.length} horizontal slices through the model of ${scale.label}. ${caption.join(" ")}`,
  });
}

/** Edges of what is shown, CRS units. */
export function boundsOfView({ edges, columns, rows }: MeshView) {
  return {
    west: edges.easting[columns[0]]!,
    east: edges.easting[columns[1]]!,
    south: edges.northing[rows[0]]!,
    north: edges.northing[rows[1]]!,
  };
}

/** Value and place of the peak in words. */
export function peakText({ edges, peak }: MeshView, scale: ColourScale): string {
  const middle = (along: Float64Array, cell: number) => Math.round((along[cell]! + along[cell + 1]!) / 2).toLocaleString("en-US");
  const depth = middle(edges.depth, peak.k);
  const unit = /\(([^)]*)\)$/.exec(scale.label)?.[1];
  return `${rounded(peak.value)}${unit === undefined ? "" : ` ${unit}`} at ${middle(edges.easting, peak.i)} E, ${middle(edges.northing, peak.j)} N, ${depth} m below the top of the mesh`;
}

export function croppedText({ cropped }: MeshView): string {
  return cropped ? " Cells around the data and far below them are not drawn." : "";
}

/** Depth of a layer, with its elevation where the mesh does not begin at zero and the words fit. */
function layerLabel({ edges }: MeshView, k: number, top: number, width: number): string {
  const [from, to] = [edges.depth[k]!, edges.depth[k + 1]!];
  const depth = `Depth ${rounded(from)}–${rounded(to)} m`;
  const longer = `${depth} (elevation ${rounded(top - (from + to) / 2)} m)`;
  return top === 0 || textWidth(longer, 11.5, "bold") > width ? depth : longer;
}

/** Title and labels only where no neighbour has them. */
function outer({ title, ...style }: AxisStyle, edge: boolean): AxisStyle {
  return { ...style, overhang: 14, ...(edge && title !== undefined ? { title } : {}), quiet: !edge };
}

function drawSectionLines({ edges, peak }: MeshView, frame: MapFrame): Mark[] {
  const x = frame.xAxis((edges.easting[peak.i]! + edges.easting[peak.i + 1]!) / 2);
  const y = frame.yAxis((edges.northing[peak.j]! + edges.northing[peak.j + 1]!) / 2);
  const line = (from: readonly [number, number], to: readonly [number, number]) =>
    path(polyline([from, to]), { stroke: INK, strokeWidth: 0.8, dash: [5, 4], opacity: 0.7 });
  return [line([frame.x, y], [frame.x + frame.width, y]), line([x, frame.y], [x, frame.y + frame.height])];
}
