import type { RegionalConfiguration } from "../configuration/regional-schema.js";

/** A node of a regional run: something that is made once and that others name. */
export interface RegionalNode {
  readonly name: string;
  readonly kind: "survey" | "layer" | "inversion" | "detection";
  /** Names of the nodes it reads, without `.part`; sorted, each once. */
  readonly reads: readonly string[];
}

/** The node a reference points to: `basement.density` is a part of `basement`. */
export const nodeOf = (reference: string): string => reference.split(".", 1)[0] as string;

/** The part of the node, if the reference names one. */
export const partOf = (reference: string): string | undefined => {
  const dot = reference.indexOf(".");
  return dot < 0 ? undefined : reference.slice(dot + 1);
};

/** What one node refers to, with the key that says so. */
function referencesOf(configuration: RegionalConfiguration): { name: string; kind: RegionalNode["kind"]; refers: [string[], string][] }[] {
  const inputs = (path: string[], given: Readonly<Record<string, string>> = {}): [string[], string][] =>
    Object.entries(given).map(([key, reference]) => [[...path, key], reference]);
  const stages = (path: string[], calls: RegionalConfiguration["surveys"][string]["stages"]) =>
    calls.flatMap((call, i) => inputs([...path, "stages", String(i), "inputs"], call.inputs));
  return [
    ...Object.entries(configuration.surveys).map(([name, survey]) => ({
      name,
      kind: "survey" as const,
      refers: stages(["surveys", name], survey.stages),
    })),
    ...Object.entries(configuration.layers).map(([name, layer]) => ({
      name,
      kind: "layer" as const,
      refers: [[["layers", name, "from"], layer.from] as [string[], string], ...stages(["layers", name], layer.stages)],
    })),
    ...Object.entries(configuration.inversions).map(([name, { data, topography, mesh, reference, starting }]) => ({
      name,
      kind: "inversion" as const,
      refers: [
        ...data.map(({ from }, i): [string[], string] => [["inversions", name, "data", String(i), "from"], from]),
        ...Object.entries({ topography, mesh, reference, starting }).flatMap(([key, value]): [string[], string][] =>
          value === undefined ? [] : [[["inversions", name, key], value]],
        ),
      ],
    })),
    ...Object.entries(configuration.detections).map(([name, { from, inputs: given }]) => ({
      name,
      kind: "detection" as const,
      refers: [[["detections", name, "from"], from] as [string[], string], ...inputs(["detections", name, "inputs"], given)],
    })),
  ];
}

/**
 * All nodes, each after those it reads.
 * @param refuse Called for a name that is used twice, a reference to nothing, and a circle.
 */
export function regionalNodes(
  configuration: RegionalConfiguration,
  refuse: (path: readonly string[], expected: string, found: string) => never,
): readonly RegionalNode[] {
  const all = referencesOf(configuration);
  const byName = new Map<string, (typeof all)[number]>();
  for (const node of all) {
    const other = byName.get(node.name);
    if (other) refuse([`${node.kind}s`, node.name], `a name of its own`, `the name of a ${other.kind}`);
    byName.set(node.name, node);
  }
  const sorted: RegionalNode[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (name: string, path: readonly string[]): undefined => {
    const node = byName.get(name);
    if (!node) return refuse(path, `one of ${[...byName.keys()].join(", ")}`, name);
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") return refuse(path, "nodes that do not need themselves", `a circle through ${name}`);
    state.set(name, "open");
    for (const [where, reference] of node.refers) visit(nodeOf(reference), where);
    state.set(name, "done");
    const reads = [...new Set(node.refers.map(([, reference]) => nodeOf(reference)))].sort();
    sorted.push({ name, kind: node.kind, reads });
  };
  for (const { name, kind } of all) visit(name, [`${kind}s`, name]);
  return sorted;
}
