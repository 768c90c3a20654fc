import type { ReaderPlugin } from "@geoanomaly/core";
import { cofModel, looksLikeCof } from "./cof-model.js";
import { readModelText } from "./model-text.js";

/** Magnetic models of NOAA: `.COF` (WMM, WMMHR, EMM). Parameter `epoch`: decimal year to which the file's secular variation is applied. */
export const cof: ReaderPlugin = {
  kind: "reader",
  id: "cof",
  recognise: (filename, head) => {
    if (looksLikeCof(Buffer.from(head).toString("latin1"))) return 0.8;
    return /\.cof$/i.test(filename) ? 0.5 : 0;
  },
  open: async (path, raw, { signal }) => ({
    kind: "coefficients",
    coefficients: cofModel(await readModelText("reader cof", path, raw, signal)),
  }),
};
