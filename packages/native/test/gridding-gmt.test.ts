import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { gridding } from "../lib/gridding/index.js";
import { metreGrid, rms, scattered } from "./gridding-fixture.js";
import { nativeHost } from "./native-host.js";

const version = spawnSync("gmt", ["--version"], { encoding: "utf8" });
const present = version.status === 0;
if (!present) process.stderr.write("SKIPPED: minimum curvature is not compared with GMT's surface, because gmt is not installed\n");

const folder = mkdtempSync(join(tmpdir(), "gam-gmt-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gmt = (args: readonly string[]) =>
  execFileSync("gmt", args, { cwd: folder, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });

describe.skipIf(!present)(`minimumCurvature beside GMT ${version.stdout?.trim()}`, () => {
  it.each([
    ["dense", 3000, 0.25],
    ["sparse", 250, 0.25],
    ["sparse, without tension", 250, 0],
  ])("%s readings (%i) at tension %f: the same surface within 0.1 % inside, 1 % with the edges", async (_, count, tension) => {
    const [rows, cols] = [61, 81];
    const geometry = metreGrid(rows, cols);
    const readings = scattered(count, cols, rows, 5, (x, y) => 20 * Math.sin(x / 9) * Math.cos(y / 7) + 0.2 * x);
    const { easting, northing, values } = readings;
    // Gridline registration from the first sample to the last; digits enough to come back as they went.
    writeFileSync(join(folder, "p.xyz"), Array.from(values, (v, i) => `${easting[i]} ${northing[i]} ${v}\n`).join(""));
    const region = [`-R0.5/${cols - 0.5}/0.5/${rows - 0.5}`, "-I1"];
    gmt(["surface", "p.xyz", ...region, `-T${tension}`, "-C1e-7", "-N5000", "-Gs.nc", "--FORMAT_FLOAT_OUT=%.12g"]);
    const bytes = gmt(["grd2xyz", "s.nc", "-ZTLf"]);
    const theirs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const ours = await gridding(nativeHost()).minimumCurvature(readings, geometry, {
      tension,
      aspect: 1,
      convergence: 1e-9,
      maximumIterations: 5000,
    });
    const spread = rms(theirs.map((value) => value - 8));
    const differences = ours.values.map((value, i) => value - (theirs[i] as number));
    const inside = differences.filter((_, i) => {
      const [row, col] = [Math.floor(i / cols), i % cols];
      return row >= 8 && row < rows - 8 && col >= 8 && col < cols - 8;
    });
    expect(rms(inside) / spread).toBeLessThan(1e-3);
    expect(rms(differences) / spread).toBeLessThan(1e-2);
  });
});
