import { describeVisualizerContract } from "@geoanomaly/core/testing";
import { map } from "../src/index.js";

describeVisualizerContract(map);
