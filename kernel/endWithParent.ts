import { join } from "node:path";
import { Worker } from "node:worker_threads";

/**
 * Ends this process once the one that started it is gone, so that no kernel lingers after a server that was killed. The
 * watch keeps a thread of its own: it must also see to a kernel that computes without a pause.
 */
export function endWithParent(): void {
  new Worker(join(__dirname, "parentWatch.cjs"), {
    workerData: { parent: process.ppid },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  }).unref();
}
