import { describeVisualizerContract } from "@geoanomaly/core/testing";
import { cog } from "../src/index.js";

describeVisualizerContract(cog);
