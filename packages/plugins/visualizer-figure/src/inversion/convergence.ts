import type { InversionProduct, RegionProduct } from "@geoanomaly/core";
import { scaleLinear, scaleLog } from "d3-scale";
import { textWidth } from "../drawing/fonts.js";
import { type Drawing, FAINT, INK, type Mark, path, text, WARNING } from "../drawing/mark.js";
import { circle, polyline } from "../drawing/path-data.js";
import { drawAxes } from "../plot/axes.js";
import { drawCautions } from "../plot/caution-mark.js";
import type { Axis, Frame } from "../plot/frame.js";
import { numberLabel, rounded } from "../plot/number-label.js";
import { BODY_TOP, composePage } from "../plot/page.js";
import { cautionsOf } from "../plot/provenance.js";

const LEFT = 110;
const WIDTH = 640;
const HEIGHT = 170;
const GAP = 22;
/** Told apart by all common colour blindnesses, and by their dashes in gray. */
const SERIES = [
  { stroke: "#0b4f8a", dash: [] },
  { stroke: "#b35900", dash: [7, 4] },
  { stroke: "#4a4a4a", dash: [2, 3] },
  { stroke: "#7a2a7a", dash: [9, 3, 2, 3] },
] as const;

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** Misfit of each data set with its target, model norm and trade-off parameter against the iterations of an inversion. */
export function convergence(product: RegionProduct, inversion: InversionProduct): Drawing {
  const { steps } = inversion;
  const names = [...new Set(steps.flatMap(({ misfit }) => Object.keys(misfit)))];
  const target = targetOf(inversion);
  const misfits = names.map((name) => ({ name, values: steps.map(({ misfit }) => misfit[name] ?? Number.NaN) }));
  const panels: readonly { readonly title: string; readonly series: readonly Series[]; readonly target?: number }[] = [
    { title: "χ² per datum", series: misfits, ...(target === undefined ? {} : { target }) },
    { title: "Model norm", series: [{ name: "model norm", values: steps.map(({ regularisation }) => regularisation) }] },
    { title: "Trade-off β", series: [{ name: "beta", values: steps.map(({ beta }) => beta) }] },
  ];
  const cautions = cautionsOf(product, product.sources);
  const last = Math.max(1, steps.length - 1);
  const marks: Mark[] = [];
  let y = BODY_TOP + 16;
  for (const [index, panel] of panels.entries()) {
    const xAxis = scaleLinear([0, last], [LEFT, LEFT + WIDTH]);
    const values = panel.series.flatMap((each) => each.values).concat(panel.target ?? []);
    const frame: Frame = { x: LEFT, y, width: WIDTH, height: HEIGHT, xAxis, yAxis: valueAxis(values, y) };
    const lowest = index === panels.length - 1;
    const ticks = xAxis.ticks(10).filter(Number.isInteger);
    marks.push(
      ...drawCautions({ ...cautions, sentences: [] }, frame),
      ...drawPhases(steps, frame, index === 0),
      ...(panel.target === undefined ? [] : drawTarget(panel.target, frame)),
      ...panel.series.flatMap((each, place) => drawSeries(each, frame, place)),
      ...drawAxes(
        frame,
        { ...(lowest ? { title: "Step (0 is the starting model)" } : {}), quiet: !lowest, ticks, label: (value) => numberLabel(value, 1) },
        { title: panel.title, ticks: valueTicks(frame.yAxis), label: (value) => rounded(value) },
      ),
    );
    if (index === 0) marks.push(...drawNames(names, LEFT + WIDTH + 20, y));
    y += HEIGHT + GAP;
  }
  const final = steps.at(-1);
  const fits = names.map((name) => `${name} ${rounded(final?.misfit[name] ?? Number.NaN)}`).join(", ");
  const caption = [
    `Chi-squared per datum after the last of ${steps.length} steps: ${fits || "none"}.${target === undefined ? "" : ` Target ${rounded(target)}.`} Stopped: ${inversion.stopped}.`,
    `Operator ${inversion.operator.operator}: ${inversion.operator.reason}.${inversion.operator.degraded === undefined ? "" : ` Degraded: ${inversion.operator.degraded}.`}`,
  ];
  return composePage({
    title: "Convergence of the inversion",
    subtitle: `${product.title}: inversion ${inversion.name} (${inversion.inverter})`,
    marks,
    bottom: y - GAP + 46,
    caption,
    cautions,
    description: `Misfit, model norm and trade-off parameter against iteration. ${caption.join(" ")}`,
  });
}

/** Chi-squared per datum that the inversion aims at; none where another criterion chooses the trade-off. */
function targetOf({ options, stopped }: InversionProduct): number | undefined {
  const { chiFactor, tradeOff } = options;
  if (tradeOff === "gcv" || tradeOff === "l-curve") return undefined;
  return typeof chiFactor === "number" ? chiFactor : stopped === "target-misfit" ? 1 : undefined;
}

/** Logarithmic where all values are positive and reach over more than a decade, else linear. */
function valueAxis(values: readonly number[], y: number): Axis {
  const finite = values.filter(Number.isFinite);
  const positive = finite.filter((value) => value > 0);
  const [low, high] = [Math.min(...positive), Math.max(...finite)];
  const range: [number, number] = [y + HEIGHT, y];
  if (positive.length > 1 && high > 10 * low) return scaleLog([low / 1.4, high * 1.4], range);
  const least = Math.min(0, ...finite);
  return scaleLinear([least, (Number.isFinite(high) && high > least ? high : least + 1) * 1.06], range);
}

/** A logarithmic axis offers more ticks than can be read: then whole decades, with halves where there are few. */
function valueTicks(axis: Axis): number[] {
  const offered = axis.ticks(5);
  if (offered.length <= 7) return offered;
  const mantissas = [[1, 2, 5], [1], [1]].map((set) =>
    offered.filter((value) => set.some((each) => Math.abs(value / 10 ** Math.floor(Math.log10(value) + 1e-9) - each) < 1e-6)),
  );
  const fitting = mantissas.find((ticks) => ticks.length > 0 && ticks.length <= 7) ?? mantissas[1]!;
  const every = Math.ceil(fitting.length / 7);
  return fitting.filter((_, index) => index % every === 0);
}

function drawSeries({ values }: Series, { xAxis, yAxis, y, height }: Frame, place: number): Mark[] {
  const style = SERIES[place % SERIES.length]!;
  const points = values.map((value, index): [number, number] => [
    xAxis(index),
    Number.isFinite(yAxis(value)) ? Math.min(y + height, yAxis(value)) : Number.NaN,
  ]);
  const dots = points.filter(([, at]) => Number.isFinite(at)).map(([x, at]) => circle(x, at, 2.4));
  return [
    path(polyline(points), { stroke: style.stroke, strokeWidth: 1.8, dash: style.dash }),
    path(dots.join(""), { fill: style.stroke }),
  ];
}

function drawTarget(target: number, { x, width, yAxis }: Frame): Mark[] {
  const y = yAxis(target);
  return [
    path(
      polyline([
        [x, y],
        [x + width, y],
      ]),
      { stroke: WARNING, strokeWidth: 1.2, dash: [6, 4] },
    ),
    text(x + width + 8, y, `target ${rounded(target)}`, { size: 11, baseline: "middle", fill: WARNING }),
  ];
}

/** A thin line where a new phase begins, with its name above the first panel. */
function drawPhases(steps: InversionProduct["steps"], { xAxis, y, height }: Frame, named: boolean): Mark[] {
  let free = Number.NEGATIVE_INFINITY;
  return steps.flatMap(({ phase }, index) => {
    if (index > 0 && steps[index - 1]!.phase === phase) return [];
    const x = xAxis(index);
    const line =
      index === 0
        ? []
        : [
            path(
              polyline([
                [x, y],
                [x, y + height],
              ]),
              { stroke: FAINT, strokeWidth: 0.8, dash: [3, 3] },
            ),
          ];
    if (!named || x < free) return line;
    free = x + textWidth(phase, 11) + 10;
    return [...line, text(x, y - 6, phase, { size: 11, fill: FAINT })];
  });
}

function drawNames(names: readonly string[], x: number, y: number): Mark[] {
  if (names.length < 2) return [];
  return names.flatMap((name, index) => {
    const at = y + 10 + 18 * index;
    const { stroke, dash } = SERIES[index % SERIES.length]!;
    return [
      path(
        polyline([
          [x, at],
          [x + 30, at],
        ]),
        { stroke, strokeWidth: 1.8, dash },
      ),
      text(x + 36, at, name, { size: 11, baseline: "middle", fill: INK }),
    ];
  });
}
