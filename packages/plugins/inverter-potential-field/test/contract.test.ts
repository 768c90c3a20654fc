import type { InversionRequest } from "@geoanomaly/core";
import { describeInverterContract, testContext } from "@geoanomaly/core/testing";
import { potentialField } from "../src/index.js";
import { boxModel, regularMesh, stationsAbove, surveyOf } from "./synthetic.js";

const mesh = regularMesh([6, 5, 3], [100, 100, 100]);
const box = { west: -150, east: 100, south: -100, north: 100, top: 50, bottom: 250 };
const stations = stationsAbove(mesh, 30);

async function gravityRequest(options: Readonly<Record<string, unknown>>): Promise<InversionRequest> {
  const model = boxModel(mesh, [{ ...box, value: 400 }]);
  return {
    data: [await surveyOf({ field: "gravity", mesh, model, stations, deviation: 0.02, seed: 1 }, await testContext())],
    mesh,
    options,
  };
}

describeInverterContract(potentialField, {
  request: () =>
    gravityRequest({
      lower: 0,
      upper: 500,
      norms: { s: 0, x: 1, y: 1, z: 1 },
      irls: { maxIterations: 4 },
      uncertainty: { probes: 2 },
      resolution: { checkerboard: { cells: 2, amplitude: 100 } },
    }),
});

describeInverterContract(potentialField, {
  request: async () => {
    const context = await testContext();
    const shared = { mesh, stations };
    const gravity = await surveyOf(
      { ...shared, field: "gravity", model: boxModel(mesh, [{ ...box, value: 400 }]), deviation: 0.02, seed: 1 },
      context,
    );
    const magnetic = await surveyOf(
      { ...shared, field: "magnetic", model: boxModel(mesh, [{ ...box, value: 0.03 }]), deviation: 2, seed: 2 },
      context,
    );
    return { data: [gravity, magnetic], mesh, options: { joint: { weight: 1, maxIterations: 3 } } };
  },
});

describeInverterContract(potentialField, {
  request: async () => {
    const { data, ...rest } = await gravityRequest({ tradeOff: "gcv", seed: 3 });
    return {
      ...rest,
      data: data.map((each) => {
        const { uncertainty: _, ...points } = each.points;
        return { ...each, points };
      }),
    };
  },
});
