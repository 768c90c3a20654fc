import { GRS80, normalGravity, type PluginContext, type RawData, WGS84 } from "@geoanomaly/core";
import { describeStageContract, testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { freeAirTerm } from "../src/free-air-anomaly.js";
import { bouguer, freeAirAnomaly, gravityDatum, gravityDisturbance, isostatic, verticalDatum } from "../src/index.js";
import { everywhere, stations } from "./stations.js";

type Stage = typeof bouguer;

interface Ran {
  readonly values: number[];
  readonly data: Extract<RawData, { kind: "points" }>;
  readonly products: Record<string, RawData>;
}

async function run(stage: Stage, data: RawData, parameters = {}, inputs: Record<string, RawData> = {}): Promise<Ran> {
  const products: Record<string, RawData> = {};
  const product = (name: string, made: RawData) => {
    products[name] = made;
  };
  const context: PluginContext = { ...(await testContext({ inputs })), product };
  const result = await stage.run(data, parameters, context);
  if (result.kind !== "points") throw new Error(result.kind);
  return { values: [...result.points.values], data: result, products };
}

/** Gravitational constant in mGal m2/kg, and the radius of the sphere tesseroids lie on. */
const G = 6.6743e-11 * 1e5;
const R = 6371008.8;
/** Attraction of a spherical shell at or above its top: as if its mass were in the centre. */
const shell = (bottom: number, top: number, density: number, height: number) =>
  (G * density * 4 * Math.PI * ((R + top) ** 3 - (R + bottom) ** 3)) / 3 / (R + height) ** 2;

const absolute = () =>
  stations("gravity", [
    [20, -30, 1200, 978900],
    [21, -31, 0, 979400],
  ]);
describeStageContract(gravityDatum, { input: absolute, parameters: { offset: -14.5 } });
describeStageContract(freeAirAnomaly, { input: absolute, parameters: { ellipsoid: "GRS80" } });
describeStageContract(gravityDisturbance, { input: () => stations("gravity", [[20, -30, 1200, 978900]], "ellipsoid") });
describeStageContract(bouguer, { input: () => stations("free-air-anomaly", [[20, -30, 1200, 30]]), parameters: { method: "simple" } });
describeStageContract(isostatic, {
  input: () => stations("bouguer-anomaly", [[20, -30, 1200, -90]]),
  context: { inputs: { topography: everywhere("topography", 1000, 10) } },
  parameters: { crustThickness: 35000 },
});
describeStageContract(verticalDatum, {
  input: () => stations("gravity", [[20, -30, 1200, 978900]], "ellipsoid"),
  parameters: { to: "ellipsoid" },
});

describe("gravity-datum", () => {
  it("takes 14 mGal from Potsdam values, or what is given", async () => {
    expect((await run(gravityDatum, absolute())).values).toEqual([978886, 979386]);
    expect((await run(gravityDatum, absolute(), { offset: -13.7 })).values[1]).toBeCloseTo(979386.3, 9);
  });
});

describe("gravity-disturbance", () => {
  it("is what gravity exceeds the normal gravity of GRS80 at the equator by", async () => {
    // Moritz (2000): 9.7803267715 m/s2 on the ellipsoid at the equator.
    const data = stations("gravity", [[0, 0, 0, 978032.67715 + 12.5]], "ellipsoid");
    expect((await run(gravityDisturbance, data, { ellipsoid: "GRS80" })).values[0]).toBeCloseTo(12.5, 5);
  });

  it("refuses heights above the geoid and names the cure", async () => {
    await expect(run(gravityDisturbance, absolute())).rejects.toThrow(/heights above the ellipsoid.*vertical-datum.*heights above geoid/);
  });
});

describe("free-air-anomaly", () => {
  it("has a free-air term that agrees with the closed form to 0.04 mGal at 4 km: it leaves out the square of the flattening", () => {
    for (const latitude of [0, 45, 80]) {
      const exact = 1e5 * (normalGravity(WGS84, latitude, 0) - normalGravity(WGS84, latitude, 4000));
      expect(Math.abs(freeAirTerm(WGS84, latitude, 4000) - exact)).toBeLessThan(0.04);
    }
  });

  it("differs from the disturbance by 0.3086 mGal per metre of geoid", async () => {
    const gravity = 1e5 * normalGravity(GRS80, -30, 1000);
    const anomaly = (await run(freeAirAnomaly, stations("gravity", [[20, -30, 1000 - 30, gravity]]), { ellipsoid: "GRS80" }))
      .values[0] as number;
    const disturbance = (
      await run(gravityDisturbance, stations("gravity", [[20, -30, 1000, gravity]], "ellipsoid"), { ellipsoid: "GRS80" })
    ).values[0] as number;
    expect(disturbance).toBeCloseTo(0, 6);
    expect(anomaly - disturbance).toBeCloseTo(-30 * 0.3086, 1);
  });

  it("refuses what is no absolute gravity", async () => {
    await expect(run(freeAirAnomaly, stations("bouguer-anomaly", [[0, 0, 0, 1]]))).rejects.toThrow(/gravity in mGal.*bouguer-anomaly/);
  });
});

describe("vertical-datum", () => {
  it("adds the geoid to reach the ellipsoid and takes it off to come back, values untouched", async () => {
    const geoid = everywhere("geoid-height", 28.5, 10);
    const up = await run(verticalDatum, absolute(), { to: "ellipsoid" }, { geoid });
    expect([...(up.data.points.upward ?? [])]).toEqual([1228.5, 28.5]);
    expect(up.data.points.height.datum).toBe("ellipsoid");
    expect(up.values).toEqual([978900, 979400]);
    const back = await run(verticalDatum, up.data, { to: "geoid" }, { geoid });
    expect([...(back.data.points.upward ?? [])]).toEqual([1200, 0]);
  });

  it("asks for the geoid by name", async () => {
    await expect(run(verticalDatum, absolute(), { to: "ellipsoid" })).rejects.toThrow(
      /inputs\.geoid: expected the name of a survey or layer/,
    );
  });
});

describe("bouguer", () => {
  it("takes 111.97 mGal per 1000 m of plate at 2670 kg/m3", async () => {
    const { values, data } = await run(bouguer, stations("free-air-anomaly", [[20, -30, 1000, 100]]), { method: "simple" });
    expect(100 - (values[0] as number)).toBeCloseTo(2 * Math.PI * G * 2670 * 1000, 9);
    expect(data.points.quantity.functional).toBe("bouguer-anomaly");
  });

  it("fills the sea with rock below a reading at sea level", async () => {
    const topography = everywhere("topography", -2000, 10);
    const { values } = await run(bouguer, stations("free-air-anomaly", [[20, -30, 0, 10]]), { method: "simple" }, { topography });
    expect(values[0]).toBeCloseTo(10 + 2 * Math.PI * G * (2670 - 1040) * 2000, 6);
  });

  it("takes off a whole shell of rock, where topography is the same everywhere, and keeps the terrain's part", async () => {
    const topography = everywhere("topography", 1000, 5);
    const data = stations("gravity-disturbance", [[22.5, -32.5, 1000, 0]], "ellipsoid");
    const { values, products, data: result } = await run(bouguer, data, { radius: 2.1e7 }, { topography });
    const expected = shell(0, 1000, 2670, 1000);
    expect(Math.abs(-(values[0] as number) / expected - 1)).toBeLessThan(2e-3);
    expect(result.points.quantity.functional).toBe("complete-bouguer-anomaly");
    const { terrain } = products;
    if (terrain?.kind !== "points") throw new Error("no terrain product");
    expect(terrain.points.values[0]).toBeCloseTo(-(values[0] as number) - 2 * Math.PI * G * 2670 * 1000, 9);
  });

  it("names a reading that lies outside of the topography by its line", async () => {
    const topography = everywhere("topography", 0, 10);
    const outside = stations("free-air-anomaly", [
      [20, -30, 0, 1],
      [999, -30, 0, 1],
    ]);
    await expect(run(bouguer, outside, {}, { topography })).rejects.toThrow(/inputs\.topography.*none at 999 -30 \(line 3\)/);
  });
});

describe("isostatic", () => {
  it("takes off the shell of a root that floats a plateau", async () => {
    const topography = everywhere("topography", 1000, 5);
    const { values } = await run(isostatic, stations("bouguer-anomaly", [[22.5, -32.5, 1000, -100]]), { radius: 2.1e7 }, { topography });
    const root = (2670 * 1000) / 400;
    expect(Math.abs((-100 - (values[0] as number)) / shell(-30e3 - root, -30e3, -400, 1000) - 1)).toBeLessThan(2e-3);
  });

  it("cancels a wide compensated plateau: the anomaly of root and rock is small beside either", async () => {
    const topography = everywhere("topography", 2000, 5);
    const rock = await run(
      bouguer,
      stations("gravity-disturbance", [[22.5, -32.5, 2000, 0]], "ellipsoid"),
      { radius: 2.1e7 },
      { topography },
    );
    const both = await run(isostatic, rock.data, { radius: 2.1e7 }, { topography });
    expect(Math.abs(both.values[0] as number)).toBeLessThan(0.02 * Math.abs(rock.values[0] as number));
  });
});
