import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RegionalConfigurationInput } from "@geoanomaly/core/configuration";
import { parse, stringify } from "yaml";

/** The repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A project file as a person wrote it, its anchors resolved. */
export type Project = RegionalConfigurationInput;

/** An example of the repository. */
export const exampleProject = (name: string): Project => parse(readFileSync(join(root, "examples", `${name}.yaml`), "utf8")) as Project;

/** Width of a cell of {@link smallProject}, metres. */
export const CELL = 300;

/** Figures are small: what they show is the same. */
const visualizers = { cog: {}, figure: { pixelRatio: 0.5 }, vector: { readings: ["csv", "parquet"] }, volume: {}, report: {} };

/**
 * `examples/synthetic.yaml` with fewer stations and larger cells: every kind of node and product in a few seconds.
 * @param cell Distance of stations and width of cells, metres; layers of the mesh are half as thick.
 */
export function smallProject(cell = CELL): Project {
  const whole = exampleProject("synthetic");
  const mesh = { cell: [cell, cell, cell / 2], depth: 1350, padding: { cells: 2, factor: 1 } };
  const each = <T, R>(section: Readonly<Record<string, T>> | undefined, change: (one: T) => R): Record<string, R> =>
    Object.fromEntries(Object.entries(section ?? {}).map(([name, one]) => [name, change(one)]));
  return {
    ...whole,
    name: "small",
    frame: { ...whole.frame, spacing: cell },
    surveys: each(whole.surveys, (survey) => ({ ...survey, options: { ...survey.options, spacing: cell } })),
    inversions: each(whole.inversions, (inversion) => ({ ...inversion, options: { ...inversion.options, mesh } })),
    detections: each(whole.detections, (detection) => ({ ...detection, parameters: { ...detection.parameters, surrogates: 99 } })),
    visualizers,
    outputs: { folder: "out" },
  };
}

/** The bodies of the example, as its project file has them. */
export interface Body {
  readonly easting: readonly [number, number];
  readonly northing: readonly [number, number];
  readonly upward: readonly [number, number];
  readonly density: number;
  readonly susceptibility: number;
}

export const bodiesOf = (project: Project): readonly Body[] => project.surveys.gravity?.options?.bodies as unknown as readonly Body[];

/** Leaves a project file. */
export async function writeProject(path: string, project: Project): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, stringify(project, { aliasDuplicateObjects: false }));
}
