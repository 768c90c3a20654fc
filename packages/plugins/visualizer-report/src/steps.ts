import type { GridStatistics, SourceRecord, StageRecord } from "@geoanomaly/core";
import { anchor } from "./anchors.js";
import { html, type Markup } from "./markup.js";
import { plain, shown } from "./numbers.js";
import { sourceLinks } from "./sources.js";
import { type Column, table } from "./table.js";

/** What a thing of the run says about how it came to be. */
export interface Traced {
  readonly lineage: readonly string[];
  readonly sources: readonly SourceRecord[];
  readonly reported?: Readonly<Record<string, unknown>>;
  readonly stages?: readonly StageRecord[];
}

const STATISTICS: readonly [heading: string, key: keyof GridStatistics][] = [
  ["Count", "count"],
  ["Minimum", "min"],
  ["Median", "median"],
  ["Mean", "mean"],
  ["Maximum", "max"],
  ["Deviation", "std"],
];

/** Every step in order with its sources, then parameters, findings and statistics before and after of each stage. */
export function stepsOf(kind: string, name: string, { lineage, sources, reported = {}, stages = [] }: Traced): Markup {
  return html`<h4 id="${anchor(`steps-${kind}`, name)}">How ${name} was made</h4>
<p>From ${sources.length === 0 ? "no recorded source" : sourceLinks(sources)}, in this order:</p>
<ol>${lineage.map((step) => html`<li>${step}</li>`)}</ol>
${Object.keys(reported).length > 0 && html`<p>Its reader reported:<br>${pairs(reported)}</p>`}
${
  stages.length > 0 && [
    table("Stages with their parameters and what they reported", stages, STAGE_COLUMNS),
    table("Statistics before and after each stage", stages, [
      { heading: "Stage", cell: ({ stage }: StageRecord) => stage },
      ...STATISTICS.map(
        ([heading, key]): Column<StageRecord> => ({
          heading,
          numeric: true,
          cell: ({ before, after }) => (before || after ? `${shown(before?.[key])} → ${shown(after?.[key])}` : ""),
        }),
      ),
    ]),
  ]
}`;
}

const STAGE_COLUMNS: readonly Column<StageRecord>[] = [
  { heading: "Stage", cell: ({ stage, version }) => `${stage}@${version}` },
  { heading: "What it does", cell: ({ documentation }) => documentation },
  { heading: "Package", cell: ({ package: name }) => name },
  { heading: "Parameters", cell: ({ parameters, inputs }) => pairs({ ...parameters, ...inputs }) },
  { heading: "Reported", cell: ({ facts }) => pairs(facts) },
];

/** Keys and values, one to a line; nothing for none. */
export function pairs(values: Readonly<Record<string, unknown>>): Markup | "" {
  const entries = Object.entries(values);
  return entries.length === 0 ? "" : html`${entries.map(([key, value], index) => html`${index > 0 && html`<br>`}${key}: ${plain(value)}`)}`;
}
