import {
  type Affine,
  CorruptInputError,
  type Crs,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  type GridDescription,
  type GridHeader,
  GridMismatchError,
  type GridSource,
  gridDescription,
  gridParameters,
  type InputFile,
  InvalidParameterError,
  isGamError,
  openInput,
  type PluginContext,
  type ReaderPlugin,
  UnreadableInputError,
} from "@geoanomaly/core";
import { GeoTIFF } from "geotiff";
import { checkDirectory } from "./directory-check.js";
import { FileSource } from "./file-source.js";
import { bandTags } from "./gdal-tags.js";
import { checkUpright, georeference } from "./georeference.js";
import { type RasterLayout, rasterLayout } from "./raster-layout.js";
import { isPlainStrips, readPlainRows, type Samples } from "./uncompressed-rows.js";
import { applyRule, type ValueRule } from "./voids.js";
import { worldFile } from "./world-file.js";

const OWNER = "reader geotiff";
/** Below this size blocks are kept once decoded, so that reading by rows does not decode a tall block again and again. */
const CACHED_RASTER_BYTES = 2 ** 28;

/** EMAG2 v3 comes without CRS; its size is its signature. */
const isEmag2Size = ({ rows, cols, bands }: RasterLayout) => cols === 10800 && (rows === 5399 || rows === 5400) && bands === 1;

type Image = Awaited<ReturnType<GeoTIFF["getImage"]>>;

interface OpenRaster {
  readonly image: Image;
  readonly layout: RasterLayout;
}

/** Parses the first directory; whatever the library throws on damaged tags becomes a corrupt input. */
async function openRaster(file: InputFile): Promise<OpenRaster> {
  await checkDirectory(file);
  try {
    const tiff = await GeoTIFF.fromSource(new FileSource(file) as never, { cache: file.size <= CACHED_RASTER_BYTES });
    // Deferred arrays of big-endian files would be decoded as little-endian ones (geotiff 3.0.5).
    tiff.parser.eager = true;
    const image = await tiff.getImage(0);
    const layout = rasterLayout(file.path, image.fileDirectory, file.size, tiff.littleEndian);
    return { image, layout };
  } catch (cause) {
    if (isGamError(cause)) throw cause;
    throw new CorruptInputError(file.path, "image directory", "a readable TIFF directory", (cause as Error).message, { cause });
  }
}

/** The CRS of the file, or of the parameter where the file has none; never both with different answers. */
function settleCrs(path: string, fromFile: Crs | undefined, told: Crs | undefined, emag2: boolean, context: PluginContext): Crs {
  if (fromFile !== undefined) {
    if (told !== undefined && told !== fromFile) throw new InvalidParameterError(OWNER, "crs", `${fromFile}, which ${path} says`, told);
    return fromFile;
  }
  if (told !== undefined) return told;
  if (!emag2)
    throw new UnreadableInputError(
      path,
      "the file names no coordinate reference system; give the parameter crs, e.g. EPSG:4326, or layout: emag2",
    );
  context.logger.log("warn", `${path}: no coordinate reference system; EPSG:4326 assumed, as for EMAG2`, { crs: "EPSG:4326" });
  return "EPSG:4326";
}

function header(
  layout: RasterLayout,
  transform: Affine,
  crs: Crs,
  base: Pick<GridHeader, "registration" | "quantity">,
  told: GridDescription,
): GridHeader {
  const { maximumBytes: _, ...described } = told;
  return {
    rows: layout.rows,
    cols: layout.cols,
    transform,
    height: { metres: 0, datum: "unknown" },
    effectiveResolution: transform[0],
    ...base,
    ...described,
    crs,
  };
}

/** Rows of one band, as stored. */
async function storedRows(
  file: InputFile,
  { image, layout }: OpenRaster,
  band: number,
  firstRow: number,
  rowCount: number,
): Promise<Samples> {
  if (isPlainStrips(layout)) return readPlainRows(file, layout, band, firstRow, rowCount);
  try {
    const window = [0, firstRow, layout.cols, firstRow + rowCount];
    return (await image.readRasters({ window, samples: [band], interleave: true })) as Samples;
  } catch (cause) {
    throw new CorruptInputError(file.path, `rows ${firstRow}..${firstRow + rowCount - 1}`, "blocks that decode", (cause as Error).message, {
      cause,
    });
  }
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<GridSource> {
  const parameters = gridParameters(OWNER, raw, ["band", "layout", "noData", "uncertaintyBand", "uncertaintyFile"]);
  const told = gridDescription(OWNER, parameters);
  const maximumBytes = told.maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
  const file = await openInput(path);
  try {
    const raster = await openRaster(file);
    const { layout } = raster;
    const { fileDirectory } = raster.image;
    const band = (parameters.number("band", { min: 1, max: layout.bands, integer: true }) ?? 1) - 1;
    const uncertaintyBand = parameters.number("uncertaintyBand", { min: 1, max: layout.bands, integer: true });
    const emag2 = parameters.choice("layout", ["emag2"]) === "emag2" || isEmag2Size(layout);
    const place = georeference(path, fileDirectory);
    const transform = place.transform ?? (await worldFile(path));
    if (!transform) throw new UnreadableInputError(path, "the file has no geotransform and no world file (.tfw) lies beside it");
    const crs = settleCrs(path, place.crs, told.crs, emag2, context);
    checkUpright(path, transform, crs, layout.rows, layout.cols);
    checkAllocation(path, "one row", layout.cols * layout.sample.bytes * layout.bands, maximumBytes);
    checkAllocation(path, "one block", layout.blockRows * layout.blockCols * layout.sample.bytes * layout.bands, maximumBytes);

    const metadata: unknown = await fileDirectory.loadValue("GDAL_METADATA");
    const tags = bandTags(path, fileDirectory.getValue("GDAL_NODATA"), metadata, band, layout);
    const quantity = emag2
      ? ({ functional: "total-field-anomaly", unit: "nT" } as const)
      : ({ functional: "unknown", unit: tags.unit ?? "1" } as const);
    const rule: ValueRule = {
      noData: parameters.number("noData") ?? tags.noData,
      voidFrom: emag2 ? 90_000 : Number.POSITIVE_INFINITY,
      voidTo: emag2 ? -1e30 : Number.NEGATIVE_INFINITY,
      scale: tags.scale * tags.unitFactor,
      offset: tags.offset * tags.unitFactor,
    };
    const read = (which: number) => async (firstRow: number, rowCount: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      if (firstRow < 0 || firstRow + rowCount > layout.rows)
        throw new GridMismatchError(`rows within 0..${layout.rows}`, `${firstRow}..${firstRow + rowCount}`);
      checkAllocation(path, `${rowCount} rows`, rowCount * layout.cols * Math.max(4, layout.sample.bytes), maximumBytes);
      return applyRule(await storedRows(file, raster, which, firstRow, rowCount), rule);
    };
    const errors = await uncertaintySource(parameters.text("uncertaintyFile"), raw, { transform, ...layout }, context);
    const readUncertainty = errors?.read ?? (uncertaintyBand && read(uncertaintyBand - 1));
    return {
      ...header(layout, transform, crs, { registration: place.registration, quantity }, told),
      read: read(band),
      ...(readUncertainty && { readUncertainty }),
      close: async () => {
        await errors?.close();
        await file.close();
      },
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** The grid of standard errors in a file of its own, which must match the values' to a hundredth of a pixel. */
async function uncertaintySource(
  path: string | undefined,
  raw: Readonly<Record<string, unknown>>,
  values: { readonly rows: number; readonly cols: number; readonly transform: Affine },
  context: PluginContext,
): Promise<GridSource | undefined> {
  if (path === undefined) return undefined;
  const { band: _band, uncertaintyBand: _uncertaintyBand, uncertaintyFile: _uncertaintyFile, ...shared } = raw;
  const errors = await open(path, shared, context);
  const pixel = values.transform[0];
  const apart = Math.max(...values.transform.map((value, index) => Math.abs(value - (errors.transform[index] as number))));
  if (errors.rows !== values.rows || errors.cols !== values.cols || apart > 0.01 * pixel) {
    await errors.close();
    const describe = ({ rows, cols, transform }: typeof values) => `${cols} x ${rows} pixels, geotransform ${transform.join(" ")}`;
    throw new GridMismatchError(`an uncertainty grid of ${describe(values)}`, describe(errors));
  }
  return errors;
}

/**
 * GeoTIFF and BigTIFF: any north-up raster of numbers, read by rows.
 *
 * Parameters beside those of every raster reader: `band` and `uncertaintyBand` (from 1), `uncertaintyFile`, `noData` (overrides the tag),
 * `layout: emag2` (void is >= 90000 or <= -1e30, EPSG:4326 where the file says nothing; assumed for rasters of EMAG2's own size).
 */
export const geotiff: ReaderPlugin = {
  kind: "reader",
  id: "geotiff",
  recognise: (filename, head) => {
    const [a, b, c, d] = head;
    const little = a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0;
    const big = a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43);
    // A file that only has the name is taken too: the error then says what stands where a TIFF should be.
    return little || big ? 0.9 : /\.tiff?$/i.test(filename) ? 0.3 : 0;
  },
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
