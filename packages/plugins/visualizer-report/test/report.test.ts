import type { Anomaly, RegionProduct } from "@geoanomaly/core";
import { MemoryFolder, sampleRegionProduct, testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { report } from "../src/index.js";

const PATH = "report/sample-region.html";
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><title>A &amp; B</title><desc>What it &lt;shows&gt;</desc></svg>`;

const product = sampleRegionProduct();

function withFigures(...paths: string[]): { product: RegionProduct; folder: MemoryFolder } {
  const folder = new MemoryFolder();
  for (const path of paths) folder.files.set(path, new TextEncoder().encode(path.endsWith(".svg") ? SVG : "PNG"));
  const files = paths.map((path) => ({
    path,
    mediaType: "image/x",
    roles: [],
    visualizer: path.startsWith("figures/") ? "figure" : "vector",
  }));
  return { product: { ...product, files }, folder };
}

async function render(given: RegionProduct = product, folder = new MemoryFolder(), options = {}): Promise<string> {
  const [file] = await report.render(given, folder, options, await testContext());
  return new TextDecoder().decode(folder.files.get(file!.path));
}

/** The text of the section that an id heads, tags left out. */
function section(page: string, id: string): string {
  const from = page.indexOf(`id="${id}"`);
  const to = page.indexOf("</section>", from);
  return page
    .slice(from, to)
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

async function problems(page: string, folder = new MemoryFolder()): Promise<string[]> {
  folder.files.set(PATH, new TextEncoder().encode(page));
  const { findings } = await report.verify!([PATH], folder, await testContext());
  return findings.map(({ message }) => message);
}

describe("report", () => {
  it("begins with cautions and key numbers", async () => {
    const page = await render();
    expect(page.indexOf(product.cautions[0]!)).toBeLessThan(page.indexOf('id="summary"'));
    const summary = section(page, "summary");
    for (const part of ["Readings gravity 195", "Layers 2", "gravity 1", "2 found; the strongest is A001", "290 m"])
      expect(summary).toContain(part);
  });

  it("does not count a correction of a survey among the readings", async () => {
    const [survey] = product.surveys;
    const page = await render({ ...product, surveys: [survey!, { ...survey!, name: "gravity.terrain" }] });
    expect(section(page, "summary")).not.toContain("gravity.terrain");
    expect(section(page, "surveys")).toContain("gravity.terrain");
  });

  it("says that sources are made up even if nobody else did", async () => {
    expect(await render({ ...product, cautions: [] })).toContain("<p>SYNTHETIC: at least one source is made up.");
  });

  it("gives inputs with citation, licence and SHA-256", async () => {
    const inputs = section(await render(), "inputs");
    for (const part of ["stations.csv", "(made up)", "Two prisms &amp; a hill, made for tests", "CC0-1.0", "5e".repeat(32)])
      expect(inputs).toContain(part);
  });

  it("gives every stage with parameters, findings and statistics before and after", async () => {
    const surveys = section(await render(), "surveys");
    for (const part of ["despike@1", "window: 7", "removed: 1", "196 → 195", "25 → 4.05"]) expect(surveys).toContain(part);
  });

  it("gives the words of a stage about itself where it has some", async () => {
    const [layer] = product.layers;
    const stages = [{ ...layer!.stages[0]!, documentation: "Fits sources: d = G m" }];
    const page = await render({ ...product, layers: [{ ...layer!, stages }] });
    expect(section(page, "layers")).toContain("What it does");
    expect(section(page, "layers")).toContain("Fits sources: d = G m");
    expect(section(await render(), "layers")).not.toContain("What it does");
  });

  it("says how an inversion ended, what its operator was and every iteration", async () => {
    const inversions = section(await render(), "inversions");
    for (const part of ["the target misfit was reached", "dense (chosen)", "on-the-fly", "chiFactor: 1", "χ² per datum, gravity"])
      expect(inversions).toContain(part);
    const notReached = await render({ ...product, inversions: [{ ...product.inversions[0]!, stopped: "max-iterations" }] });
    expect(section(notReached, "summary")).toContain("the target misfit was not reached");
  });

  it("takes an empty table of anomalies for a result", async () => {
    const [detection] = product.detections;
    const page = await render({ ...product, detections: [{ ...detection!, table: { ...detection!.table, anomalies: [] } }] });
    expect(section(page, "anomalies")).toContain("Nothing stands out of the null.");
    expect(section(page, "anomalies")).toContain("smaller or deeper ones are not seen");
  });

  it("says how many anomalies are not in the tables", async () => {
    const [detection] = product.detections;
    const [first] = detection!.table.anomalies;
    const anomalies = Array.from({ length: 30 }, (_, index): Anomaly => ({ ...first!, id: `A${100 + index}` }));
    const page = await render({ ...product, detections: [{ ...detection!, table: { ...detection!.table, anomalies } }] }, undefined, {
      mostAnomalies: 10,
    });
    expect(section(page, "anomalies")).toContain("The 10 of the largest score of 30; the other 20 stand in the files of the run.");
    expect(page).toContain("A109");
    expect(page).not.toContain("A110");
  });

  it("embeds each figure once, as SVG where there is one, with its own words, beside what it shows", async () => {
    const given = withFigures("figures/layer/gravity/map.png", "figures/layer/gravity/map.svg", "figures/survey/gravity/map.png");
    const page = await render(given.product, given.folder);
    expect(page.match(/<img /g)).toHaveLength(2);
    expect(page).toContain(`src="data:image/svg+xml;base64,${Buffer.from(SVG).toString("base64")}" alt="A &amp; B. What it &lt;shows&gt;"`);
    expect(page.indexOf("data:image/svg")).toBeGreaterThan(page.indexOf('id="layers"'));
    expect(page.indexOf("data:image/png")).toBeLessThan(page.indexOf('id="layers"'));
  });

  it("says that it has no figures, and links to what others wrote", async () => {
    const given = withFigures("vector/näme & co.geojson");
    const page = await render(given.product, given.folder);
    expect(page).toContain("The report has no figures");
    expect(page).toContain('href="../vector/n%C3%A4me%20%26%20co.geojson"');
    expect(await problems(page, given.folder)).toEqual([]);
  });

  it("takes the name of the run for its own as far as a file can have it", async () => {
    const folder = new MemoryFolder();
    await render({ ...product, name: "../a b/ç" }, folder);
    expect([...folder.files.keys()]).toEqual(["report/a-b-.html"]);
  });

  it("refuses an option that it does not have", async () => {
    await expect(render(product, undefined, { theme: "dark" })).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      parameter: "theme",
    });
  });
});

describe("verify", () => {
  it("finds a link that leads nowhere, and one to a file that is gone", async () => {
    const page = await render();
    expect(await problems(page.replace('href="#inputs"', 'href="#nowhere"'))).toEqual([
      "link #nowhere: expected a place in the report, found none",
    ]);
    const given = withFigures("vector/a.geojson");
    expect(await problems(await render(given.product, given.folder))).toEqual([
      "link of report/sample-region.html to vector/a.geojson: expected a file of the run, found none",
    ]);
  });

  it.each([
    `<script src="x.js"></script>`,
    `<img src="https://example.org/x.png">`,
    `<link rel="stylesheet" href="x.css">`,
    `<style>@import "x.css"</style>`,
  ])("finds %s", async (element) => {
    const [problem] = await problems((await render()).replace("</body>", `${element}</body>`));
    expect(problem).toContain("expected nothing that is loaded from elsewhere");
  });
});
