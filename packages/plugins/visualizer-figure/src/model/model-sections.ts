import type { Model, ModelProduct, PointSet, RegionProduct } from "@geoanomaly/core";
import { scaleLinear } from "d3-scale";
import { type ColourScale, colourScale } from "../colour/colour-scale.js";
import { type Box, type Drawing, INK, type Mark, path, text } from "../drawing/mark.js";
import { polyline } from "../drawing/path-data.js";
import { drawAxes } from "../plot/axes.js";
import { type Cautions, drawCautions } from "../plot/caution-mark.js";
import type { Frame } from "../plot/frame.js";
import { drawLegend } from "../plot/legend.js";
import { crsName } from "../plot/map-frame.js";
import { numberLabel, rounded } from "../plot/number-label.js";
import { BODY_TOP, composePage } from "../plot/page.js";
import { cautionsOf, sourceSentence, stepsSentence } from "../plot/provenance.js";
import { rasterOf } from "../plot/raster.js";
import { cellAt, cellValue, type MeshView, meshView } from "./mesh-view.js";
import { croppedText, peakText } from "./model-slices.js";

const LEFT = 96;
const WIDTH = 620;
const HEADING = 28;
/** Least distance of two station symbols, pixels. */
const STATION_SPACING = 8;
const BETWEEN = 64;
const LEAST_HEIGHT = 170;
const MOST_HEIGHT = 340;
const SIDE_HEIGHT = 300;
const EXAGGERATIONS = [1, 1.5, 2, 3, 4, 5, 8, 10, 15, 20, 30, 50, 100];
/** From this length on, the axis along a section is in kilometres. */
const KILOMETRES_FROM = 20_000;

/** What of a model is drawn: its values, or how sure they are. */
export interface SectionSubject {
  readonly values: Float64Array;
  readonly quantity: Model["quantity"];
  readonly title: string;
}

/** One vertical section: coordinates along it, from west or from south, and which cell a place on it belongs to. */
interface Section {
  readonly heading: string;
  readonly axisName: string;
  readonly along: Float64Array;
  readonly range: readonly [from: number, to: number];
  /** Where the other section crosses it. */
  readonly crossing: number;
  valueAt(cell: number, layer: number): number;
  /** Places along it of stations within a cell of it, with their heights. */
  readonly stations: readonly (readonly [along: number, upward: number])[];
}

/** Vertical sections from west to east and from south to north through the largest magnitude of a model; depth grows downwards. */
export function modelSections(
  product: RegionProduct,
  { name, inversion, model, sources, lineage }: ModelProduct,
  subject: SectionSubject,
): Drawing {
  const view = meshView(product, inversion, model);
  const drawn: Model = { ...model, values: subject.values };
  const scale = colourScale(subject.values, subject.quantity, { tail: 0 });
  const cautions = cautionsOf(product, sources);
  const stations = product.inversions.find(({ name: own }) => own === inversion)?.data.map(({ points }) => points) ?? [];
  // Across a profile a mesh may be one cell wide: there is nothing to see along that cell.
  const both = [westEast(view, drawn, stations), southNorth(view, drawn, stations)];
  const wide = both.filter(({ range }) => range[1] - range[0] > 1);
  const sections = wide.length > 0 ? wide : both;
  const depth = view.edges.depth[view.layers[1]]!;
  const longest = Math.max(...sections.map(({ along, range }) => along[range[1]]! - along[range[0]]!));
  const { exaggeration, pixelsPerMetre } = aspect(longest, depth);

  const marks: Mark[] = [];
  let y = BODY_TOP;
  let gaps = false;
  for (const section of sections) {
    const length = section.along[section.range[1]]! - section.along[section.range[0]]!;
    const frame = sectionFrame(section, depth, y + HEADING, length * pixelsPerMetre, depth * pixelsPerMetre * exaggeration);
    const panel = drawSection(section, frame, view, model.mesh.origin.upward, scale, cautions);
    gaps ||= panel.gaps;
    marks.push(text(frame.x, frame.y - 13, section.heading, { size: 12, weight: "bold" }), ...panel.marks);
    y = frame.y + frame.height + BETWEEN;
  }
  const right = LEFT + WIDTH + 70;
  marks.push(...drawLegend(scale, { x: right, y: BODY_TOP + HEADING, width: 150, height: SIDE_HEIGHT }));
  const caption = [
    `${exaggeration === 1 ? "True scale: no vertical exaggeration" : `Vertical exaggeration ${exaggeration}×`}. Through the largest magnitude of the model, ${peakText(view, colourScale(model.values, model.quantity, { tail: 0 }))} (dashed).${gaps ? " Black line: ground; blank above it." : ""}${sections.some((section) => section.stations.length > 0) ? " Triangles: places of readings within a cell of the section." : ""}${croppedText(view)}`,
    `${crsName(model.mesh.crs)}.`,
    stepsSentence(lineage),
    sourceSentence(sources),
  ];
  return composePage({
    title: `${subject.title}: vertical sections`,
    subtitle: `${product.title}: model ${name}`,
    marks,
    bottom: Math.max(y - BETWEEN + 46, BODY_TOP + HEADING + SIDE_HEIGHT),
    caption,
    cautions,
    description: `Vertical sections through the model of ${scale.label}, depth downwards. ${caption.join(" ")}`,
  });
}

function middle(edges: Float64Array, cell: number): number {
  return (edges[cell]! + edges[cell + 1]!) / 2;
}

function westEast({ edges, columns, peak }: MeshView, model: Model, stations: readonly PointSet[]): Section {
  const at = middle(edges.northing, peak.j);
  return {
    heading: `West–east at northing ${rounded(at, 7)} m`,
    axisName: "Easting",
    along: edges.easting,
    range: columns,
    crossing: middle(edges.easting, peak.i),
    valueAt: (cell, layer) => cellValue(model, cell, peak.j, layer),
    stations: stationsNear(stations, edges.northing, peak.j, (points) => [points.northing, points.easting]),
  };
}

function southNorth({ edges, rows, peak }: MeshView, model: Model, stations: readonly PointSet[]): Section {
  const at = middle(edges.easting, peak.i);
  return {
    heading: `South–north at easting ${rounded(at, 7)} m`,
    axisName: "Northing",
    along: edges.northing,
    range: rows,
    crossing: middle(edges.northing, peak.j),
    valueAt: (cell, layer) => cellValue(model, peak.i, cell, layer),
    stations: stationsNear(stations, edges.easting, peak.i, (points) => [points.easting, points.northing]),
  };
}

function stationsNear(
  stations: readonly PointSet[],
  edges: Float64Array,
  cell: number,
  axes: (points: PointSet) => readonly [across: Float64Array, along: Float64Array],
): [number, number][] {
  const near: [number, number][] = [];
  for (const points of stations) {
    const [across, along] = axes(points);
    for (let index = 0; index < along.length; index++) {
      if (Math.abs(cellAt(edges, across[index]!) - cell) <= 1) near.push([along[index]!, points.upward?.[index] ?? points.height.metres]);
    }
  }
  return near;
}

/** The least exaggeration that makes depth readable, and the scale along the section. */
function aspect(length: number, depth: number): { exaggeration: number; pixelsPerMetre: number } {
  const pixelsPerMetre = Math.min(WIDTH / length, MOST_HEIGHT / depth);
  const exaggeration = EXAGGERATIONS.find((times) => depth * pixelsPerMetre * times >= LEAST_HEIGHT) ?? EXAGGERATIONS.at(-1)!;
  return { exaggeration, pixelsPerMetre };
}

function sectionFrame({ along, range }: Section, depth: number, y: number, width: number, height: number): Frame {
  const [w, h] = [Math.max(1, Math.round(width)), Math.round(height)];
  return {
    x: LEFT,
    y,
    width: w,
    height: h,
    xAxis: scaleLinear([along[range[0]]!, along[range[1]]!], [LEFT, LEFT + w]),
    yAxis: scaleLinear([0, depth], [y, y + h]),
  };
}

function drawSection(
  { axisName, along, range, crossing, valueAt, stations }: Section,
  frame: Frame,
  { edges }: MeshView,
  top: number,
  scale: ColourScale,
  cautions: Cautions,
): { readonly marks: Mark[]; readonly gaps: boolean } {
  const [from, to] = [along[range[0]]!, along[range[1]]!];
  const depth = frame.yAxis.domain()[1]!;
  const raster = rasterOf(
    frame.width,
    frame.height,
    scale,
    (x, y) => valueAt(cellAt(along, from + x * (to - from)), cellAt(edges.depth, y * depth)),
    "blank",
  );
  const area: Box = { x: frame.x, y: frame.y, width: frame.width, height: frame.height };
  const far = to - from >= KILOMETRES_FROM;
  const place = frame.xAxis(crossing);
  const style = {
    title: `${axisName} (${far ? "km" : "m"})`,
    label: (value: number, step: number) => (far ? numberLabel(value / 1000, step / 1000) : numberLabel(value, step)),
  };
  const ground = groundLine(along, range, edges.depth, valueAt).map(([x, y]) => [frame.xAxis(x), frame.yAxis(y)] as const);
  const triangles = stations
    .map(([x, upward]) => [frame.xAxis(x), frame.yAxis(top - upward)] as const)
    .filter(([x, y]) => x >= frame.x && x <= frame.x + frame.width && y >= frame.y - 40)
    .map(([x, y]) => [x, Math.max(y, frame.y)] as const)
    .sort(([a], [b]) => a - b);
  let last = Number.NEGATIVE_INFINITY;
  const drawn = triangles.filter(([x]) => {
    if (x - last < STATION_SPACING) return false;
    last = x;
    return true;
  });
  return {
    gaps: ground.length > 0,
    marks: [
      { kind: "image", raster, ...area },
      {
        kind: "clip",
        box: area,
        marks: [
          path(
            polyline([
              [place, frame.y],
              [place, frame.y + frame.height],
            ]),
            { stroke: INK, strokeWidth: 0.8, dash: [5, 4], opacity: 0.7 },
          ),
          path(polyline(ground), { stroke: "#000000", strokeWidth: 1.6 }),
          ...drawCautions({ ...cautions, sentences: [] }, area),
        ],
      },
      path(
        drawn
          .map(([x, y]) =>
            polyline(
              [
                [x - 3.5, y - 6],
                [x + 3.5, y - 6],
                [x, y],
              ],
              true,
            ),
          )
          .join(""),
        { fill: INK },
      ),
      ...drawAxes(frame, style, { title: top === 0 ? "Depth (m)" : `Depth below ${rounded(top, 5)} m (m)` }),
      ...(top === 0 ? [] : drawElevations(frame, top)),
    ],
  };
}

/** Elevation at the right border, where the mesh does not begin at zero. */
function drawElevations(frame: Frame, top: number): Mark[] {
  const right = frame.x + frame.width;
  const elevations = scaleLinear([top, top - frame.yAxis.domain()[1]!], [frame.y, frame.y + frame.height]);
  const ticks = elevations.ticks(Math.max(2, Math.floor(frame.height / 45)));
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  return [
    ...ticks.flatMap((value) => [
      path(
        polyline([
          [right, elevations(value)],
          [right + 5, elevations(value)],
        ]),
        { stroke: INK },
      ),
      text(right + 9, elevations(value), numberLabel(value, step), { size: 11, baseline: "middle" }),
    ]),
    text(right + 56, frame.y + frame.height / 2, "Elevation (m)", { anchor: "middle", baseline: "middle", rotate: 90 }),
  ];
}

/** Upper edge of the ground along the section, in steps; nothing where no cell is blank. */
function groundLine(
  along: Float64Array,
  [from, to]: readonly [number, number],
  depths: Float64Array,
  valueAt: (cell: number, layer: number) => number,
): [number, number][] {
  const line: [number, number][] = [];
  let blank = false;
  for (let cell = from; cell < to; cell++) {
    let layer = 0;
    while (layer < depths.length - 1 && Number.isNaN(valueAt(cell, layer))) layer++;
    blank ||= layer > 0;
    line.push([along[cell]!, depths[layer]!], [along[cell + 1]!, depths[layer]!]);
  }
  return blank ? line : [];
}
