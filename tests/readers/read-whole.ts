import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GridSource, RawData, ReaderPlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";

export type Content = string | Uint8Array;

/** Writes files into a folder of their own, runs `use` on the path of the first, and removes them. */
export async function withFiles<T>(files: Readonly<Record<string, Content>>, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "gam-readers-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await use(join(folder, Object.keys(files)[0] as string));
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface WholeGrid {
  readonly grid: GridSource;
  readonly values: number[];
  readonly uncertainty: number[] | undefined;
}

/** All samples of a grid. */
export async function wholeGrid(data: RawData): Promise<WholeGrid> {
  if (data.kind !== "grid") throw new Error(`expected a grid, found ${data.kind}`);
  const { grid } = data;
  const { signal } = new AbortController();
  const values = Array.from(await grid.read(0, grid.rows, signal));
  const errors = await grid.readUncertainty?.(0, grid.rows, signal);
  await grid.close();
  return { grid, values, uncertainty: errors && Array.from(errors) };
}

/** Reads a generated grid whole. */
export async function readGrid(
  reader: ReaderPlugin,
  files: Readonly<Record<string, Content>>,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<WholeGrid> {
  const context = await testContext({ readers: [reader] });
  return withFiles(files, async (path) => wholeGrid(await reader.open(path, parameters, context)));
}

/** What a reader throws for a generated file. */
export async function readError(
  reader: ReaderPlugin,
  files: Readonly<Record<string, Content>>,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Error & { readonly code?: string }> {
  try {
    await readGrid(reader, files, parameters);
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected an error, but the file was read");
}
