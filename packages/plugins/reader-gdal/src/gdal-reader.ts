import { resolve } from "node:path";
import {
  type Affine,
  type Crs,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  type GridHeader,
  GridMismatchError,
  type GridSource,
  gridDescription,
  gridParameters,
  inputSize,
  type Quantity,
  type ReaderPlugin,
  UnreadableInputError,
  unitConversion,
} from "@geoanomaly/core";
import { GdalClient } from "./gdal-client.js";
import type { OpenedRaster } from "./protocol.js";

const OWNER = "reader gdal";

/** Formats that only GDAL reads here, by the name of the file. Others are its own only when asked for. */
const NAMES = /\.(vrt|img|asc|grd|flt|ers|hgt|dem|bil|jp2|xyz)$/i;

interface Place {
  readonly transform: Affine;
  readonly crs: Crs;
}

/** Where the raster is. @throws UnreadableInputError if nobody says, or it is rotated. */
function place(path: string, { transform, crs }: OpenedRaster, told: Crs | undefined): Place {
  const found = (crs as Crs | undefined) ?? told;
  if (!found)
    throw new UnreadableInputError(path, "the file names no coordinate reference system with an EPSG code; give the parameter crs");
  const [a, b, , d, e] = transform;
  if (b !== 0 || d !== 0 || a <= 0 || e >= 0)
    throw new UnreadableInputError(path, `the raster is rotated or not north-up (${transform.join(" ")}); give the parameter warp: true`);
  return { transform, crs: found };
}

function quantityOf(path: string, { unit }: OpenedRaster): { readonly quantity: Quantity; readonly factor: number } {
  if (unit === undefined) return { quantity: { functional: "unknown", unit: "1" }, factor: 1 };
  const conversion = unitConversion(unit);
  if (!conversion) throw new UnreadableInputError(path, `the unit ${JSON.stringify(unit)} is not known`);
  return { quantity: { functional: "unknown", unit: conversion.unit }, factor: conversion.factor };
}

async function open(path: string, raw: Readonly<Record<string, unknown>>): Promise<GridSource> {
  const given = gridParameters(OWNER, raw, ["band", "warp", "noData", "uncertaintyBand"]);
  const { maximumBytes = DEFAULT_MAXIMUM_BYTES, crs, ...told } = gridDescription(OWNER, given);
  const band = given.number("band", { min: 1, integer: true }) ?? 1;
  const uncertaintyBand = given.number("uncertaintyBand", { min: 1, integer: true });
  await inputSize(path);
  const client = new GdalClient(path);
  try {
    const request = { kind: "open", path: resolve(path), band, ...(crs !== undefined && { crs }) } as const;
    let raster = await client.open({ ...request, warp: given.flag("warp") ?? false });
    // Projected sources are warped: the grid of a run is EPSG:4326.
    if (given.flag("warp") === undefined && !raster.geographic && (raster.crs ?? crs) !== "EPSG:4326")
      raster = await client.open({ ...request, warp: true });
    const where = place(path, raster, crs);
    const { rows, cols } = raster;
    checkAllocation(path, "one row", 8 * cols, maximumBytes);
    const { quantity, factor } = quantityOf(path, raster);
    const noData = given.number("noData") ?? (raster.noData === undefined ? Number.NaN : Number(raster.noData));
    const rowsOf = (which: number, type: "float" | "double") => async (firstRow: number, rowCount: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      if (firstRow < 0 || firstRow + rowCount > rows)
        throw new GridMismatchError(`rows within 0..${rows}`, `${firstRow}..${firstRow + rowCount}`);
      checkAllocation(path, `${rowCount} rows`, 8 * rowCount * cols, maximumBytes);
      const stored = await client.read({ kind: "read", band: which, firstRow, rowCount });
      const values = type === "double" ? stored : new Float32Array(stored.length);
      for (let i = 0; i < stored.length; i++) {
        const value = stored[i] as number;
        values[i] =
          value === noData || Math.fround(value) === Math.fround(noData) ? Number.NaN : (value * raster.scale + raster.offset) * factor;
      }
      return values;
    };
    const header: GridHeader = {
      rows,
      cols,
      registration: raster.point ? "node" : "area",
      quantity,
      height: { metres: 0, datum: "unknown" },
      effectiveResolution: where.transform[0],
      ...told,
      ...where,
    };
    const float = (which: number) => rowsOf(which, "float") as GridSource["read"];
    return {
      ...header,
      read: float(band),
      readDouble: rowsOf(band, "double") as NonNullable<GridSource["readDouble"]>,
      ...(uncertaintyBand !== undefined && { readUncertainty: float(uncertaintyBand) }),
      close: async () => client.close(),
    };
  } catch (cause) {
    client.close();
    throw cause;
  }
}

/**
 * Any raster GDAL knows, in a process of its own; projected ones are warped to EPSG:4326 unless `warp: false`. Needs the optional package
 * gdal-async. Parameters beside those of every raster reader: `band` and `uncertaintyBand` (from 1), `warp`, `noData`.
 */
export const gdal: ReaderPlugin = {
  kind: "reader",
  id: "gdal",
  recognise: (filename) => (NAMES.test(filename) ? 0.25 : 0),
  open: async (path, raw) => ({ kind: "grid", grid: await open(path, raw) }),
};
