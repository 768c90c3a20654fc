import type { GridGeometry, GridSource, PluginContext, PointSet, RawData, StagePlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";

/** What a stage gave, and what it told. */
export interface StageRun {
  readonly data: RawData;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly products: ReadonlyMap<string, RawData>;
}

/** Runs a stage with the native kernels. */
export async function runStage(
  stage: StagePlugin,
  points: PointSet,
  target: GridGeometry,
  parameters: Readonly<Record<string, unknown>> = {},
  extra: Partial<PluginContext> = {},
): Promise<StageRun> {
  const products = new Map<string, RawData>();
  let facts: Readonly<Record<string, unknown>> = {};
  const context: PluginContext = {
    ...(await testContext({ kernels: nativeKernels(), target })),
    report: (more) => {
      facts = { ...facts, ...more };
    },
    product: (name, data) => void products.set(name, data),
    ...extra,
  };
  const data = await stage.run({ kind: "points", points }, parameters, context);
  return { data, facts, products };
}

export function gridOf(data: RawData | undefined): GridSource {
  if (data?.kind !== "grid") throw new Error(`expected a grid, found ${data?.kind}`);
  return data.grid;
}

export function pointsOf(data: RawData): PointSet {
  if (data.kind !== "points") throw new Error(`expected points, found ${data.kind}`);
  return data.points;
}

export const samplesOf = (data: RawData | undefined): Promise<Float32Array> =>
  gridOf(data).read(0, gridOf(data).rows, new AbortController().signal);
