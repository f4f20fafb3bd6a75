import type { OptimiserName } from "longtail";
import type { Bench } from "../harness/bench";
import { againstOurs, againstTorch, type StepArguments } from "./trainingSteps";

/** Whether a step on the batch's own items, or on drawn ones, costs more when the catalogue grows a hundredfold. */
const growth = (name: string, ...steps: StepArguments): Bench => ({
  name,
  unit: "s/step",
  needsPython: false,
  targets: [{ of: "ratio", atMost: 1.3 }],
  measure: (context) =>
    againstOurs(context, ["1,000,000 items", "in-batch-1m"], ["10,000 items", "in-batch-10k"], ...steps),
});

/** The step at 1,000,000 items against PyTorch's sparse embeddings. */
const sparse = (name: string, optimiser: OptimiserName): Bench => ({
  name,
  unit: "s/step",
  needsPython: true,
  targets: [{ of: "ratio", atMost: 1 }],
  measure: (context) => againstTorch(context, "in-batch-1m", optimiser),
});

/**
 * Steps under the softmax over the batch's items, or as many drawn ones, corrected by log q, with id embeddings alone and
 * optimisers that move the touched rows alone: a lazy Adam (PyTorch's SparseAdam), and Adagrad.
 */
export const inBatchSteps: readonly Bench[] = [
  growth("inbatch-step-1m-over-10k", "lazy-adam"),
  growth("inbatch-step-1m-over-10k-adagrad", "adagrad"),
  growth("drawn-step-1m-over-10k", "lazy-adam", "drawn"),
  sparse("inbatch-step-1m-vs-torch", "lazy-adam"),
  sparse("inbatch-step-1m-vs-torch-adagrad", "adagrad"),
];
