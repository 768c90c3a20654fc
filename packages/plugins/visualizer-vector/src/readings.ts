import { crsDefinition, type PointSet, projectAll, projectionBetween, type SurveyProduct } from "@geoanomaly/core";
import { csvLine } from "./csv.js";
import { parquetFile } from "./parquet.js";

/** One column of readings; NaN is what is not known. */
interface ReadingColumn {
  readonly name: string;
  readonly values: Float64Array | readonly string[];
}

const timeText = (seconds: number) => (Number.isNaN(seconds) ? "" : new Date(1000 * seconds).toISOString());

/** Places, heights, values and where each reading came from; units are part of the names, as the reader `table` understands them. */
async function readingColumns(points: PointSet): Promise<readonly ReadingColumn[]> {
  const { easting, northing, crs, quantity, lines, time } = points;
  const columns: ReadingColumn[] = [];
  if (crs === "EPSG:4326") {
    columns.push({ name: "longitude [degree]", values: easting }, { name: "latitude [degree]", values: northing });
  } else {
    const unit = crs !== "local" && (crsDefinition(crs).geographic || crsDefinition(crs).metresPerUnit !== 1) ? "" : " [m]";
    columns.push({ name: `easting${unit}`, values: easting }, { name: `northing${unit}`, values: northing });
    if (crs !== "local") {
      const place = projectAll(await projectionBetween(crs, "EPSG:4326"), easting, northing);
      columns.push({ name: "longitude [degree]", values: place.easting }, { name: "latitude [degree]", values: place.northing });
    }
  }
  const optional: readonly (readonly [string, Float64Array | undefined])[] = [
    ["height [m]", points.upward],
    ["ground [m]", points.groundHeight],
    [`${quantity.functional} [${quantity.unit}]`, points.values],
    [`uncertainty [${quantity.unit}]`, points.uncertainty],
  ];
  for (const [name, values] of optional) if (values) columns.push({ name, values });
  if (lines) columns.push({ name: "line", values: Array.from(lines.of, (index) => lines.names[index] ?? "") });
  if (time) columns.push({ name: "time", values: Array.from(time, timeText) });
  if (points.sourceLines) columns.push({ name: "source_line", values: Float64Array.from(points.sourceLines) });
  return columns;
}

const cell = (value: number | string) => (typeof value === "number" && Number.isNaN(value) ? null : value);

/** Readings of a survey after its stages, as CSV; in pieces, since there may be millions. */
export async function* csvReadings({ points }: SurveyProduct, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const columns = await readingColumns(points);
  let text = csvLine(columns.map(({ name }) => name));
  for (let row = 0; row < points.values.length; row++) {
    text += csvLine(columns.map(({ values }) => cell(values[row] as number | string)));
    if (text.length < 2 ** 20) continue;
    signal.throwIfAborted();
    yield Buffer.from(text, "utf8");
    text = "";
  }
  yield Buffer.from(text, "utf8");
}

/** The same as Parquet. */
export async function parquetReadings({ points, title }: SurveyProduct, cautions: readonly string[]): Promise<Uint8Array> {
  const columns = (await readingColumns(points)).map(({ name, values }) =>
    values instanceof Float64Array
      ? { name, data: Array.from(values, cell), type: "DOUBLE" as const }
      : { name, data: [...values], type: "STRING" as const },
  );
  return parquetFile(columns, { title, crs: points.crs, ...(cautions.length > 0 && { cautions: cautions.join(" ") }) });
}
