import {
  type AnomalyTable,
  gridBounds,
  type PluginContext,
  projectionBetween,
  type RegionLayer,
  type RegionProduct,
} from "@geoanomaly/core";
import { colourScale } from "./colour/colour-scale.js";
import { type Drawing, INK, type Mark, path, text } from "./drawing/mark.js";
import { polyline } from "./drawing/path-data.js";
import { drawAxes } from "./plot/axes.js";
import { drawCautions } from "./plot/caution-mark.js";
import { hasGaps } from "./plot/legend.js";
import { crsName, isGeographic, type MapFrame, mapFrame } from "./plot/map-frame.js";
import { box, drawSide, MAP_BOX } from "./plot/map-side.js";
import { rounded, unitText } from "./plot/number-label.js";
import { composePage } from "./plot/page.js";
import { cautionsOf, sourceSentence, stepsSentence } from "./plot/provenance.js";
import { rasterOf, reducedGrid, sampleBetween } from "./plot/raster.js";
import { drawStations } from "./plot/readings.js";
import { shownPart } from "./shown-part.js";

const AXIS_ROOM = 46;

/** A raster map with axes, legend, scale bar, stations of the surveys it was made from and outlines of the anomalies found in it. */
export async function layerMap(product: RegionProduct, layer: RegionLayer, context: PluginContext): Promise<Drawing> {
  const { grid, cropped } = await shownPart(product, layer.grid);
  const frame = mapFrame(gridBounds(grid), grid.crs, MAP_BOX.x, MAP_BOX.y, MAP_BOX.width, MAP_BOX.height);
  const scale = colourScale(grid.values, grid.quantity, { title: layer.title });
  const reduced = await reducedGrid(grid, frame.width, context);
  const [across, down] = [grid.cols / reduced.factor, grid.rows / reduced.factor];
  const raster = rasterOf(frame.width, frame.height, scale, (x, y) => sampleBetween(reduced, x * across, y * down));
  const stations = await drawSurveys(product, layer, frame);
  const found = anomaliesOf(product, layer.layer);
  const cautions = cautionsOf(product, layer.sources);
  const marks: Mark[] = [
    { kind: "image", raster, ...box(frame) },
    { kind: "clip", box: box(frame), marks: [...stations.marks, ...drawAnomalies(found, frame), ...drawCautions(cautions, frame)] },
    ...drawAxes(frame, frame.xStyle, frame.yStyle),
  ];
  const side = drawSide(scale, frame, hasGaps(raster.pixels));
  const caption = [
    `${stations.statement} ${found.length > 0 ? `Outlines: ${found.length} anomalies, numbered as in their table.` : ""} ${cropped ? "The layer goes on beyond this map; what follows is said of all of it." : ""}`.trim(),
    factsSentence(layer),
    stepsSentence(layer.lineage),
    sourceSentence(layer.sources),
  ].filter((sentence) => sentence !== "");
  return composePage({
    title: layer.title,
    subtitle: `${product.title}: layer ${layer.layer}`,
    marks: [...marks, ...side.marks],
    bottom: Math.max(frame.y + frame.height + AXIS_ROOM, side.bottom),
    caption,
    cautions,
    description: `Map of ${scale.label} from ${rounded(layer.statistics.min)} to ${rounded(layer.statistics.max)}, median ${rounded(layer.statistics.median)}. ${caption.join(" ")}`,
  });
}

/** Stations of the surveys that share a source with the layer. */
async function drawSurveys(product: RegionProduct, layer: RegionLayer, frame: MapFrame): Promise<{ marks: Mark[]; statement: string }> {
  const sources = new Set(layer.sources.map(({ sha256 }) => sha256));
  // By-products of a survey, such as its corrections, stand where its readings stand.
  const names = new Set(product.surveys.map(({ name }) => name));
  const surveys = product.surveys.filter(
    ({ name, sources: own }) =>
      own.some(({ sha256 }) => sources.has(sha256)) && !names.has(name.slice(0, Math.max(0, name.lastIndexOf(".")))),
  );
  const marks: Mark[] = [];
  const statements: string[] = [];
  for (const { points, title } of surveys) {
    if ((points.crs === "local") !== (layer.grid.crs === "local")) continue; // nobody knows where they are on this map
    const { forward } = await projectionBetween(points.crs, layer.grid.crs);
    const places = points.easting.map((easting, index) => forward(easting, points.northing[index]!)[0]);
    const northing = points.easting.map((easting, index) => forward(easting, points.northing[index]!)[1]);
    const drawn = drawStations({ ...points, easting: places, northing }, frame);
    marks.push(...drawn.marks);
    if (drawn.statement !== "") statements.push(surveys.length > 1 ? `${title}: ${drawn.statement}` : drawn.statement);
  }
  return { marks, statement: statements.join(" ") };
}

/** Anomalies that were found in the layer, or whose detection made it. */
function anomaliesOf({ detections }: RegionProduct, layer: string): AnomalyTable["anomalies"] {
  return detections
    .filter(({ name, layers }) => layers.includes(layer) || layer.startsWith(`${name}.`))
    .flatMap(({ table }) => table.anomalies);
}

function drawAnomalies(anomalies: AnomalyTable["anomalies"], frame: MapFrame): Mark[] {
  const marks: Mark[] = [];
  for (const { outline } of anomalies) {
    const d = outline
      .map((ring) =>
        polyline(
          ring.map(([x, y]) => [frame.xAxis(x), frame.yAxis(y)] as const),
          true,
        ),
      )
      .join("");
    marks.push(path(d, { stroke: "#ffffff", strokeWidth: 4 }), path(d, { stroke: INK, strokeWidth: 1.8 }));
  }
  for (const { id, easting, northing } of anomalies) {
    marks.push(
      text(frame.xAxis(easting), frame.yAxis(northing), id, {
        size: 13,
        weight: "bold",
        anchor: "middle",
        baseline: "middle",
        halo: "#ffffff",
      }),
    );
  }
  return marks;
}

function factsSentence({ grid, statistics }: RegionLayer): string {
  const unit = isGeographic(grid.crs) ? "°" : " m";
  const spacing = Number(grid.transform[0].toFixed(10));
  const finer = grid.effectiveResolution > spacing ? ` Cells of ${rounded(spacing)}${unit} show no finer detail than that.` : "";
  const height =
    grid.height.datum === "unknown"
      ? `Height ${rounded(grid.height.metres)} m above an unknown datum`
      : `Height ${rounded(grid.height.metres)} m above the ${grid.height.datum}`;
  return [
    `Effective resolution ${rounded(grid.effectiveResolution)}${unit}.${finer}`,
    `${statistics.count.toLocaleString("en-US")} cells with data, minimum ${rounded(statistics.min)}, median ${rounded(statistics.median)},`,
    `maximum ${rounded(statistics.max)}${unitText(grid.quantity.unit)}. ${height}. ${crsName(grid.crs)}.`,
  ].join(" ");
}
