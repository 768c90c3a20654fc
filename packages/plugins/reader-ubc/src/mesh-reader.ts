import { crsParameter, inputSize, parameters, type ReaderPlugin } from "@geoanomaly/core";
import { readMeshFile } from "./mesh-file.js";

const OWNER = "reader ubc-mesh";
const HEAD = /^\s*\d+\s+\d+\s+\d+\s*(!.*)?\r?\n\s*[-+\d.eEdD]+\s+[-+\d.eEdD]+\s+[-+\d.eEdD]+\s*(!.*)?\r?\n\s*[\d.]/;

/** UBC tensor meshes (`.msh`). Parameter: `crs` (default local); `maximumBytes` is taken and never needed: a mesh is its widths. */
export const ubcMesh: ReaderPlugin = {
  kind: "reader",
  id: "ubc-mesh",
  recognise: (filename, head) => {
    if (!HEAD.test(Buffer.from(head.subarray(0, 512)).toString("latin1"))) return 0;
    return /\.(msh|mesh)$/i.test(filename) ? 0.9 : 0.4;
  },
  open: async (path, raw, { signal }) => {
    await inputSize(path);
    const crs = crsParameter(OWNER, parameters(OWNER, raw, ["crs", "maximumBytes"])) ?? "local";
    return { kind: "mesh", mesh: await readMeshFile(path, crs, signal) };
  },
};
