import type { Bench } from "../harness/bench";
import { exactStep } from "./exactStep";
import { inBatchAgainstTorch, inBatchGrowth } from "./inBatchStep";

/** All benches, in the order in which they are run. */
export const benches: readonly Bench[] = [exactStep, inBatchGrowth, inBatchAgainstTorch];
