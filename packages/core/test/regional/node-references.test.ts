import { describe, expect, it } from "vitest";
import { nodeOf, partOf, regionalNodes } from "../../src/regional/node-references.js";
import { regional } from "./configuration.js";

const refuse = (path: readonly string[], expected: string, found: string): never => {
  throw new Error(`${path.join(".")}: ${expected}, ${found}`);
};

describe("regionalNodes", () => {
  it("puts every node after those it reads, whatever the order of the file", () => {
    const configuration = regional({
      layers: { c: { from: "b" }, b: { from: "stations", stages: [{ stage: "x", inputs: { topography: "a" } }] }, a: { from: "stations" } },
      inversions: { body: { data: [{ from: "c", field: "gravity" }], topography: "a" } },
      detections: { found: { from: "c", inputs: { density: "body.density" } } },
    });
    const nodes = regionalNodes(configuration, refuse);
    expect(nodes.map(({ name }) => name)).toEqual(["stations", "a", "b", "c", "body", "found"]);
    expect(nodes.find(({ name }) => name === "found")).toEqual({ name: "found", kind: "detection", reads: ["body", "c"] });
  });
});

describe("a reference", () => {
  it("is a node or a part of one", () => {
    expect([nodeOf("body.density"), partOf("body.density"), nodeOf("body"), partOf("body")]).toEqual([
      "body",
      "density",
      "body",
      undefined,
    ]);
  });
});
