import type { Detectability, RegionProduct } from "@geoanomaly/core";
import { scaleLog } from "d3-scale";
import { quantityLabel } from "./colour/colour-scale.js";
import { type Drawing, FAINT, INK, type Mark, path, text } from "./drawing/mark.js";
import { circle, polyline } from "./drawing/path-data.js";
import { drawAxes } from "./plot/axes.js";
import { drawCautions } from "./plot/caution-mark.js";
import type { Frame } from "./plot/frame.js";
import { rounded } from "./plot/number-label.js";
import { BODY_TOP, composePage } from "./plot/page.js";
import { cautionsOf, sourceSentence } from "./plot/provenance.js";

const AREA = { x: 96, y: BODY_TOP, width: 640, height: 420 } as const;
/** Told apart by all common colour blindnesses; dashes tell them apart in gray. */
const CURVES = [
  { stroke: "#0b4f8a", dash: [] },
  { stroke: "#b35900", dash: [7, 4] },
  { stroke: "#4a4a4a", dash: [2, 3] },
  { stroke: "#7a2a7a", dash: [9, 3, 2, 3] },
] as const;

/** Smallest radius of a sphere that the data of a layer would have shown at each depth, a curve for each contrast. */
export function detectabilityCurves(
  product: RegionProduct,
  detection: RegionProduct["detections"][number],
  { layer, quantity, backgroundDeviation, curves, statement }: Detectability,
): Drawing {
  const places = curves.flatMap(({ depths, radii }) =>
    depths.flatMap((depth, index) => (radii[index] == null ? [] : [{ depth, radius: radii[index] }])),
  );
  const cautions = cautionsOf(product, detection.sources);
  const frame: Frame = {
    ...AREA,
    xAxis: scaleLog(rangeOf(curves.flatMap(({ depths }) => depths)), [AREA.x, AREA.x + AREA.width]),
    yAxis: scaleLog(rangeOf(places.map(({ radius }) => radius)), [AREA.y + AREA.height, AREA.y]),
  };
  const marks: Mark[] = [
    { kind: "clip", box: AREA, marks: [...drawSurface(frame), ...drawCautions({ ...cautions, sentences: [] }, frame)] },
  ];
  for (const [index, { contrast, contrastUnit, depths, radii }] of curves.entries()) {
    const { stroke, dash } = CURVES[index % CURVES.length]!;
    const points = depths.map((depth, at): [number, number] => [
      frame.xAxis(depth),
      radii[at] == null ? Number.NaN : frame.yAxis(radii[at]),
    ]);
    const dots = points.filter(([, y]) => Number.isFinite(y)).map(([x, y]) => circle(x, y, 3));
    const key = AREA.y + 10 + 20 * index;
    const right = AREA.x + AREA.width + 20;
    marks.push(
      path(polyline(points), { stroke, strokeWidth: 2, dash }),
      path(dots.join(""), { fill: stroke }),
      path(
        polyline([
          [right, key],
          [right + 30, key],
        ]),
        { stroke, strokeWidth: 2, dash },
      ),
      text(right + 36, key, `${contrast > 0 ? "+" : ""}${rounded(contrast)} ${contrastUnit}`, { size: 12, baseline: "middle", fill: INK }),
    );
  }
  marks.push(
    ...drawAxes(
      frame,
      { title: "Depth of the centre (m)", ticks: readable(frame.xAxis.ticks()), label: (value) => rounded(value) },
      { title: "Smallest radius found (m)", ticks: readable(frame.yAxis.ticks()), label: (value) => rounded(value) },
    ),
  );
  const hidden = curves.some(({ radii }) => radii.some((radius) => radius === null));
  const caption = [
    statement,
    `A body competes with noise and background of ${rounded(backgroundDeviation)} ${quantity.unit} (standard deviation) in ${layer}. ${quantityLabel(quantity)}.${hidden ? " Where a curve has no point, no sphere that stays below the ground would be found." : ""}`,
    sourceSentence(detection.sources),
  ];
  return composePage({
    title: "What could have been seen",
    subtitle: `${product.title}: detection ${detection.name}, layer ${layer}`,
    marks,
    bottom: AREA.y + AREA.height + 46,
    caption,
    cautions,
    description: `Smallest detectable radius against depth. ${caption.join(" ")}`,
  });
}

/** The line along which a sphere touches the ground. */
function drawSurface({ xAxis, yAxis, x, width }: Frame): Mark[] {
  const [from, to] = xAxis.domain() as [number, number];
  const label = xAxis(Math.min(to, Math.max(from, yAxis.domain()[1]!)) * 0.8);
  return [
    path(
      polyline([
        [xAxis(from), yAxis(from)],
        [xAxis(to), yAxis(to)],
      ]),
      { stroke: FAINT, strokeWidth: 1, dash: [4, 4] },
    ),
    text(Math.min(label, x + width - 8), yAxis(yAxis.domain()[1]!) + 16, "touches the ground ", { size: 11, anchor: "end", fill: FAINT }),
  ];
}

/** Positive numbers with some air around; a decade around one where there is none. */
function rangeOf(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0);
  return positive.length === 0 ? [1, 10] : [Math.min(...positive) / 1.3, Math.max(...positive) * 1.3];
}

/** 1, 2 and 5 of each decade. */
function readable(ticks: readonly number[]): number[] {
  return ticks.filter((value) => [1, 2, 5].includes(Number((value / 10 ** Math.floor(Math.log10(value) + 1e-9)).toPrecision(6))));
}
