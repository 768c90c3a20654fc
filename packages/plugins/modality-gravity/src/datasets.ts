import { readFileSync } from "node:fs";
import type { Dataset } from "@geoanomaly/core";

/** Where each dataset comes from, under which licence, and how it is cited: the registry file of this package. */
export const datasets: readonly Dataset[] = JSON.parse(readFileSync(new URL("../datasets.json", import.meta.url), "utf8"));
