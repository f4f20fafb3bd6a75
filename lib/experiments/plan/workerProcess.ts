import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import type { RunSpecification } from "../runSpecification";
import type { ExecutionContext, RunOutcome } from "./executor";
import type { KeepingOptions } from "./inThisProcess";
import type { FromWorker, ToWorker } from "./workerMessages";

/** Milliseconds that a worker has to end its run when told to stop; then it is killed. */
const grace = 1200;

/** Characters kept of what a worker wrote last, to say why it ended. */
const tailLength = 2000;

/** One worker process, started when it is first needed and again after it broke down. */
export class WorkerProcess {
  private child: ChildProcess | undefined;
  private tail = "";

  /** @param threads threads of the engine in the process. */
  constructor(
    private readonly keeping: KeepingOptions,
    private readonly threads: number,
  ) {}

  private start(): ChildProcess {
    const child = fork(path.join(__dirname, "workerStart.cjs"), {
      // Flags of this process, such as those of a test runner, are not meant for the worker.
      execArgv: [],
      env: {
        ...process.env,
        TF_NUM_INTRAOP_THREADS: String(this.threads),
        TF_NUM_INTEROP_THREADS: "1",
        OMP_NUM_THREADS: String(this.threads),
      },
      // Infinity and the like pass through.
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.tail = "";
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on("data", (text: Buffer) => {
        this.tail = (this.tail + text.toString()).slice(-tailLength);
        process.stderr.write(text);
      });
    }
    // Whoever waits for a run is told; an error that nobody hears would end this process.
    child.on("error", () => {});
    child.on("exit", () => {
      if (this.child === child) this.child = undefined;
    });
    return child;
  }

  /** Carries out one run; the caller sees to it that there is one at a time. */
  async run(specification: RunSpecification, context: ExecutionContext): Promise<RunOutcome> {
    for (;;) {
      const outcome = await this.tryToRun(specification, context);
      if (outcome !== "stale") return outcome;
      await this.close();
    }
  }

  private tryToRun(
    specification: RunSpecification,
    { signal, onProgress }: ExecutionContext,
  ): Promise<RunOutcome | "stale"> {
    const child = (this.child ??= this.start());
    return new Promise<RunOutcome | "stale">((resolve, reject) => {
      let killing: NodeJS.Timeout | undefined;
      const tell = (message: ToWorker): void => void child.send(message, () => {});
      const stop = (): void => {
        tell({ kind: "stop" });
        killing = setTimeout(() => child.kill("SIGKILL"), grace);
      };
      const settle = (end: () => void): void => {
        clearTimeout(killing);
        signal.removeEventListener("abort", stop);
        child.off("message", onMessage);
        child.off("exit", onExit);
        child.off("error", onError);
        end();
      };
      const onMessage = (message: FromWorker): void => {
        if (message.kind === "progress") onProgress(message.progress);
        else if (message.kind === "outcome") settle(() => resolve(message.outcome));
        else if (message.kind === "stale") settle(() => resolve("stale"));
        else settle(() => reject(signal.aborted ? (signal.reason as Error) : errorFrom(message)));
      };
      const onExit = (code: number | null, by: NodeJS.Signals | null): void =>
        settle(() => reject(signal.aborted ? (signal.reason as Error) : this.breakdown(code, by)));
      // It could not be started: nothing will ever be heard of it.
      const onError = (cause: Error): void => {
        if (child.pid === undefined) this.child = undefined;
        settle(() =>
          reject(
            new Error(`The worker process of this run cannot be started (${cause.message}).`, { cause }),
          ),
        );
      };
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.on("error", onError);
      signal.addEventListener("abort", stop);
      tell({ kind: "run", specification, keeping: this.keeping });
      if (signal.aborted) stop();
    });
  }

  /** What a worker that ended in the middle of a run is told of as. */
  private breakdown(code: number | null, by: NodeJS.Signals | null): Error {
    const how =
      by === null
        ? `with exit code ${code}`
        : `by ${by}${by === "SIGKILL" ? ", as happens when memory is short" : ""}`;
    const last = this.tail.trim().split("\n").slice(-3).join(" ");
    return new Error(
      `The worker process of this run ended ${how}${last === "" ? "" : ` (it wrote: ${last})`}; the same call runs it again.`,
    );
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const killing = setTimeout(() => child.kill("SIGKILL"), grace);
      child.on("exit", () => {
        clearTimeout(killing);
        resolve();
      });
      if (child.connected) child.disconnect();
    });
  }
}

function errorFrom({ name, message, stack }: Extract<FromWorker, { kind: "error" }>): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
