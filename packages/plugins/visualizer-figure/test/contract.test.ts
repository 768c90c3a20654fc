import { describeVisualizerContract } from "@geoanomaly/core/testing";
import { figure } from "../src/index.js";

describeVisualizerContract(figure, { options: { pixelRatio: 0.5 } });
