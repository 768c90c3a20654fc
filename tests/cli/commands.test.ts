import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { emptyFolder, gam } from "./gam.js";

it("gam --help names every command", async () => {
  const { status, output } = await gam(["--help"], { folder: await emptyFolder() });
  expect(status).toBe(0);
  for (const name of ["fuse", "run", "plan", "verify", "diff", "fetch", "inspect", "serve", "plugins", "doctor", "config", "completion"]) {
    expect(output).toMatch(new RegExp(`^  gam ${name}\\b`, "m"));
  }
});

it("gam completion prints a script that a shell can read", async () => {
  const { status, output } = await gam(["completion"], { folder: await emptyFolder(), environment: { SHELL: "/bin/bash" } });
  expect(status).toBe(0);
  expect(spawnSync("bash", ["-n"], { input: output }).status).toBe(0);
  expect(output).toContain("gam");
});

it("gam config show --origin tells where each value comes from, and shows no secret", async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, "gam.yaml"), "grid:\n  spacing: 0.5\nsources:\n  mirror: https://me:sesame@example.org/pack?token=sesame\n");
  const environment = { GAM__NORMALIZATION: "blended" };
  const { status, output } = await gam(["config", "show", "--origin", "--fusion", "stouffer"], { folder, environment });
  expect(status).toBe(0);
  expect(output).toMatch(/^grid\.spacing: 0\.5 +# gam\.yaml:2$/m);
  expect(output).toMatch(/^normalization: "blended" +# GAM__NORMALIZATION$/m);
  expect(output).toMatch(/^fusion\.method: "stouffer" +# --fusion$/m);
  expect(output).toMatch(/^modalities\.gravity\.dataset: .* # preset global-open-fusion$/m);
  expect(output).toMatch(/^robust\.limit: 6 +# default$/m);
  expect(output).not.toContain("sesame");
});

it("what gam config show prints is a project file that means the same", async () => {
  const folder = await emptyFolder();
  const first = await gam(["config", "show", "--tiles", "t_N3*", "!t_N30*", "--bbox", "170", "-10", "-170", "40"], { folder });
  await writeFile(join(folder, "again.yaml"), first.output);
  const second = await gam(["config", "show", "again.yaml"], { folder });
  expect(second.output).toBe(first.output);
  expect(second.status).toBe(0);
});

it("gam config schema accepts what gam config show prints", async () => {
  const folder = await emptyFolder();
  const schema = await gam(["config", "schema"], { folder });
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema.output));
  expect(validate({ modalities: { gravity: { dataset: "egm96" } }, normalization: "blended" })).toBe(true);
  expect(validate({ modalities: { gravity: { dataset: "egm96" } }, normalisation: "blended" })).toBe(false);
});

it("gam config validate checks plugin options too", async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, "gam.yaml"), "modalities: {gravity: {dataset: egm96}}\n");
  expect(await gam(["config", "validate", "gam.yaml"], { folder })).toMatchObject({ status: 0, output: "gam.yaml: valid\n" });
  await writeFile(join(folder, "gam.yaml"), "modalities: {gravity: {dataset: egm96, options: {no-such-option: 1}}}\n");
  expect((await gam(["config", "validate", "gam.yaml"], { folder })).status).toBe(2);
});

it("gam plugins lists every kind from manifests", async () => {
  const { status, output } = await gam(["plugins", "--json"], { folder: await emptyFolder() });
  const { plugins, problems } = JSON.parse(output) as { plugins: { kind: string; id: string; summary: string }[]; problems: unknown[] };
  expect(problems).toEqual([]);
  expect(status).toBe(0);
  expect(new Set(plugins.map(({ kind }) => kind))).toEqual(new Set(["executor", "inverter", "modality", "reader", "stage", "visualizer"]));
});

it("gam doctor explains kernels and threads", async () => {
  const folder = await emptyFolder();
  const { output, status } = await gam(["doctor"], { folder, environment: { GAM_KERNELS: "reference", GAM_THREADS: "3" } });
  expect(status).toBe(0);
  expect(output).toMatch(/^kernels {2}reference \(.*\): GAM_KERNELS=reference$/m);
  expect(output).toMatch(/^threads {2}3 \(GAM_THREADS=3\)$/m);
});

it("gam plan lists exactly the tasks of the tiles asked for, and writes nothing", async () => {
  const folder = await emptyFolder();
  const { output, status } = await gam(["plan", "--bbox", "175", "-5", "-175", "5"], { folder });
  expect(status).toBe(0);
  expect(output.match(/tile:\S+/g)).toEqual(["tile:t_N00_W180", "tile:t_N00_E170", "tile:t_S10_W180", "tile:t_S10_E170"]);
  const again = await gam(["plan", "--bbox", "175", "-5", "-175", "5"], { folder });
  expect(again.output).toBe(output);
});
