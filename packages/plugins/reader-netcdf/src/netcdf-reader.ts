import {
  CorruptInputError,
  type Crs,
  checkAllocation,
  crsDefinition,
  crsOfWkt,
  DEFAULT_MAXIMUM_BYTES,
  describeContent,
  type GridHeader,
  type GridSource,
  gridDescription,
  gridParameters,
  openInput,
  type PluginContext,
  type ReaderPlugin,
  residentGrid,
  unitConversion,
} from "@geoanomaly/core";
import { type Axis, readAxis } from "./axis.js";
import { type CfDataset, type CfVariable, numberAttribute, textAttribute } from "./cf-dataset.js";
import { openClassic } from "./classic-dataset.js";
import { gmt3Grid } from "./gmt3-grid.js";
import { gridVariable } from "./grid-variable.js";
import { openHdf5 } from "./hdf5-dataset.js";
import { variableMeaning } from "./quantity.js";

const OWNER = "reader netcdf";
/** Samples read at a time. */
const BAND_SAMPLES = 2 ** 23;

async function openDataset(path: string): Promise<CfDataset> {
  const file = await openInput(path);
  try {
    const head = new Uint8Array(Math.min(file.size, 512));
    await file.readAt(0, head);
    const magic = Buffer.from(head.subarray(0, 4)).toString("latin1");
    if (magic.startsWith("CDF")) return await openClassic(file);
    if (magic !== "\x89HDF") throw new CorruptInputError(path, "byte 0", "a NetCDF file (CDF or HDF5)", describeContent(head));
  } catch (cause) {
    await file.close();
    throw cause;
  }
  await file.close();
  return openHdf5(path, file.size);
}

/** Stored numbers to physical ones, and which of them are no data. */
interface Packing {
  readonly scale: number;
  readonly offset: number;
  readonly voids: readonly number[];
}

function packing({ attributes }: CfVariable): Packing {
  const voids = ["_FillValue", "missing_value"].flatMap((name) => {
    const value = attributes[name];
    return typeof value === "object" ? value : [];
  });
  return { scale: numberAttribute(attributes, "scale_factor") ?? 1, offset: numberAttribute(attributes, "add_offset") ?? 0, voids };
}

interface Layout {
  readonly values: CfVariable;
  readonly latitude: Axis;
  readonly longitude: Axis;
}

/** All samples, northern row first. Packed and double values stay doubles: float32 would cost absolute gravity its detail. */
async function samples(
  path: string,
  { values, latitude, longitude }: Layout,
  factor: number,
  context: PluginContext,
): Promise<Float32Array | Float64Array> {
  const { scale, offset, voids } = packing(values);
  const [rows, cols] = [latitude.count, longitude.count];
  const plain = values.itemBytes === 4 && scale === 1 && offset === 0 && factor === 1;
  const out = plain ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  const flat = values.shape.length === 1;
  const band = Math.max(1, Math.floor(BAND_SAMPLES / cols));
  for (let row = 0; row < rows; row += band) {
    context.signal.throwIfAborted();
    const count = Math.min(band, rows - row);
    const stored = await (flat ? values.read(row * cols, count * cols) : values.read(row, count));
    if (stored.length !== count * cols)
      throw new CorruptInputError(path, `variable ${values.name}`, `${count * cols} numbers`, `${stored.length}`);
    for (let line = 0; line < count; line++) {
      const target = (latitude.descending ? row + line : rows - 1 - row - line) * cols;
      for (let col = 0; col < cols; col++) {
        const value = stored[line * cols + col] as number;
        out[target + col] = voids.includes(value) ? Number.NaN : (value * scale + offset) * factor;
      }
    }
    context.progress((row + count) / rows);
  }
  return out;
}

function checkGeographic(path: string, { latitude, longitude }: Layout): void {
  const far = Math.max(Math.abs(latitude.first), Math.abs(latitude.last));
  if (far > 90.001 || (longitude.count - 1) * longitude.step > 360.001) {
    const found = `latitudes to ${far}, longitudes ${longitude.first}..${longitude.last}`;
    throw new CorruptInputError(
      path,
      "axes",
      "degrees of latitude and longitude",
      `${found}. Is the grid projected? Then say its crs (an EPSG code, or local)`,
    );
  }
}

/** The CRS that the file itself names, by the variable its values map to; CF and GDAL keep its WKT there. */
function fileCrs({ variables, attributes }: CfDataset, values: CfVariable): Crs | undefined {
  const mapping = variables.find(({ name }) => name === textAttribute(values.attributes, "grid_mapping"))?.attributes ?? attributes;
  const wkt = textAttribute(mapping, "crs_wkt") ?? textAttribute(mapping, "spatial_ref");
  return wkt === undefined ? undefined : crsOfWkt(wkt);
}

/**
 * Factor from the numbers of the axes to units of the CRS.
 * @throws CorruptInputError for axes that cannot be of that CRS: degrees in a projected one, metres in a geographic one.
 */
function axisFactor(path: string, crs: Crs, layout: Layout): number {
  if (layout.longitude.descending)
    throw new CorruptInputError(path, "longitudes", "rising from west to east", `${layout.longitude.first} to ${layout.longitude.last}`);
  if (crs !== "local" && crsDefinition(crs).geographic) {
    checkGeographic(path, layout);
    return 1;
  }
  const unit = layout.longitude.unit ?? layout.latitude.unit;
  if (unit === undefined) return 1;
  const conversion = /^degrees?(_|$)/i.test(unit) ? undefined : unitConversion(unit);
  if (conversion?.unit === "m") return conversion.factor;
  throw new CorruptInputError(path, "axes", `metres, for coordinates in ${crs}`, `the unit ${JSON.stringify(unit)}`);
}

/** Where the grid is and how it stands, by its variables or by GMT's old convention. */
async function layoutOf(path: string, dataset: CfDataset, asked: string | undefined): Promise<Layout> {
  const old = await gmt3Grid(path, dataset);
  if (old) return old;
  const { values, latitude, longitude } = gridVariable(OWNER, path, dataset, asked);
  const axes = {
    latitude: await readAxis(path, latitude, dataset.attributes),
    longitude: await readAxis(path, longitude, dataset.attributes),
  };
  const { shape } = values;
  if (shape[0] !== axes.latitude.count || shape[1] !== axes.longitude.count) {
    throw new CorruptInputError(
      path,
      `variable ${values.name}`,
      `${axes.latitude.count} x ${axes.longitude.count} samples`,
      shape.join(" x "),
    );
  }
  return { values, ...axes };
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<GridSource> {
  const given = gridParameters(OWNER, raw, ["variable", "registration"]);
  const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, given);
  const registration = given.choice("registration", ["area", "node"]);
  const dataset = await openDataset(path);
  try {
    const layout = await layoutOf(path, dataset, given.text("variable"));
    const { values, latitude, longitude } = layout;
    const crs = told.crs ?? fileCrs(dataset, values) ?? "EPSG:4326";
    const metres = axisFactor(path, crs, layout);
    const meaning = variableMeaning(path, values.name, values.attributes);
    checkAllocation(path, `variable ${values.name}`, 8 * latitude.count * longitude.count, maximumBytes);
    const [stepX, stepY] = [longitude.step * metres, latitude.step * metres];
    const [west, north] = [longitude.first * metres, Math.max(latitude.first, latitude.last) * metres];
    const header: GridHeader = {
      rows: latitude.count,
      cols: longitude.count,
      transform: [stepX, 0, west - stepX / 2, 0, -stepY, north + stepY / 2],
      registration: registration ?? ((latitude.area ?? longitude.area) ? "area" : "node"),
      quantity: meaning.quantity,
      height: meaning.height,
      effectiveResolution: Math.max(stepX, stepY, meaning.maxDegree ? 180 / meaning.maxDegree : 0),
      ...(meaning.tideSystem && { tideSystem: meaning.tideSystem }),
      ...told,
      crs,
    };
    return residentGrid(header, { values: await samples(path, layout, meaning.factor, context) });
  } finally {
    await dataset.close();
  }
}

/**
 * NetCDF-4 and classic NetCDF grids with CF or GMT conventions, on latitude and longitude, or on easting and northing in the CRS that the file
 * or the parameter `crs` names. Parameters beside those of every raster reader: `variable`, and `registration` where the file does not show
 * it (without it: node).
 */
export const netcdf: ReaderPlugin = {
  kind: "reader",
  id: "netcdf",
  recognise: (filename, head) => {
    const magic = Buffer.from(head.subarray(0, 4)).toString("latin1");
    if (magic.startsWith("CDF") && [1, 2, 5].includes(head[3] ?? 0)) return 0.9;
    const named = /\.(nc|nc4|grd)$/i.test(filename);
    if (magic === "\x89HDF") return named ? 0.9 : 0.4;
    return /\.nc4?$/i.test(filename) ? 0.2 : 0;
  },
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
