import { GRS80, type GravityCoefficients, meridianPoint, normalZonals, WGS84 } from "@geoanomaly/core";
import { nativeKernels } from "@geoanomaly/native";
import { describe, it } from "vitest";
import { legendreByOrder } from "./legendre-by-order.js";
import { within } from "./report.js";
import { cells, coefficientCount, coefficientIndex, largest, latitudeOf, longitudeOf, nodes, radians } from "./sphere.js";

const kernels = nativeKernels();

describe("track H 1: normal gravity", () => {
  // Equator and pole: Moritz (2000) for GRS80; NGA.STND.0036 for WGS84.
  it.each([
    [GRS80, 9.7803267715, 9.8321863685],
    [WGS84, 9.7803253359, 9.8321849379],
  ])("of J2..J10 is Somigliana's: %o", async (ellipsoid, equator, pole) => {
    const zonals = normalZonals(ellipsoid, 10);
    const model: GravityCoefficients = {
      field: "gravity",
      modelName: ellipsoid.name,
      minDegree: 0,
      maxDegree: 10,
      cosine: new Float64Array(coefficientCount(10)),
      sine: new Float64Array(coefficientCount(10)),
      referenceRadius: ellipsoid.semiMajorAxis,
      gravitationalConstant: ellipsoid.gravitationalConstant,
      tideSystem: "tide-free",
    };
    for (const [degree, value] of zonals.entries()) model.cosine[coefficientIndex(degree, 0)] = value;
    const grid = nodes(181, 4);
    const gravity = await kernels.gravity(model, grid, { functional: "gravity", height: 0, ellipsoid });
    const [a, b] = [ellipsoid.semiMajorAxis, ellipsoid.semiMajorAxis * (1 - ellipsoid.flattening)];
    const deviations = [...gravity].map((value, i) => {
      const sine2 = Math.sin(radians(latitudeOf(grid, Math.floor(i / grid.cols)))) ** 2;
      const somigliana = (a * equator * (1 - sine2) + b * pole * sine2) / Math.sqrt(a * a * (1 - sine2) + b * b * sine2);
      return value / 1e5 / somigliana - 1;
    });
    within(`${ellipsoid.name} J2..J10 against Somigliana`, largest(deviations), 1e-9, " relative");
  });
});

describe("track H 3: buried point mass", () => {
  it("has the field of Newton's law within what the truncated series leaves out", async () => {
    const maxDegree = 400;
    const place = { radius: 0.93 * 6378137, latitude: 37, longitude: -104 };
    const mass = 3.2e12; // m3/s2
    const [sine, cosine] = [Math.sin(radians(place.latitude)), Math.cos(radians(place.latitude))];
    const model: GravityCoefficients = {
      field: "gravity",
      modelName: "point mass",
      minDegree: 0,
      maxDegree,
      cosine: new Float64Array(coefficientCount(maxDegree)),
      sine: new Float64Array(coefficientCount(maxDegree)),
      referenceRadius: 6378136.3,
      gravitationalConstant: 3.986004415e14,
      tideSystem: "tide-free",
    };
    for (let n = 0; n <= maxDegree; n++) {
      const factor = ((mass / model.gravitationalConstant) * (place.radius / model.referenceRadius) ** n) / (2 * n + 1);
      for (const [m, value] of legendreByOrder(n, sine, cosine).entries()) {
        model.cosine[coefficientIndex(n, m)] = factor * value * Math.cos(m * radians(place.longitude));
        model.sine[coefficientIndex(n, m)] = factor * value * Math.sin(m * radians(place.longitude));
      }
    }
    const height = 20_000;
    const grid = cells(45, 90);
    const components = ["potential", "radial", "north", "east"] as const;
    const fields = await kernels.synthesise(model, grid, { height, ellipsoid: WGS84, components });

    const source = [
      place.radius * cosine * Math.cos(radians(place.longitude)),
      place.radius * cosine * Math.sin(radians(place.longitude)),
      place.radius * sine,
    ];
    // In units of the bound: the terms left out (|P_n| <= 1, slope <= n (n + 1) / 2) and 1e-13 of the largest value for rounding.
    const worst = components.map(() => 0);
    const peak = fields.map((field) => largest(field));
    for (let i = 0; i < grid.rows * grid.cols; i++) {
      const point = meridianPoint(WGS84, latitudeOf(grid, Math.floor(i / grid.cols)), height);
      const longitude = radians(longitudeOf(grid, i % grid.cols));
      const [cosL, sinL] = [Math.cos(longitude), Math.sin(longitude)];
      const position = [point.axisDistance * cosL, point.axisDistance * sinL, point.equatorDistance];
      const offset = position.map((value, axis) => value - source[axis]!);
      const distance = Math.hypot(...offset);
      const pull = offset.map((value) => (-mass * value) / distance ** 3);
      const axes = [
        [point.cosine * cosL, point.cosine * sinL, point.sine],
        [-point.sine * cosL, -point.sine * sinL, point.cosine],
        [-sinL, cosL, 0],
      ].map((axis) => axis.reduce((sum, value, k) => sum + value * pull[k]!, 0));
      const truth = [mass / distance, ...axes];
      const ratio = place.radius / point.radius;
      let bounds = [0, 0, 0];
      for (let n = maxDegree + 1; n < 3000; n++) {
        const term = (mass / point.radius) * ratio ** n;
        bounds = [bounds[0]! + term, bounds[1]! + ((n + 1) * term) / point.radius, bounds[2]! + (n * (n + 1) * term) / 2 / point.radius];
      }
      for (const [c, field] of fields.entries()) {
        const allowed = bounds[Math.min(c, 2)]! + 1e-13 * peak[c]!;
        worst[c] = Math.max(worst[c]!, Math.abs(field[i]! - truth[c]!) / allowed);
      }
    }
    for (const [c, component] of components.entries()) within(`point mass, ${component}, in units of the truncation bound`, worst[c]!, 1);
  });
});
