import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { temporaryFolder } from "../temporaryFolder";

/** A message of the kernel as the Jupyter client received it. */
export interface ReceivedMessage {
  readonly type: string;
  readonly parent: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** An execution: its reply and what was published for it. */
export interface Execution {
  readonly id: string;
  readonly reply: Readonly<Record<string, unknown>>;
  readonly published: readonly ReceivedMessage[];
  readonly milliseconds: number;
  /** From the interrupt to the reply, where there was one. */
  readonly afterInterrupt: number | null;
}

/** This repository. */
export const repository = resolve(__dirname, "..", "..");

/** A real Jupyter client (jupyter_client, in the project's .venv) and the kernel that it started. */
export class NotebookClient {
  readonly #bridge: ChildProcessWithoutNullStreams;
  readonly #waiting: ((line: string) => void)[] = [];
  readonly #folder = temporaryFolder();

  /**
   * @param root the repository whose kernel is started
   * @param environment variables besides those of this process
   */
  constructor(root = repository, environment: NodeJS.ProcessEnv = {}) {
    const spec = join(this.#folder, "kernels", "longtail");
    mkdirSync(spec, { recursive: true });
    writeFileSync(
      join(spec, "kernel.json"),
      JSON.stringify({
        argv: [process.execPath, join(root, "kernel", "start.cjs"), "{connection_file}"],
        display_name: "Longtail (TypeScript)",
        language: "typescript",
        interrupt_mode: "signal",
      }),
    );
    const python = join(repository, ".venv", "bin", "python");
    this.#bridge = spawn(python, [join(__dirname, "client.py")], {
      env: {
        ...process.env,
        ...environment,
        JUPYTER_PATH: this.#folder,
        NODE_OPTIONS: "",
        NODE_TEST_CONTEXT: undefined,
      },
    });
    this.#bridge.stderr.pipe(process.stderr);
    createInterface(this.#bridge.stdout).on("line", (line) => this.#waiting.shift()?.(line));
  }

  /** Calls a function of client.py. */
  async call<Result>(name: string, parameters: object = {}): Promise<Result> {
    const line = new Promise<string>((answer) => this.#waiting.push(answer));
    this.#bridge.stdin.write(`${JSON.stringify({ call: name, with: parameters })}\n`);
    const answer = JSON.parse(await line) as { value: Result; error?: string };
    if (answer.error !== undefined) throw new Error(`${name}: ${answer.error}`);
    return answer.value;
  }

  /** Starts the kernel from a folder of its own, as a server started elsewhere would. */
  start(): Promise<{ seconds: number; pid: number }> {
    return this.call("start", { cwd: this.#folder, console: join(this.#folder, "console.txt") });
  }

  /** Runs a cell. */
  execute(code: string, more: object = {}): Promise<Execution> {
    return this.call("execute", { code, ...more });
  }

  /** Runs a cell that must succeed and returns the text of its last expression. */
  async value(code: string): Promise<string> {
    const execution = await this.execute(code);
    if (execution.reply.status !== "ok") throw new Error(`${code}\n${traceback(execution.reply)}`);
    const result = execution.published.find((message) => message.type === "execute_result");
    return (result?.content.data as Record<string, string> | undefined)?.["text/plain"] ?? "";
  }

  /** What the kernel wrote to the console that it was started from, less what TensorFlow's own code writes there. */
  get console(): string {
    const text = readFileSync(join(this.#folder, "console.txt"), "utf8");
    return text.replace(/^(?:WARNING: All log messages before absl|[IWE]0000 ).*\n/gm, "");
  }

  /** Ends the bridge without a word to the kernel. */
  vanish(): Promise<void> {
    this.#bridge.stdin.write(`${JSON.stringify({ call: "vanish", with: {} })}\n`);
    return this.#ended();
  }

  /** Ends kernel and client. */
  async close(): Promise<void> {
    this.#bridge.stdin.end();
    await this.#ended();
  }

  #ended(): Promise<void> {
    if (this.#bridge.exitCode !== null) return Promise.resolve();
    return new Promise((ended) => this.#bridge.once("exit", () => ended()));
  }
}

/** The traceback of an error message or reply, as one text. */
export function traceback(content: Readonly<Record<string, unknown>>): string {
  return (content.traceback as string[]).join("\n");
}

/** The published messages of one type. */
export function published(execution: Pick<Execution, "published">, type: string): readonly ReceivedMessage[] {
  return execution.published.filter((message) => message.type === type);
}

/** All text that an execution wrote to a stream. */
export function streamText(execution: Pick<Execution, "published">, name: "stdout" | "stderr"): string {
  return published(execution, "stream")
    .filter((message) => message.content.name === name)
    .map((message) => message.content.text as string)
    .join("");
}

/** The bundle of the last expression. */
export function resultData(execution: Pick<Execution, "published">): Readonly<Record<string, unknown>> {
  return (published(execution, "execute_result")[0]?.content.data ?? {}) as Readonly<Record<string, unknown>>;
}
