import { readFile } from "node:fs/promises";
import {
  CorruptInputError,
  type InstalledPlugins,
  type InverterPlugin,
  NodeFileSystem,
  type Plugin,
  type PluginKind,
  type PluginOf,
  type PointSet,
  type RegionProduct,
  residentGrid,
  type StagePlugin,
  type TaskHost,
  UnknownPluginError,
  type VisualizerPlugin,
} from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";

/** Adds a number to every reading. */
const shift: StagePlugin = {
  kind: "stage",
  id: "shift",
  version: "1",
  parameters: {},
  run: async (data, { by = 0 }, context) => {
    if (data.kind !== "points") throw new Error(`shift takes points, not ${data.kind}`);
    context.report?.({ by });
    context.product?.("shifts", { kind: "points", points: { ...data.points, values: data.points.values.map(() => Number(by)) } });
    return { kind: "points", points: { ...data.points, values: data.points.values.map((value) => value + Number(by)) } };
  },
};

/** The mean of all readings in every cell of the target, plus what its optional input holds. */
const flat: StagePlugin = {
  kind: "stage",
  id: "flat",
  version: "1",
  parameters: {},
  goesOnWithout: true,
  run: async (data, _, { target, inputs }) => {
    if (data.kind !== "points") throw new Error(`flat takes points, not ${data.kind}`);
    const { values, quantity, height } = data.points;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const more = inputs?.more?.kind === "points" ? (inputs.more.points.values[0] ?? 0) : 0;
    const samples = new Float32Array(target.rows * target.cols).fill(mean + more);
    return {
      kind: "grid",
      grid: residentGrid({ ...target, quantity, height, effectiveResolution: target.transform[0] }, { values: samples }),
    };
  },
};

/** Breaks the contract: arrays of two lengths. */
const broken: StagePlugin = {
  kind: "stage",
  id: "broken",
  version: "1",
  parameters: {},
  run: async (data) => (data.kind === "points" ? { kind: "points", points: { ...data.points, values: new Float64Array(1) } } : data),
};

/** How an inverter of these tests went: which iterations it computed, and when it is to break off. */
export interface Iterations {
  readonly computed: number[];
  /** Throws after this one. */
  breakAfter?: number;
}

/** Halves the mean reading per iteration, five times; its state is the iteration and the value. */
const halving = (iterations: Iterations): InverterPlugin => ({
  kind: "inverter",
  id: "halving",
  version: "1",
  options: {},
  plan: async () => ({ operator: "none", bytes: 0, reason: "a test", alternatives: [] }),
  invert: async function* ({ data, options, resumeFrom }) {
    const [first] = data;
    if (!first) throw new Error("no data");
    const state = resumeFrom
      ? new Float64Array(resumeFrom.slice().buffer)
      : Float64Array.of(
          0,
          first.points.values.reduce((sum, value) => sum + value, 0),
        );
    for (let iteration = state[0] as number; iteration <= 5; iteration++) {
      if (iteration > (state[0] as number)) state.set([iteration, (state[1] as number) / 2]);
      iterations.computed.push(iteration);
      const saved = new Uint8Array(state.slice().buffer);
      const misfit = { [first.name]: 1 / (1 + iteration) };
      yield { iteration, phase: "smooth", misfit, regularisation: 0, beta: 1, durationMs: 0, checkpoint: () => saved };
      if (iterations.breakAfter === iteration) throw new Error("killed");
    }
    const mesh = {
      crs: "local",
      origin: { easting: 0, northing: 0, upward: 0 },
      easting: Float64Array.of(1),
      northing: Float64Array.of(1),
      downward: Float64Array.of(1),
    } as const;
    const model = {
      mesh,
      quantity: { functional: "density-contrast", unit: "kg/m3" },
      values: Float64Array.of(state[1] as number),
    } as const;
    return {
      stopped: options.stop === "early" ? "max-iterations" : "target-misfit",
      models: { density: model },
      predicted: { [first.name]: first.points.values },
      operator: {
        operator: "none",
        bytes: 0,
        reason: "a test",
        alternatives: [],
        ...(options.degrade === true ? { degraded: "cells of 2 instead of 1" } : {}),
      },
      facts: {},
    };
  },
});

/** Writes what it is given of a product, as JSON, and remembers it. */
const list = (seen: RegionProduct[]): VisualizerPlugin => ({
  kind: "visualizer",
  id: "list",
  version: "1",
  scopes: ["region"],
  options: {},
  render: async (product, folder) => {
    if (product.scope !== "region") return [];
    seen.push(product);
    const names = [
      product.surveys.map(({ name }) => name),
      product.layers.map(({ layer }) => layer),
      product.models.map(({ name }) => name),
    ];
    await folder.write("list.json", Buffer.from(JSON.stringify({ names, cautions: product.cautions })));
    return [{ path: "list.json", mediaType: "application/json", roles: ["data"] }];
  },
});

/** Readings `easting northing value` a line. */
async function readStations(path: string): Promise<PointSet> {
  const rows = (await readFile(path, "utf8")).trim().split("\n");
  const columns = rows.map((row, i) => {
    const cells = row.split(" ").map(Number);
    if (cells.length !== 3 || !cells.every(Number.isFinite)) throw new CorruptInputError(path, `line ${i + 1}`, "three numbers", row);
    return cells;
  });
  const column = (index: number) => Float64Array.from(columns, (cells) => cells[index] as number);
  return {
    easting: column(0),
    northing: column(1),
    values: column(2),
    crs: "local",
    quantity: { functional: "gravity-disturbance", unit: "mGal" },
    height: { metres: 0, datum: "geoid" },
  };
}

/** A host whose plugins are the fakes above. */
export function regionalHost(): { readonly host: TaskHost; readonly iterations: Iterations; readonly seen: RegionProduct[] } {
  const iterations: Iterations = { computed: [] };
  const seen: RegionProduct[] = [];
  const plugins: readonly Plugin[] = [shift, flat, broken, halving(iterations), list(seen)];
  const installed: InstalledPlugins = {
    load: async <K extends PluginKind>(kind: K, id: string) => {
      const found = plugins.find((plugin): plugin is PluginOf<K> => plugin.kind === kind && plugin.id === id);
      if (!found) throw new UnknownPluginError(kind, id, []);
      return found;
    },
    list: (kind) =>
      plugins.filter((plugin) => plugin.kind === kind).map(({ id }) => ({ id, packageName: `fake-${id}`, packageVersion: "1.0.0" })),
  };
  const host: TaskHost = {
    kernels: referenceKernels,
    plugins: installed,
    logger: { log: () => {} },
    fileSystem: new NodeFileSystem(async () => {}),
    read: async (path, _, context) => {
      context.report?.({ mainField: { inclination: 60, declination: 0, intensity: 50000 } });
      return { kind: "points", points: await readStations(path) };
    },
  };
  return { host, iterations, seen };
}
