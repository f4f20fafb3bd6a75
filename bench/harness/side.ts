import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { onCores } from "./cores";

/** How one side of a bench is started: a program that speaks JSON lines. */
export interface SideProgram {
  /** Who it is, such as "PyTorch". */
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** What a side says once it is ready. */
export interface Ready {
  readonly versions?: Readonly<Record<string, string>>;
  readonly note?: string;
}

/** What a side answers to `run`. */
export interface Block {
  /** Seconds that the whole block took. */
  readonly seconds: number;
  readonly [fact: string]: unknown;
}

/** Threads that every side may use: the machine that the workbook is meant for has two cores. */
export const threads = 2;

const threadVariables = [
  "TF_NUM_INTRAOP_THREADS",
  "TF_NUM_INTEROP_THREADS",
  "OMP_NUM_THREADS",
  "MKL_NUM_THREADS",
  "POLARS_MAX_THREADS",
  "LONGTAIL_BENCH_THREADS",
];

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...Object.fromEntries(threadVariables.map((name) => [name, String(threads)])),
  };
}

/** The other program of a bench, or ours: a process of its own, idle while it is not asked for a block. */
export class Side {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #label: string;

  private constructor({ label, command, args }: SideProgram) {
    this.#label = label;
    const [program, programArgs] = onCores(threads, command, args);
    this.#child = spawn(program, programArgs, { env: environment(), stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.pipe(process.stderr);
    // A side that has ended is noticed where its answer is missing.
    this.#child.stdin.on("error", () => {});
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Starts a side and waits until it is ready to run blocks. */
  static async start(program: SideProgram): Promise<{ side: Side; ready: Ready }> {
    const side = new Side(program);
    return { side, ready: await side.#answer<Ready>() };
  }

  /** Runs a program that answers once and ends. */
  static async ask<Answer>(program: SideProgram): Promise<Answer> {
    const side = new Side(program);
    const answer = await side.#answer<Answer>();
    side.#child.stdin.end();
    return answer;
  }

  /** Runs a block of `count` units of work. */
  async run(count: number): Promise<Block> {
    return this.#request<Block>({ run: count });
  }

  /** Ends the process; its largest resident size in bytes. */
  async end(): Promise<number> {
    const { peakBytes } = await this.#request<{ peakBytes: number }>({ end: true });
    return peakBytes;
  }

  /** Ends the process, whatever it is doing. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async #request<Answer>(request: object): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer<Answer>();
  }

  async #answer<Answer>(): Promise<Answer> {
    const line = await this.#answers.next();
    if (line.done)
      throw new Error(`The bench's side "${this.#label}" ended early; what it said stands above.`);
    return JSON.parse(line.value) as Answer;
  }
}
