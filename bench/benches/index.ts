import type { Bench } from "../harness/bench";
import { evaluate } from "./evaluate";
import { exactStep } from "./exactStep";
import { fitTwoTower } from "./fitTwoTower";
import { inBatchSteps } from "./inBatchStep";
import { kernelStart } from "./kernelStart";
import { mirecPhases } from "./mirecPhases";
import { progressCost } from "./progressCost";
import { read } from "./read";

/** All benches, in the order in which they are run. */
export const benches: readonly Bench[] = [
  exactStep,
  ...inBatchSteps,
  fitTwoTower,
  mirecPhases,
  evaluate,
  read,
  kernelStart,
  progressCost,
];
