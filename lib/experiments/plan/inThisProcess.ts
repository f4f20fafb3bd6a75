import type { RunOptions } from "../experimentOptions";
import { runExperiment, RunTakenError } from "../runExperiment";
import { SharedTraining } from "../sharedTraining";
import type { Executor, RunOutcome } from "./executor";

/** How the runs of a plan are kept, whichever process carries them out: see `RunOptions`. */
export type KeepingOptions = Pick<RunOptions, "records" | "changedCode" | "checkpointEvery">;

/** Carries out a plan's runs in this process, one after the other. What they have in common is trained once. */
export function inThisProcess(keeping: KeepingOptions = {}): Executor {
  const shared = new SharedTraining({ records: keeping.records });
  return {
    width: 1,
    run: async (specification, { signal, onProgress }): Promise<RunOutcome> => {
      try {
        const result = await runExperiment(specification, {
          ...keeping,
          signal,
          onProgress,
          shared,
          whenTaken: "throw",
        });
        const { record, cached, resumed, recordError } = result;
        return { kind: "finished", record, cached, resumed, recordError };
      } catch (error) {
        if (error instanceof RunTakenError) return { kind: "taken" };
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}
