// What runs inside the page knows the DOM.
/// <reference lib="dom" />
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type FolderServer, type RunProduct, serveFolder } from "@geoanomaly/core";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findChromium, launchChromium } from "./chromium.js";
import { pixelsOf } from "./pixels.js";
import { writeSampleSite } from "./sample-site.js";

const executable = findChromium();
const repository = fileURLToPath(new URL("../../", import.meta.url));
/** Where pictures for people to look at go, if anywhere. */
const SCREENSHOTS = process.env.GAM_SCREENSHOTS;

describe.skipIf(executable === undefined)("the map page in Chromium", () => {
  let root = "";
  let product: RunProduct;
  let server: FolderServer;
  let browser: { readonly context: BrowserContext; close(): Promise<void> };
  let page: Page;
  let complaints: string[] = [];
  let foreign: string[] = [];

  beforeAll(async () => {
    await promisify(execFile)(
      process.execPath,
      ["node_modules/typescript/bin/tsc", "--build", "packages/plugins/visualizer-web/tsconfig.page.json"],
      {
        cwd: repository,
      },
    );
    root = await mkdtemp(join(tmpdir(), "gam-web-"));
    product = await writeSampleSite(root);
    server = await serveFolder(root, { port: 0 });
    browser = await launchChromium(executable!);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(root, { recursive: true, force: true });
  });

  beforeEach(async () => {
    complaints = [];
    foreign = [];
    page = await browser.context.newPage();
    page.on("console", (message) => {
      // What the software renderer says about reading pixels concerns the screenshots, not the page.
      const driver = message.text().includes("GL Driver Message");
      if (["error", "warning"].includes(message.type()) && !driver) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== "data:" && protocol !== "blob:" && host !== new URL(server.url).host) foreign.push(request.url());
    });
    await page.goto(server.url);
    await idle();
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  const idle = () => page.waitForSelector('#status[data-state="idle"]', { state: "attached", timeout: 30_000 });
  const mapPicture = async () => pixelsOf(await page.locator("#map canvas").first().screenshot());
  const picture = async (name: string) => {
    if (SCREENSHOTS === undefined) return;
    await mkdir(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  };
  const setRange = async (id: string, value: number) => {
    await page.locator(`#${id}`).fill(String(value));
    await page.waitForTimeout(100);
    await idle();
  };
  const inspect = async (longitude: number, latitude: number, tileId: string) => {
    await page.fill("#longitude", String(longitude));
    await page.fill("#latitude", String(latitude));
    await page.click("#place button");
    await page.locator("#inspected-tile", { hasText: tileId }).waitFor();
    await idle();
  };
  const shownValues = async () =>
    Object.fromEntries(
      await page.locator("#inspector .value").evaluateAll((spans) => spans.map((span) => [span.dataset.layer, Number(span.dataset.value)])),
    ) as Record<string, number>;
  const gridValue = (layer: string, longitude: number, latitude: number) => {
    const { grid } = product.layers.find((candidate) => candidate.layer === layer)!;
    return grid.values[Math.floor((90 - latitude) / 0.5) * grid.cols + Math.floor((longitude + 180) / 0.5)]!;
  };

  it("draws the map in many colours, names what it shows, and asks no other server", async () => {
    const { colours } = await mapPicture();
    expect(colours.size).toBeGreaterThan(100);
    expect(await page.title()).toBe("SYNTHETIC: Sample anomaly index");
    expect(await page.locator("#synthetic").isVisible()).toBe(true);
    expect(await page.locator("#legend-ticks").textContent()).toMatch(/\u22126[\s\S]*0[\s\S]*\+6/);
    expect(await page.locator("#layers").textContent()).toContain(
      "Magnetic total-field anomaly (nT): finest detail 0.5\u00b0 (about 56 km)",
    );
    await picture("overview");
  });

  it("hides what is below the threshold, and paints it again", async () => {
    const before = await mapPicture();
    await setRange("threshold", 3);
    const hidden = await mapPicture();
    expect(hidden.count("#ffffff")).toBeGreaterThan(before.count("#ffffff") + 10_000);
    expect(await page.locator("#legend-below").textContent()).toContain("|z| below 3.0");
    await picture("threshold");
    await setRange("threshold", 0);
    expect((await mapPicture()).equals(before)).toBe(true);
  });

  it("draws coastlines in dark lines, and takes them away", async () => {
    await page.uncheck("#graticule");
    await setRange("opacity", 0);
    const coast = await mapPicture();
    await picture("coastlines");
    await page.uncheck("#coastlines");
    await page.waitForTimeout(100);
    await idle();
    const bare = await mapPicture();
    expect(bare.count("#ffffff")).toBeGreaterThan(coast.count("#ffffff") + 2_000);
    await page.check("#coastlines");
    await page.waitForTimeout(100);
    await idle();
    expect((await mapPicture()).equals(coast)).toBe(true);
  });

  it("ends at the last threshold when several follow each other at once", async () => {
    await setRange("threshold", 2);
    const wanted = await mapPicture();
    await page.locator("#threshold").evaluate((slider) => {
      for (const value of ["5", "0", "3.5", "2"]) {
        (slider as HTMLInputElement).value = value;
        slider.dispatchEvent(new Event("input"));
      }
    });
    await page.waitForTimeout(300);
    await idle();
    expect((await mapPicture()).equals(wanted)).toBe(true);
  });

  it("marks the inspected cell while tiles are still on their way", async () => {
    await page.uncheck("#graticule");
    await inspect(-105.25, 32.25, "t_N30_W110");
    await page.waitForTimeout(300);
    await idle();
    expect((await mapPicture()).count("#111111")).toBeGreaterThan(20);
  });

  it("changes its colours and opacity live", async () => {
    const before = await mapPicture();
    await page.selectOption("#ramp", "green-purple");
    await page.waitForTimeout(100);
    await idle();
    const other = await mapPicture();
    expect(other.equals(before)).toBe(false);
    await setRange("opacity", 0);
    expect((await mapPicture()).colours.size).toBeLessThan(other.colours.size / 2);
  });

  it("paints no data as hatched gray, never as a value", async () => {
    await page.uncheck("#graticule");
    await inspect(20, 20, "t_N10_E020");
    const { count } = await mapPicture();
    expect(count("#bebebe")).toBeGreaterThan(500);
    expect(count("#e2e2e2")).toBeGreaterThan(500);
    expect((await shownValues()).fused).toBeNaN();
    expect(await page.locator("#inspected-layers").textContent()).toBe("none");
    await picture("no-data");
  });

  it("shows the numbers of the grids, and the tile, also at the antimeridian and the poles", async () => {
    const places = [
      [-105.25, 32.25, "t_N30_W110"],
      [0.25, -0.25, "t_S10_E000"],
      [179.75, 89.75, "t_N80_E170"],
      [-179.75, -89.75, "t_S90_W180"],
    ] as const;
    for (const [longitude, latitude, tileId] of places) {
      await inspect(longitude, latitude, tileId);
      const values = await shownValues();
      expect(Object.keys(values)).toEqual(["fused", "mag", "mag_z", "grav", "grav_z"]);
      for (const [layer, value] of Object.entries(values)) expect(value, layer).toBe(gridValue(layer, longitude, latitude));
      expect(await page.locator("#inspected-layers").textContent()).toMatch(/^2: /);
    }
  });

  it("traces a pixel to formula, reduction, source and sidecar in three clicks", async () => {
    await page
      .locator("#map canvas")
      .first()
      .click({ position: { x: 300, y: 300 } });
    await page.waitForSelector('#inspector[data-state="ready"]');
    const reading = page.locator("details.reading", { has: page.locator('[data-layer="mag_z"]') });
    await reading.locator("summary").click();
    const origin = await reading.textContent();
    for (const part of [/1\.4826 MAD/, /synthesis@1 degree=16\.\.790/, /generated:sample-product/, /CC0-1\.0/, /Made for tests/, /0{64}/]) {
      expect(origin).toMatch(part);
    }
    await picture("inspector");
    const tileId = await page.locator("#inspected-tile").textContent();
    const [sidecar] = await Promise.all([browser.context.waitForEvent("page"), reading.locator("a.sidecar").click()]);
    await sidecar.waitForLoadState();
    expect(await sidecar.locator("body").textContent()).toContain(`"${tileId}_mag"`);
    await sidecar.close();
  });

  it("is worked by keyboard alone", async () => {
    await page.locator("#map canvas").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(600);
    await page.keyboard.press("Enter");
    await page.waitForSelector('#inspector[data-state="ready"]');
    await page.locator("#threshold").focus();
    await page.keyboard.press("End");
    expect(await page.locator("#threshold-value").textContent()).toBe("6.0");
    await idle();
  });

  it("gives every control a name and dark text on light ground", async () => {
    const unnamed = await page.locator("input, select, button").evaluateAll((controls) =>
      controls
        .filter((control) => {
          const labels = (control as HTMLInputElement).labels?.length ?? 0;
          return labels === 0 && !control.textContent?.trim() && !control.getAttribute("aria-label") && !control.getAttribute("title");
        })
        .map((control) => control.outerHTML),
    );
    expect(unnamed).toEqual([]);
    expect(await page.locator("body").evaluate((body) => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor])).toEqual([
      "rgb(27, 31, 36)",
      "rgb(255, 255, 255)",
    ]);
  });

  it("fits a narrow window without scrolling sideways", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await idle();
    await inspect(-105.25, 32.25, "t_N30_W110");
    await page.locator("details.reading summary").first().click();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
    await picture("narrow");
  });
});
