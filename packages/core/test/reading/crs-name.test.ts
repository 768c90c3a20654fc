import { crsByName, crsDefinition, crsOfWkt } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";

/** Spellings of files, and the name that the EPSG registry has for the code. */
const spellings: readonly (readonly [string, string])[] = [
  ["WGS 84", "WGS 84"],
  ["GCS_WGS_1984", "WGS 84"],
  ["WGS 84 / UTM zone 9N", "WGS 84 / UTM zone 9N"],
  ["WGS_1984_UTM_Zone_19S", "WGS 84 / UTM zone 19S"],
  ["NAD83 / UTM zone 13N", "NAD83 / UTM zone 13N"],
  ["NAD_1983_UTM_Zone_13N", "NAD83 / UTM zone 13N"],
  ["NAD_1927_UTM_Zone_9N", "NAD27 / UTM zone 9N"],
  ["ETRS_1989_UTM_Zone_32N", "ETRS89 / UTM zone 32N"],
  ["GDA94 / MGA zone 50", "GDA94 / MGA zone 50"],
  ["GDA_1994_MGA_Zone_50", "GDA94 / MGA zone 50"],
  ["GDA2020 / MGA zone 50", "GDA2020 / MGA zone 50"],
  ["AGD66 / Australian Map Grid zone 53", "AGD66 / AMG zone 53"],
  ["AGD_1966_AMG_Zone_54", "AGD66 / AMG zone 54"],
  ["SIRGAS_2000_UTM_Zone_23S", "SIRGAS 2000 / UTM zone 23S"],
];

describe("crsByName", () => {
  it.each(spellings)("knows %s", (spelling, name) => {
    const crs = crsByName(spelling);
    expect(crs).toBeDefined();
    expect(crsDefinition(crs!).name).toBe(name);
  });
  it.each(["", "Mars 2000", "WGS 84 / UTM zone 61N", "UTM zone 9N", "GDA94 / MGA zone 9"])("does not guess %j", (name) => {
    expect(crsByName(name)).toBeUndefined();
  });
});

describe("crsOfWkt", () => {
  it("takes the outermost authority, else the name", () => {
    const geographic =
      'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],UNIT["Degree",0.0174532925199433]]';
    expect(crsOfWkt(geographic)).toBe("EPSG:4326");
    expect(crsOfWkt(`PROJCS["x",${geographic},PROJECTION["Transverse_Mercator"],AUTHORITY["EPSG","32733"]]\n`)).toBe("EPSG:32733");
    expect(crsOfWkt(`PROJCS["Mine",GEOGCS["a",AUTHORITY["EPSG","4326"]],PROJECTION["Transverse_Mercator"]]`)).toBeUndefined();
  });
});
