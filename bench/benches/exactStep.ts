import type { Bench } from "../harness/bench";
import { againstTorch } from "./trainingSteps";

/**
 * One step of the two-tower model under the exact softmax at ML-1M's size: batch 1,024, all features but title words,
 * towers 128-64 with ReLU and dropout 0.3, Adam.
 */
export const exactStep: Bench = {
  name: "exact-step",
  unit: "s/step",
  needsPython: true,
  targets: [
    { of: "ratio", atMost: 1 },
    { of: "peak memory", atMost: 1.5 },
  ],
  measure: (context) => againstTorch(context, "ml-1m", "adam"),
};
