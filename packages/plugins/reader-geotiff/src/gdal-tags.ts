import { CorruptInputError, type Quantity, UnreadableInputError, unitConversion } from "@geoanomaly/core";
import type { RasterLayout } from "./raster-layout.js";

/** What GDAL's two private tags say of one band. */
export interface BandTags {
  readonly noData: number;
  readonly scale: number;
  readonly offset: number;
  readonly unit: Quantity["unit"] | undefined;
  /** To `unit`, beside `scale`. */
  readonly unitFactor: number;
}

function item(metadata: string, role: string, band: number): string | undefined {
  for (const [, attributes = "", text = ""] of metadata.matchAll(/<Item ([^>]*)>([^<]*)<\/Item>/g)) {
    if (attributes.includes(`role="${role}"`) && attributes.includes(`sample="${band}"`)) return text.trim();
  }
  return undefined;
}

/**
 * Nodata (a text that ends in NUL), scale, offset and unit of a band.
 * @throws CorruptInputError for numbers that are none; UnreadableInputError for a unit nobody knows.
 */
export function bandTags(path: string, noDataTag: unknown, metadataTag: unknown, band: number, { sample }: RasterLayout): BandTags {
  const metadata = typeof metadataTag === "string" ? metadataTag : "";
  const number = (name: string, text: string | undefined, absent: number) => {
    if (text === undefined || text === "") return absent;
    const value = /^[-+]?nan$/i.test(text) ? Number.NaN : Number(text.replace(/^([-+]?)inf(inity)?$/i, "$1Infinity"));
    if (Number.isNaN(value) && !/nan/i.test(text)) throw new CorruptInputError(path, `tag ${name}`, "a number", JSON.stringify(text));
    return value;
  };
  const noDataText = typeof noDataTag === "string" ? noDataTag.replaceAll("\0", "").trim() : undefined;
  const noData = number("GDAL_NODATA", noDataText, Number.NaN);
  const unitName = item(metadata, "unittype", band);
  const conversion = unitName ? unitConversion(unitName) : undefined;
  if (unitName && !conversion)
    throw new UnreadableInputError(path, `band ${band + 1} has the unit ${JSON.stringify(unitName)}, which is not known`);
  return {
    noData: sample.format === "float" && sample.bytes === 4 ? Math.fround(noData) : noData,
    scale: number("GDAL_METADATA scale", item(metadata, "scale", band), 1),
    offset: number("GDAL_METADATA offset", item(metadata, "offset", band), 0),
    unit: conversion?.unit,
    unitFactor: conversion?.factor ?? 1,
  };
}
