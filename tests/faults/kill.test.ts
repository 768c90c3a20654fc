import { join } from "node:path";
import { expect, it } from "vitest";
import { killCampaign } from "../../tools/campaign/kill.mjs";
import { emptyFolder } from "../cli/gam.js";

/** 40 tiles with their web tiles; `npm run campaign:kill` does the same with 200 kills on the globe. */
const region = ["--bbox", "0", "0", "80", "50", "--offline"];

it("a run killed at random moments and resumed ends with the bytes of an undisturbed run", async () => {
  const folder = await emptyFolder();
  const result = await killCampaign({
    command: [process.execPath, "packages/cli/bin/gam.js", "fuse", "--output", "{output}", ...region],
    folder: join(folder, "campaign"),
    kills: 6,
    seed: 20,
  });
  expect(result.differences).toEqual([]);
  expect(result.kills).toBe(6);
  expect(result.products).toBeGreaterThan(40 * 7);
}, 300_000);
