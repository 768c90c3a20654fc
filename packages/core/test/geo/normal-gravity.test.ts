import { describe, expect, it } from "vitest";
import { GRS80, meridianPoint, WGS84 } from "../../src/geo/ellipsoid.js";
import { normalField, normalGravity } from "../../src/geo/normal-gravity.js";

const MGAL = 1e-5;

describe("normal gravity", () => {
  it("has the published equatorial and polar values of GRS80 (Moritz 2000) and WGS84 (NGA.STND.0036)", () => {
    expect(normalGravity(GRS80, 0, 0)).toBeCloseTo(9.7803267715, 10);
    expect(normalGravity(GRS80, 90, 0)).toBeCloseTo(9.8321863685, 9);
    expect(normalGravity(WGS84, 0, 0)).toBeCloseTo(9.7803253359, 10);
    expect(normalGravity(WGS84, -90, 0)).toBeCloseTo(9.8321849378, 9);
  });

  it("is Somigliana's formula on the ellipsoid", () => {
    const [equator, pole] = [normalGravity(WGS84, 0, 0), normalGravity(WGS84, 90, 0)];
    const { semiMajorAxis: a, flattening } = WGS84;
    const b = a * (1 - flattening);
    for (const latitude of [-89.95, -45, -10.3, 0.05, 33, 60, 89.95]) {
      const sine2 = Math.sin((latitude * Math.PI) / 180) ** 2;
      const somigliana = (a * equator * (1 - sine2) + b * pole * sine2) / Math.sqrt(a * a * (1 - sine2) + b * b * sine2);
      expect(Math.abs(normalGravity(WGS84, latitude, 0) / somigliana - 1)).toBeLessThan(1e-14);
    }
  });

  it("makes the ellipsoid an equipotential surface of the published U0", () => {
    for (const latitude of [0, 12, 47, 80, 90]) {
      const point = meridianPoint(GRS80, latitude, 0);
      const potential = normalField(GRS80, point).gravitationalPotential + 0.5 * (GRS80.angularVelocity * point.axisDistance) ** 2;
      expect(potential).toBeCloseTo(62636860.85, 2);
    }
  });

  it("is the gradient of its potential at height", () => {
    const step = 50;
    for (const latitude of [-77, -30, 5, 52]) {
      const height = 10_000;
      const at = (h: number) => normalField(WGS84, meridianPoint(WGS84, latitude, h)).gravitationalPotential;
      const vertical = (at(height + step) - at(height - step)) / (2 * step);
      const field = normalField(WGS84, meridianPoint(WGS84, latitude, height));
      const point = meridianPoint(WGS84, latitude, height);
      const geodetic = (latitude * Math.PI) / 180;
      const tilt = geodetic - Math.asin(point.sine); // between the ellipsoid's normal and the radius
      const along = field.gravitationalRadial * Math.cos(tilt) + field.gravitationalNorth * Math.sin(tilt);
      expect(Math.abs(along - vertical) / MGAL).toBeLessThan(1e-3);
    }
  });

  it("falls with height by the free-air gradient", () => {
    const difference = (normalGravity(WGS84, 45, 0) - normalGravity(WGS84, 45, 1)) / MGAL;
    expect(difference).toBeCloseTo(0.3086, 3);
  });
});
