import { existsSync } from "node:fs";
import { join } from "node:path";
import { has, root, run } from "./command.mjs";

/** Where tests look for real data. */
export const dataFolder = process.env.GAM_DATA ?? join(root, "..", "shared", "data");

async function hasNumpy() {
  return (await run("python3", ["-c", "import numpy"], { quiet: true })).status === 0;
}

/** What the tests of this machine go without, and how to get it: one line each. */
export async function absentTools() {
  const needs = [
    [existsSync(dataFolder), "tests on real data. Set GAM_DATA to a folder that holds them"],
    [await has("gdalinfo"), "tests that read our files with GDAL. apt-get install gdal-bin"],
    [
      (await has("chromium")) || (await has("google-chrome")) || (await has("chromium-browser")),
      "tests of the map page. apt-get install chromium",
    ],
    [await hasNumpy(), "tests that compare statistics with numpy. apt-get install python3-numpy"],
    [await has("strace", "-V"), "tests that offline mode opens no socket. apt-get install strace"],
  ];
  return needs.filter(([there]) => !there).map(([, line]) => line);
}
