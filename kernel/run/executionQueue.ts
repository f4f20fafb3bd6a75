interface Task {
  readonly run: () => Promise<void>;
  readonly abort: () => void;
}

const settleTime = 10; // ms in which requests that a client sent before the failure are taken in

/** Executions one after the other; where one fails, those already queued behind it are aborted. */
export class ExecutionQueue {
  readonly #waiting: Task[] = [];
  #running = false;

  /**
   * @param run runs the cell; it must not reject
   * @param abort called in place of `run` when an earlier one failed
   */
  add(run: () => Promise<void>, abort: () => void): void {
    this.#waiting.push({ run, abort });
    if (!this.#running) void this.#drain();
  }

  /** Takes in what is on its way and aborts everything that waits. Called by a failing cell before it answers. */
  async abortWaiting(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, settleTime));
    for (const task of this.#waiting.splice(0)) task.abort();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) await task.run();
    this.#running = false;
  }
}
