// What runs inside the page knows the DOM.
/// <reference lib="dom" />
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RegionProduct } from "@geoanomaly/core";
import { MemoryFolder, sampleRegionProduct, testContext } from "@geoanomaly/core/testing";
import { figure } from "@geoanomaly/plugin-visualizer-figure";
import { report } from "@geoanomaly/plugin-visualizer-report";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchChromium } from "./chromium.js";

const executable = findChromium();
/** Where pictures for people to look at go, if anywhere. */
const SCREENSHOTS = process.env.GAM_SCREENSHOTS;

/** The sample run with words in it that would break a page that does not escape them. */
function hostileProduct(): RegionProduct {
  const product = sampleRegionProduct();
  const [survey] = product.surveys;
  return {
    ...product,
    title: `Sample <script>alert("title")</script> & region`,
    surveys: [{ ...survey!, title: `"><img src="https://example.org/x.png" onerror="alert(1)">` }],
    configuration: { ...product.configuration, note: "</pre><script>alert(2)</script>" },
  };
}

describe.skipIf(executable === undefined)("the report of a region in Chromium", () => {
  let root = "";
  let address = "";
  let browser: { readonly context: BrowserContext; close(): Promise<void> };
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "gam-report-"));
    const product = hostileProduct();
    const folder = new MemoryFolder();
    const context = await testContext();
    const files = await figure.render(product, folder, { pixelRatio: 1 }, context);
    const gathered = files.map((file) => ({ ...file, visualizer: "figure" }));
    await report.render({ ...product, files: gathered }, folder, {}, context);
    for (const [path, bytes] of folder.files) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), bytes);
    }
    address = pathToFileURL(join(root, "report/sample-region.html")).href;
    browser = await launchChromium(executable!);
    await browser.context.setOffline(true);
    page = await browser.context.newPage();
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address, { waitUntil: "load" });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(root, { recursive: true, force: true });
  });

  it("opens from the disk without a network, asks for nothing else, and says nothing on the console", async () => {
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => url !== address && !url.startsWith("data:"))).toEqual([]);
    expect(await page.title()).toBe(`Sample <script>alert("title")</script> & region: report`);
    expect(await page.locator("script").count()).toBe(0);
  });

  it("shows every figure, each with words for those who cannot see it", async () => {
    const figures = await page.$$eval("img", (images) =>
      images.map((image) => ({ width: image.naturalWidth, done: image.complete, words: image.alt })),
    );
    expect(figures).toHaveLength(10);
    for (const { width, done, words } of figures) {
      expect(done && width).toBe(960);
      expect(words.length).toBeGreaterThan(60);
    }
  });

  it("leads from a figure to its steps, and from there to the source with its SHA-256", async () => {
    await page.locator("#figure-layer-gravity-map a", { hasText: "How it was made" }).click();
    expect(new URL(page.url()).hash).toBe("#steps-layer-gravity");
    await page.locator("#steps-layer-gravity + p a").first().click();
    const row = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
    expect(await row.textContent()).toContain("5e".repeat(32));
  });

  it("has no link that leads nowhere", async () => {
    const targets = await page.$$eval("a[href^='#']", (links) =>
      links.map((link) => decodeURIComponent((link as HTMLAnchorElement).hash.slice(1))),
    );
    const missing = await page.evaluate((ids) => ids.filter((id) => document.getElementById(id) === null), targets);
    expect(targets.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it("has headings in order, and nothing wider than a narrow window but what scrolls by itself", async () => {
    const levels = await page.$$eval("h1, h2, h3, h4", (headings) => headings.map((heading) => Number(heading.tagName[1])));
    expect(levels[0]).toBe(1);
    for (let index = 1; index < levels.length; index++) expect(levels[index]! - levels[index - 1]!).toBeLessThanOrEqual(1);
    await page.setViewportSize({ width: 480, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("says of a depth that nobody determined that it is not determined", async () => {
    expect(await page.locator("#anomaly-bodies-A002").textContent()).toContain("not determined");
    expect(await page.locator("#anomaly-bodies-A001").textContent()).not.toContain("not determined");
  });

  it("prints to a PDF with a page or two for each part, none cut off", async () => {
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    if (SCREENSHOTS !== undefined) {
      await mkdir(SCREENSHOTS, { recursive: true });
      await writeFile(join(SCREENSHOTS, "region-report.pdf"), pdf);
      await page.screenshot({ path: join(SCREENSHOTS, "region-report.png"), fullPage: true });
    }
    const pages = Array.from(pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b(?!s)/g)).length;
    // Six parts that each begin a page, ten figures of which two fit one page at best.
    expect(pages).toBeGreaterThanOrEqual(8);
    expect(pages).toBeLessThanOrEqual(24);
    await page.emulateMedia({ media: "print" });
    // A4 without its margins, at 96 pixels an inch.
    await page.setViewportSize({ width: Math.floor(((210 - 28) / 25.4) * 96), height: 1000 });
    const tooWide = await page.$$eval("table, img, pre", (parts) =>
      parts
        .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((part) => part.textContent?.slice(0, 60)),
    );
    expect(tooWide).toEqual([]);
  });
});
