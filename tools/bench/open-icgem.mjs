import { globalGrid } from "@geoanomaly/core";
import { icgemGrid } from "@geoanomaly/plugin-reader-icgem";

/** From an ICGEM grid file to its samples in memory, as the pipeline reads it. */
export const openIcgem = (kernels) => async (path) => {
  const context = {
    kernels,
    logger: { log: () => {} },
    signal: new AbortController().signal,
    threads: 2,
    progress: () => {},
    target: globalGrid(0.1),
    read: () => Promise.reject(new Error("a grid needs no other file")),
  };
  const { grid } = await icgemGrid.open(path, {}, context);
  const values = await grid.read(0, grid.rows, context.signal);
  await grid.close();
  return values;
};
