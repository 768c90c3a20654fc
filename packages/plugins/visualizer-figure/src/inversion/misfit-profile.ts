import type { InversionProduct, RegionProduct } from "@geoanomaly/core";
import { scaleLinear } from "d3-scale";
import { quantityLabel } from "../colour/colour-scale.js";
import { type Drawing, INK, type Mark, path, text } from "../drawing/mark.js";
import { circle, polyline } from "../drawing/path-data.js";
import { drawAxes } from "../plot/axes.js";
import { drawCautions } from "../plot/caution-mark.js";
import type { Frame } from "../plot/frame.js";
import { crsName, isGeographic } from "../plot/map-frame.js";
import { numberLabel, rounded } from "../plot/number-label.js";
import { BODY_TOP, composePage } from "../plot/page.js";
import { cautionsOf } from "../plot/provenance.js";
import type { Profile } from "./line-direction.js";
import { residualsOf } from "./residuals.js";

const LEFT = 110;
const WIDTH = 780;
const UPPER = 300;
const LOWER = 150;
const GAP = 40;
const PREDICTED = "#b40426";
const KILOMETRES_FROM = 20_000;

/** Observed readings as dots, predicted ones as a line, along the profile; the normalised residual below. */
export function misfitProfile(
  product: RegionProduct,
  inversion: InversionProduct,
  data: InversionProduct["data"][number],
  { distance, azimuth }: Profile,
): Drawing {
  const { points, predicted } = data;
  const residuals = residualsOf(data);
  const cautions = cautionsOf(product, product.sources);
  const length = distance.reduce((most, value) => Math.max(most, value), 0);
  const far = !isGeographic(points.crs) && length >= KILOMETRES_FROM;
  const unit = isGeographic(points.crs) ? "°" : far ? "km" : "m";
  const xAxis = scaleLinear([0, length || 1], [LEFT, LEFT + WIDTH]);
  const order = Array.from(distance.keys()).sort((a, b) => distance[a]! - distance[b]! || a - b);
  const lowerTop = BODY_TOP + UPPER + GAP;
  const upper: Frame = {
    x: LEFT,
    y: BODY_TOP,
    width: WIDTH,
    height: UPPER,
    xAxis,
    yAxis: scaleLinear(rangeOf([points.values, predicted]), [BODY_TOP + UPPER, BODY_TOP]).nice(),
  };
  const limit = Math.max(3, ...rangeOf([residuals.normalised]).map(Math.abs));
  const lower: Frame = {
    x: LEFT,
    y: lowerTop,
    width: WIDTH,
    height: LOWER,
    xAxis,
    yAxis: scaleLinear([-limit, limit], [lowerTop + LOWER, lowerTop]),
  };
  const dots = ({ yAxis }: Frame, values: Float64Array) =>
    order
      .filter((index) => Number.isFinite(values[index]))
      .map((index) => circle(xAxis(distance[index]!), yAxis(values[index]!), 2.6))
      .join("");
  const level = (value: number) =>
    polyline([
      [LEFT, lower.yAxis(value)],
      [LEFT + WIDTH, lower.yAxis(value)],
    ]);
  const style = { label: (value: number, step: number) => (far ? numberLabel(value / 1000, step / 1000) : numberLabel(value, step)) };
  const marks: Mark[] = [
    ...drawCautions({ ...cautions, sentences: [] }, upper),
    path(dots(upper, points.values), { fill: INK }),
    path(polyline(order.map((index) => [xAxis(distance[index]!), upper.yAxis(predicted[index]!)] as const)), {
      stroke: PREDICTED,
      strokeWidth: 1.6,
    }),
    ...drawAxes(upper, { ...style, quiet: true }, { title: quantityLabel(points.quantity) }),
    path(circle(LEFT + 18, BODY_TOP + 16, 2.6), { fill: INK }),
    text(LEFT + 28, BODY_TOP + 16, "observed", { size: 12, baseline: "middle", halo: "#ffffff" }),
    path(
      polyline([
        [LEFT + 110, BODY_TOP + 16],
        [LEFT + 136, BODY_TOP + 16],
      ]),
      { stroke: PREDICTED, strokeWidth: 1.6 },
    ),
    text(LEFT + 142, BODY_TOP + 16, "predicted", { size: 12, baseline: "middle", halo: "#ffffff" }),
    path(level(0), { stroke: INK, strokeWidth: 0.8 }),
    path(level(1) + level(-1), { stroke: INK, strokeWidth: 0.6, dash: [4, 4] }),
    path(dots(lower, residuals.normalised), { fill: INK }),
    ...drawAxes(
      lower,
      { ...style, title: `Distance along the profile (${unit}), azimuth ${rounded(azimuth)}°` },
      { title: "Residual (no unit)" },
    ),
  ];
  const caption = [
    `${residuals.statement} Dashed: one standard deviation. Mean ${rounded(residuals.statistics.mean)}, standard deviation ${rounded(residuals.statistics.std)}, chi-squared per datum ${rounded(residuals.chiSquared)}.`,
    `${points.values.length.toLocaleString("en-US")} readings. ${crsName(points.crs)}. Inversion ${inversion.name} stopped: ${inversion.stopped}.`,
  ];
  return composePage({
    title: `Fit of ${data.name}`,
    subtitle: `${product.title}: inversion ${inversion.name}`,
    marks,
    bottom: lowerTop + LOWER + 46,
    caption,
    cautions,
    description: `Observed and predicted ${data.name} along a profile, with the residual. ${caption.join(" ")}`,
  });
}

function rangeOf(sets: readonly Float64Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of sets) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!(low <= high)) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}
