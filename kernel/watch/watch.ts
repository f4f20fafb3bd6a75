import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Interrupted } from "../run/interrupted";

/**
 * A thread that sees to what the main thread cannot while it computes without a pause: that the kernel ends with the
 * process that started it (a server that was killed leaves no kernel behind), and that an interrupt reaches such code.
 */
export class Watch {
  /** [0]: the latest word of the thread that was answered; [1]: the latest that was not answered in time. */
  readonly #words = new Int32Array(new SharedArrayBuffer(8));

  /** Starts the thread. */
  start(): void {
    const worker = new Worker(join(__dirname, "thread.cjs"), {
      workerData: { parent: process.ppid, words: this.#words.buffer },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    });
    worker.on("message", (word: number) => Atomics.store(this.#words, 0, word));
    worker.unref();
  }

  /** Called in every turn of a cell's loops: throws Interrupted where an interrupt waits for the loop to pause. */
  readonly stopIfInterrupted = (): void => {
    if (Atomics.load(this.#words, 1) > Atomics.load(this.#words, 0)) throw new Interrupted();
  };
}
