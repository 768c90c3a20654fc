import { unitConversion } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";

describe("unitConversion", () => {
  // Definitions: 1 Gal = 1 cm/s2; 1 gamma = 1 nT; 1 gravity unit = 1 um/s2; 1 ft = 0.3048 m; SI susceptibility = 4 pi cgs.
  it.each([
    ["mGal", "mGal", 1],
    ["[mGal]", "mGal", 1],
    ["Gal", "mGal", 1000],
    ["µGal", "mGal", 0.001],
    ["g.u.".replaceAll(".", ""), "mGal", 0.1],
    ["m/s^2", "mGal", 1e5],
    ["m s-2", "mGal", 1e5],
    ["m/s**2", "mGal", 1e5],
    ["gamma", "nT", 1],
    ["NT", "nT", 1],
    ["T", "nT", 1e9],
    ["Meter", "m", 1],
    ["km", "m", 1000],
    ["ft", "m", 0.3048],
    ["m²/s²", "m2/s2", 1],
    ["m**2/s**2", "m2/s2", 1],
    ["g/cm^3", "kg/m3", 1000],
    ["cgs", "SI", 4 * Math.PI],
    ["rad", "degree", 180 / Math.PI],
  ])("%s is %s times %d", (name, unit, factor) => {
    expect(unitConversion(name)?.unit).toBe(unit);
    expect(unitConversion(name)?.factor).toBeCloseTo(factor, 12);
  });

  it("knows nothing of other names, those of the object prototype included", () => {
    for (const name of ["", "furlong", "constructor", "__proto__"]) expect(unitConversion(name)).toBeUndefined();
  });
});
