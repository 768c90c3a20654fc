import type { InversionProduct, RegionProduct } from "@geoanomaly/core";
import { scaleLinear } from "d3-scale";
import { type Drawing, INK, type Mark, path, text } from "../drawing/mark.js";
import { polyline, rectangle } from "../drawing/path-data.js";
import { drawAxes } from "../plot/axes.js";
import { drawCautions } from "../plot/caution-mark.js";
import type { Frame } from "../plot/frame.js";
import { rounded } from "../plot/number-label.js";
import { BODY_TOP, composePage } from "../plot/page.js";
import { cautionsOf } from "../plot/provenance.js";
import { residualsOf } from "./residuals.js";

const AREA = { x: 96, y: BODY_TOP, width: 780, height: 340 } as const;
/** Range of the histogram; what lies beyond is counted in the outermost bins. */
const LIMIT = 4;
const LEAST_BINS = 16;
const MOST_BINS = 64;
const BAR = "#7da7c7";
const CURVE = "#b40426";

/** Histogram of the normalised residuals of a data set with the standard normal distribution that white noise would follow. */
export function residualHistogram(product: RegionProduct, inversion: InversionProduct, data: InversionProduct["data"][number]): Drawing {
  const { normalised, statistics, statement, chiSquared } = residualsOf(data);
  const { count } = statistics;
  const bins = Math.min(MOST_BINS, Math.max(LEAST_BINS, 2 * Math.round(Math.sqrt(count) / 2)));
  const width = (2 * LIMIT) / bins;
  const counts = new Array<number>(bins).fill(0);
  let beyond = 0;
  for (const value of normalised) {
    if (!Number.isFinite(value)) continue;
    if (Math.abs(value) > LIMIT) beyond++;
    counts[Math.min(bins - 1, Math.max(0, Math.floor((value + LIMIT) / width)))]!++;
  }
  const expected = (value: number) => (count * width * Math.exp(-(value ** 2) / 2)) / Math.sqrt(2 * Math.PI);
  const most = Math.max(expected(0), ...counts);
  const frame: Frame = {
    ...AREA,
    xAxis: scaleLinear([-LIMIT, LIMIT], [AREA.x, AREA.x + AREA.width]),
    yAxis: scaleLinear([0, 1.06 * most], [AREA.y + AREA.height, AREA.y]),
  };
  const bars = counts.map((each, bin) => {
    const [left, right] = [frame.xAxis(bin * width - LIMIT), frame.xAxis((bin + 1) * width - LIMIT)];
    return rectangle({ x: left, y: frame.yAxis(each), width: right - left, height: frame.yAxis(0) - frame.yAxis(each) });
  });
  const curve = Array.from({ length: 161 }, (_, step): [number, number] => {
    const value = -LIMIT + (2 * LIMIT * step) / 160;
    return [frame.xAxis(value), frame.yAxis(expected(value))];
  });
  const cautions = cautionsOf(product, product.sources);
  const marks: Mark[] = [
    ...drawCautions({ ...cautions, sentences: [] }, frame),
    path(bars.join(""), { fill: BAR, stroke: INK, strokeWidth: 0.6 }),
    path(polyline(curve), { stroke: CURVE, strokeWidth: 2 }),
    ...drawAxes(frame, { title: "Normalised residual (no unit)" }, { title: "Readings in a bin" }),
    text(frame.x + 14, frame.y + 22, `${count.toLocaleString("en-US")} residuals`, { size: 12 }),
    text(frame.x + 14, frame.y + 40, `mean ${rounded(statistics.mean)}, standard deviation ${rounded(statistics.std)}`, { size: 12 }),
    text(frame.x + frame.width - 14, frame.y + 22, "normal distribution of mean 0 and deviation 1", {
      size: 12,
      anchor: "end",
      fill: CURVE,
    }),
  ];
  const caption = [
    `${statement} Chi-squared per datum ${rounded(chiSquared)}.${beyond > 0 ? ` ${beyond.toLocaleString("en-US")} lie beyond ±${LIMIT} and stand in the outermost bins.` : ""}`,
  ];
  return composePage({
    title: `Residuals of ${data.name}`,
    subtitle: `${product.title}: inversion ${inversion.name}`,
    marks,
    bottom: frame.y + frame.height + 46,
    caption,
    cautions,
    description: `Histogram of ${count} normalised residuals, mean ${rounded(statistics.mean)}, standard deviation ${rounded(statistics.std)}, with the normal curve. ${caption.join(" ")}`,
  });
}
