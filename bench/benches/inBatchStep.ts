import type { Bench } from "../harness/bench";
import { againstOurs, againstTorch } from "./trainingSteps";

/** Whether a step on the batch's own items costs more when the catalogue grows a hundredfold. */
export const inBatchGrowth: Bench = {
  name: "inbatch-step-1m-over-10k",
  unit: "s/step",
  targets: [{ of: "ratio", atMost: 1.3 }],
  measure: (context) =>
    againstOurs(context, ["1,000,000 items", "in-batch-1m"], ["10,000 items", "in-batch-10k"]),
};

/** The same step against PyTorch's sparse embedding with SparseAdam. */
export const inBatchAgainstTorch: Bench = {
  name: "inbatch-step-1m-vs-torch",
  unit: "s/step",
  targets: [{ of: "ratio", atMost: 1 }],
  measure: (context) => againstTorch(context, "in-batch-1m"),
};
