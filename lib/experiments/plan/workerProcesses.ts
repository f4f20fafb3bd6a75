import os from "node:os";
import type { Executor } from "./executor";
import type { KeepingOptions } from "./inThisProcess";
import { WorkerProcess } from "./workerProcess";

/** How many processes, and how the cores are shared out among them. */
export interface WorkerOptions extends KeepingOptions {
  /** Worker processes. Default: as many as `engineThreads` each fill the cores. */
  readonly workers?: number;
  /**
   * Threads of the engine in each. Default: what TF_NUM_INTRAOP_THREADS says; else one, since several runs side by side
   * keep the cores busier than the threads of one run, whose small steps leave little to share out.
   */
  readonly engineThreads?: number;
}

const positiveWhole = (value: number, name: string): number => {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`${name} must be a whole number from 1, but it is ${value}.`);
};

/**
 * Carries out a plan's runs in processes of their own, started when there is something to run. One that breaks down is
 * that run's failure alone; another takes its place.
 *
 * @throws RangeError when a number of workers or threads is not one.
 */
export function workerProcesses(options: WorkerOptions = {}): Executor {
  const { workers, engineThreads, records, changedCode, checkpointEvery } = options;
  // Named one by one: what else a caller's options hold, such as a function, does not cross into a process.
  const keeping: { [Name in keyof Required<KeepingOptions>]: KeepingOptions[Name] } = {
    records,
    changedCode,
    checkpointEvery,
  };
  const cores = os.availableParallelism();
  const set = Number(process.env["TF_NUM_INTRAOP_THREADS"] ?? "");
  const threads = positiveWhole(
    engineThreads ?? (Number.isSafeInteger(set) && set > 0 ? set : 1),
    "engineThreads",
  );
  const width = positiveWhole(workers ?? Math.max(1, Math.floor(cores / threads)), "workers");
  const idle = Array.from({ length: width }, () => new WorkerProcess(keeping, threads));
  const all = [...idle];
  return {
    width,
    run: async (specification, context) => {
      const worker = idle.pop();
      if (!worker) throw new Error(`All ${width} worker processes are at work already.`);
      try {
        return await worker.run(specification, context);
      } finally {
        idle.push(worker);
      }
    },
    close: async () => {
      await Promise.all(all.map((worker) => worker.close()));
    },
  };
}
