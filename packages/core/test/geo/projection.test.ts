import { execFileSync } from "node:child_process";
import { type Crs, crsDefinition, gridNorthDeclination, meridianConvergence, projectAll, projectionBetween } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";

const haveGdal = (() => {
  try {
    execFileSync("gdaltransform", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("SKIPPED: projections against PROJ: gdaltransform (gdal-bin) is not installed");
    return false;
  }
})();

/** What GDAL makes of places, longitude and latitude on WGS84, in `crs`. */
function withGdal(crs: Crs, places: readonly (readonly [number, number])[]): number[][] {
  const answer = execFileSync("gdaltransform", ["-s_srs", "+proj=longlat +datum=WGS84", "-t_srs", crs], {
    input: places.map((place) => place.join(" ")).join("\n"),
    encoding: "utf8",
  });
  return answer
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
}

describe("projectionBetween", () => {
  it.runIf(haveGdal).each<[string, Crs, readonly (readonly [number, number])[], number]>([
    ["UTM north, at its rims and beyond", "EPSG:32613", [[-106.3, 35.2], [-102.1, 83], [-108, 0.5], [-99.5, 40]], 1e-3], // biome-ignore format: one case, one line
    [
      "UTM south",
      "EPSG:32734",
      [
        [18.4, -34.1],
        [24, -22],
        [21, -1],
      ],
      1e-3,
    ],
    [
      "transverse Mercator south",
      "EPSG:2193",
      [
        [174, -41],
        [166.5, -46],
      ],
      1e-3,
    ],
    ["UTM south on GRS80, where Osborne lies", "EPSG:28354", [[140.6, -21.87]], 1e-3],
    [
      "Lambert's conformal conic",
      "EPSG:2154",
      [
        [2.35, 48.85],
        [-5, 42],
        [9, 51],
      ],
      1e-3,
    ],
    [
      "Albers' equal-area conic",
      "EPSG:5070",
      [
        [-104, 40],
        [-70, 47],
        [-120, 26],
      ],
      1e-3,
    ],
    [
      "Albers' equal-area conic south",
      "EPSG:3577",
      [
        [140, -22],
        [115, -40],
      ],
      1e-3,
    ],
    [
      "polar stereographic",
      "EPSG:3031",
      [
        [30, -75],
        [-170, -89.9],
      ],
      1e-3,
    ],
    [
      "Lambert's azimuthal equal-area",
      "EPSG:3035",
      [
        [10, 52],
        [-8, 65],
      ],
      1e-3,
    ],
    ["US survey feet", "EPSG:2230", [[-117, 33]], 3e-3],
    [
      "a datum shift: the British National Grid without its shift grid",
      "EPSG:27700",
      [
        [-2, 53],
        [-4.5, 57.2],
      ],
      1e-3,
    ],
  ])("agrees with PROJ to a millimetre: %s", async (_, crs, places, tolerance) => {
    const projection = await projectionBetween("EPSG:4326", crs);
    const expected = withGdal(crs, places);
    for (const [index, [longitude, latitude]] of places.entries()) {
      const [x, y] = projection.forward(longitude, latitude);
      const [gdalX = Number.NaN, gdalY = Number.NaN] = expected[index] ?? [];
      expect(Math.hypot(x - gdalX, y - gdalY)).toBeLessThan(tolerance);
      const [back, up] = projection.inverse(x, y);
      expect(Math.hypot(back - longitude, up - latitude)).toBeLessThan(2e-8); // 2 mm: the inverse of a seven-parameter shift is a first-order one
    }
  });

  it.runIf(haveGdal).each<[string, Crs, readonly [number, number], number]>([
    ["RT90 of Sweden, whose index entry has the rotations the other way round", "EPSG:3021", [15.8, 60], 0.1],
    ["RD New of the Netherlands, whose index entry has them in microradians", "EPSG:28992", [5.3, 52.1], 0.5],
    ["LV95 of Switzerland, by three parameters", "EPSG:2056", [8, 47], 1e-3],
  ])("shifts datums as PROJ does: %s", async (_, crs, place, tolerance) => {
    const projection = await projectionBetween("EPSG:4326", crs);
    expect(projection.caution).toMatch(/shift of datums/);
    const [x, y] = projection.forward(...place);
    const [[gdalX = Number.NaN, gdalY = Number.NaN] = []] = withGdal(crs, [place]);
    expect(Math.hypot(x - gdalX, y - gdalY)).toBeLessThan(tolerance);
  });

  it("shifts nothing within one datum, whatever the way of that datum to WGS84", async () => {
    const projection = await projectionBetween("EPSG:4267", "EPSG:26713"); // NAD27, known by its shift grid only
    expect(projection.caution).toBeUndefined();
    const [x, y] = projection.forward(-105, 0);
    expect([x, y].map((value) => value.toFixed(3))).toEqual(["500000.000", "0.000"]);
    await expect(projectionBetween("EPSG:4326", "EPSG:26713")).rejects.toMatchObject({ message: expect.stringContaining("shift grid") });
  });

  it("puts the origin of a zone where its definition says", async () => {
    const zone = await projectionBetween("EPSG:4326", "EPSG:32631");
    const [x, y] = zone.forward(3, 0);
    expect(x).toBeCloseTo(500_000, 6);
    expect(y).toBeCloseTo(0, 6);
  });

  it("leaves places alone between a CRS and itself, the local one too", async () => {
    for (const crs of ["local", "EPSG:32613"] as const) expect((await projectionBetween(crs, crs)).forward(12.5, -7)).toEqual([12.5, -7]);
  });

  it("refuses to place local coordinates on the Earth, and says what to do", async () => {
    await expect(projectionBetween("local", "EPSG:32613")).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
      message: expect.stringContaining("Give the survey its crs"),
    });
    await expect(projectionBetween("EPSG:32613", "local")).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });

  it.each(["EPSG:999999", "EPSG:0", "EPSG:4978", "EPSG:2048"] as const)(
    "refuses %s: unknown, geocentric, or westing and southing",
    async (crs) => {
      await expect(projectionBetween(crs, "EPSG:4326")).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
      await expect(projectionBetween(crs, crs)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    },
  );

  it("gives NaN for a latitude beyond the pole: coordinates were swapped", async () => {
    const zone = await projectionBetween("EPSG:4326", "EPSG:28354");
    expect(zone.forward(-21.9, 140.6)).toEqual([Number.NaN, Number.NaN]);
  });

  it("gives NaN for NaN, and projects arrays place by place", async () => {
    const zone = await projectionBetween("EPSG:4326", "EPSG:32613");
    const { easting, northing } = projectAll(zone, Float64Array.of(-105, Number.NaN), Float64Array.of(40, 40));
    expect([easting[0], northing[0]]).toEqual(zone.forward(-105, 40));
    expect(easting[1]).toBeNaN();
    expect(northing[1]).toBeNaN();
  });
});

describe("meridianConvergence", () => {
  it("is what the sphere says of a transverse Mercator zone: -atan(tan(dl) sin(latitude)), up to the flattening", async () => {
    const zone = await projectionBetween("EPSG:4326", "EPSG:32613");
    for (const [longitude, latitude] of [
      [-103, 35],
      [-107.5, 60],
      [-104, -20],
    ] as const) {
      const offset = ((longitude + 105) * Math.PI) / 180;
      const sphere = (-Math.atan(Math.tan(offset) * Math.sin((latitude * Math.PI) / 180)) * 180) / Math.PI;
      // The next term of the series for the ellipsoid is below e'^2 dl^3 / 1 radian: 1e-3 degrees here.
      expect(await meridianConvergence("EPSG:32613", ...zone.forward(longitude, latitude))).toBeCloseTo(sphere, 3);
    }
  });

  it("is zero on the central meridian and in degrees", async () => {
    expect(await meridianConvergence("EPSG:32613", 500_000, 4_000_000)).toBeCloseTo(0, 9);
    expect(await meridianConvergence("EPSG:4326", 30, 40)).toBe(0);
  });

  it("turns a declination to grid north: east of the central meridian, in the north, grid north lies east of true north", async () => {
    const zone = await projectionBetween("EPSG:4326", "EPSG:32613");
    const place = zone.forward(-103, 35);
    expect(await gridNorthDeclination(8, "EPSG:32613", ...place)).toBeLessThan(8);
    expect(await gridNorthDeclination(179.9, "EPSG:32613", ...zone.forward(-107, 60))).toBeLessThan(-178);
  });

  it("refuses the local frame", async () => {
    await expect(meridianConvergence("local", 0, 0)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});

describe("crsDefinition", () => {
  it("knows degrees from metres and feet", () => {
    expect(crsDefinition("EPSG:4326")).toMatchObject({ geographic: true, metresPerUnit: Number.NaN });
    expect(crsDefinition("EPSG:32613")).toMatchObject({ geographic: false, metresPerUnit: 1 });
    expect(crsDefinition("EPSG:2230").metresPerUnit).toBeCloseTo(0.3048006096, 10);
  });
});
