import { describeVisualizerContract } from "@geoanomaly/core/testing";
import { report } from "../src/index.js";

describeVisualizerContract(report);
