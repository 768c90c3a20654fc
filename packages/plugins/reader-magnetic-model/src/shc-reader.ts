import type { ReaderPlugin } from "@geoanomaly/core";
import { readModelText } from "./model-text.js";
import { looksLikeShc, shcModel } from "./shc-model.js";

const OWNER = "reader shc";

/** Magnetic models in the `.shc` format (IGRF, LCS-1, MF7). Parameter `epoch`: decimal year, required where the model has several. */
export const shc: ReaderPlugin = {
  kind: "reader",
  id: "shc",
  recognise: (filename, head) => {
    if (/\.shc$/i.test(filename)) return 0.8;
    return looksLikeShc(Buffer.from(head).toString("latin1")) ? 0.3 : 0;
  },
  open: async (path, raw, { signal }) => ({
    kind: "coefficients",
    coefficients: shcModel(OWNER, await readModelText(OWNER, path, raw, signal)),
  }),
};
