import { describeVisualizerContract } from "@geoanomaly/core/testing";
import { pmtiles } from "../src/index.js";

describeVisualizerContract(pmtiles, { options: { maxZoom: 2 } });
