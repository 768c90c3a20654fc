import type { InversionProduct, RegionProduct } from "@geoanomaly/core";
import { type ColourScale, colourScale, divergingScale, quantityLabel } from "../colour/colour-scale.js";
import { type Drawing, type Mark, text } from "../drawing/mark.js";
import { type AxisStyle, drawAxes } from "../plot/axes.js";
import { drawCautions } from "../plot/caution-mark.js";
import { drawLegend } from "../plot/legend.js";
import { boundsOf, crsName, type MapFrame, mapFrame } from "../plot/map-frame.js";
import { drawFurniture } from "../plot/map-furniture.js";
import { box } from "../plot/map-side.js";
import { rounded } from "../plot/number-label.js";
import { BODY_TOP, composePage } from "../plot/page.js";
import { cautionsOf } from "../plot/provenance.js";
import { drawReadings } from "../plot/readings.js";
import { residualsOf } from "./residuals.js";

const LEFT = 96;
const PANEL_WIDTH = 268;
const PANEL_HEIGHT = 420;
const GAP = 14;
const HEADING = 22;
const AXIS_ROOM = 46;
const LEGEND = { width: 200, height: 200 } as const;
/** Normalised residuals beyond this stand out. */
const RESIDUAL_LIMIT = 3;

/** Observed, predicted and normalised residual of one data set side by side, the first two in one scale. */
export function misfitMaps(product: RegionProduct, inversion: InversionProduct, data: InversionProduct["data"][number]): Drawing {
  const { points, predicted } = data;
  const residuals = residualsOf(data);
  const cautions = cautionsOf(product, product.sources);
  const both = Float64Array.of(...sample(points.values), ...sample(predicted));
  const scale = colourScale(both, points.quantity);
  const extremes = { min: residuals.statistics.min, max: residuals.statistics.max };
  const residualScale = divergingScale(RESIDUAL_LIMIT, "Normalised residual (no unit)", extremes);
  const panels: readonly [string, Float64Array, ColourScale][] = [
    ["Observed", points.values, scale],
    ["Predicted", predicted, scale],
    ["Observed − predicted", residuals.normalised, residualScale],
  ];
  const bounds = boundsOf(points.easting, points.northing);
  const marks: Mark[] = [];
  let frame: MapFrame | undefined;
  let statement = "";
  for (const [index, [title, values, own]] of panels.entries()) {
    const probe = mapFrame(bounds, points.crs, 0, 0, PANEL_WIDTH, PANEL_HEIGHT);
    frame = mapFrame(bounds, points.crs, LEFT + index * (probe.width + GAP), BODY_TOP + HEADING, PANEL_WIDTH, PANEL_HEIGHT);
    const readings = drawReadings(points, values, own, frame);
    statement ||= readings.statement;
    marks.push(
      text(frame.x, frame.y - 7, title, { size: 12.5, weight: "bold" }),
      { kind: "clip", box: box(frame), marks: [...drawCautions({ ...cautions, sentences: [] }, frame), ...readings.marks] },
      ...drawAxes(frame, { ...frame.xStyle, overhang: 14 }, outer(frame.yStyle, index === 0)),
    );
  }
  const below = frame!.y + frame!.height + AXIS_ROOM + 14;
  const third = frame!.width + GAP;
  marks.push(
    ...drawLegend(scale, { x: LEFT, y: below, ...LEGEND }),
    ...drawLegend(residualScale, { x: LEFT + Math.max(third, 230), y: below, ...LEGEND }),
    ...drawFurniture(frame!, LEFT + 2 * Math.max(third, 230), below, 160),
  );
  const caption = [
    statement,
    `${residuals.statement} Mean ${rounded(residuals.statistics.mean)}, standard deviation ${rounded(residuals.statistics.std)}, chi-squared per datum ${rounded(residuals.chiSquared)}.`,
    `${quantityLabel(points.quantity)}. ${crsName(points.crs)}. Inversion ${inversion.name} stopped: ${inversion.stopped}.`,
  ];
  return composePage({
    title: `Fit of ${data.name}`,
    subtitle: `${product.title}: inversion ${inversion.name}`,
    marks,
    bottom: below + LEGEND.height,
    caption,
    cautions,
    description: `Observed, predicted and residual of ${data.name} side by side. ${caption.join(" ")}`,
  });
}

/** Readings that are numbers, at most some thousands of them: enough for the ends of a scale. */
function sample(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.floor(values.length / 20_000));
  return values.filter((value, index) => index % step === 0 && Number.isFinite(value));
}

function outer({ title, ...style }: AxisStyle, edge: boolean): AxisStyle {
  return { ...style, ...(edge && title !== undefined ? { title } : {}), quiet: !edge };
}
