import {
  type PluginContext,
  type ProducedFile,
  type ProductFolder,
  projectionBetween,
  type SurveyProduct,
  type VisualizerPlugin,
} from "@geoanomaly/core";
import { anomalyFeatures } from "./anomaly-features.js";
import { csvFile } from "./csv.js";
import { type FeatureTable, mapShapes } from "./feature-table.js";
import { geojsonFile } from "./geojson.js";
import { geopackageFile } from "./geopackage.js";
import { geoparquetFile } from "./geoparquet.js";
import { type VectorFormat, type VectorOptions, vectorOptions, vectorOptionsSchema } from "./options.js";
import { csvReadings, parquetReadings } from "./readings.js";
import { verifyVectors } from "./verify.js";

const CSV = "text/csv";
const PARQUET = "application/vnd.apache.parquet";

/** Both forms of a table: as it is, and in longitude and latitude where its place on the Earth is known. */
interface Features {
  readonly own: FeatureTable;
  readonly geographic: FeatureTable;
}

const FORMATS: Readonly<
  Record<
    VectorFormat,
    { readonly extension: string; readonly mediaType: string; readonly encode: (features: Features) => Uint8Array | Promise<Uint8Array> }
  >
> = {
  geojson: { extension: "geojson", mediaType: "application/geo+json", encode: ({ geographic }) => geojsonFile(geographic) },
  geopackage: { extension: "gpkg", mediaType: "application/geopackage+sqlite3", encode: ({ own }) => geopackageFile(own) },
  geoparquet: { extension: "parquet", mediaType: PARQUET, encode: ({ geographic }) => geoparquetFile(geographic) },
  csv: { extension: "csv", mediaType: CSV, encode: ({ own }) => csvFile(own) },
};

async function bothForms(own: FeatureTable): Promise<Features> {
  if (own.crs === "local" || own.crs === "EPSG:4326") return { own, geographic: own };
  const { forward } = await projectionBetween(own.crs, "EPSG:4326");
  return { own, geographic: mapShapes(own, "EPSG:4326", forward) };
}

async function writeReadings(
  survey: SurveyProduct,
  { readings }: VectorOptions,
  cautions: readonly string[],
  folder: ProductFolder,
  { signal }: PluginContext,
): Promise<ProducedFile[]> {
  const files: ProducedFile[] = [];
  if (readings.includes("csv")) {
    const path = `vectors/readings_${survey.name}.csv`;
    const file = await folder.open(path);
    try {
      for await (const piece of csvReadings(survey, signal)) await file.append(piece);
      await file.commit();
    } catch (error) {
      await file.abort();
      throw error;
    }
    files.push({ path, mediaType: CSV, roles: ["data"] });
  }
  if (readings.includes("parquet")) {
    const path = `vectors/readings_${survey.name}.parquet`;
    await folder.write(path, await parquetReadings(survey, cautions));
    files.push({ path, mediaType: PARQUET, roles: ["data"] });
  }
  return files;
}

/**
 * Tables of anomalies of a regional run: `vectors/anomalies_<detection>` as `.geojson` and `.parquet` (GeoParquet 1.1) in longitude and latitude,
 * `.gpkg` in the CRS of the run, and `.csv`; with local coordinates where the place on the Earth is not known, which each file then says.
 * On request the readings of each survey: `vectors/readings_<survey>`.
 */
export const vector: VisualizerPlugin = {
  kind: "visualizer",
  id: "vector",
  version: "1",
  scopes: ["region"],
  options: vectorOptionsSchema,

  async render(product, folder, given, context) {
    const options = vectorOptions(given);
    if (product.scope !== "region") return [];
    const files: ProducedFile[] = [];
    const steps = product.detections.length + product.surveys.length;
    let done = 0;
    for (const { name, table } of product.detections) {
      const features = await bothForms(await anomalyFeatures(name, `${product.title}: anomalies of ${name}`, table, product.cautions));
      for (const format of options.formats) {
        context.signal.throwIfAborted();
        const { extension, mediaType, encode } = FORMATS[format];
        const path = `vectors/${features.own.name}.${extension}`;
        await folder.write(path, await encode(features));
        files.push({ path, mediaType, roles: ["data"] });
      }
      context.progress(++done / steps);
    }
    for (const survey of product.surveys) {
      context.signal.throwIfAborted();
      files.push(...(await writeReadings(survey, options, product.cautions, folder, context)));
      context.progress(++done / steps);
    }
    return files;
  },

  verify: verifyVectors,
};
