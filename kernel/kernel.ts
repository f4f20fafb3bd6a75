import type { Compiler } from "./compile/compiler";
import type { ErrorReport } from "./errors/errorReport";
import { kernelInfo } from "./languageInfo";
import { Cell } from "./run/cell";
import { ExecutionQueue } from "./run/executionQueue";
import type { Executor } from "./run/executor";
import type { CellRuns } from "./run/cellRuns";
import type { CurrentCell } from "./run/currentCell";
import { toPoints, toUnits } from "./textOffset";
import type { Channels, RequestChannel } from "./wire/channels";
import type { Content, Header, Message } from "./wire/message";

/** What the kernel works with. */
export interface KernelParts {
  readonly channels: Channels;
  readonly compiler: Compiler;
  readonly executor: Executor;
  readonly current: CurrentCell;
  readonly runs: CellRuns;
  /** Describes what a cell threw. */
  report(thrown: unknown): ErrorReport;
  /** Ends the process. */
  exit(): void;
}

/** Answers a client's requests (Jupyter's messaging protocol 5.3). */
export class Kernel {
  readonly #parts: KernelParts;
  readonly #queue = new ExecutionQueue();
  readonly #history: [number, string][] = [];
  readonly #shownIds = new Set<string>();
  #count = 0;
  #runningRequest: Header | undefined;

  constructor(parts: KernelParts) {
    this.#parts = parts;
  }

  /** Tells the clients that connect already that the kernel has started. */
  announce(): void {
    this.#parts.channels.publish("status", { execution_state: "starting" }, undefined);
  }

  /**
   * Takes a request in. Executions wait for each other; everything else is answered at once, also while a cell awaits.
   * Never throws: what fails while a request is answered becomes the answer, so that the next request is heard.
   */
  handle(channel: RequestChannel, request: Message): void {
    if (request.header.msg_type === "execute_request" && typeof request.content.code === "string") {
      this.#queue.add(
        () => this.#execute(channel, request),
        () => this.#abort(channel, request),
      );
      return;
    }
    this.#status("busy", request);
    try {
      const answer = this.#answer(request);
      if (answer) this.#parts.channels.reply(channel, request, replyType(request), answer);
    } catch (thrown) {
      const answer = { status: "error", ...this.#parts.report(thrown) };
      this.#parts.channels.reply(channel, request, replyType(request), answer);
    }
    this.#status("idle", request);
    // The notebook shows the latest state that it heard of, and a cell may still be running.
    if (this.#runningRequest) this.#publish("status", { execution_state: "busy" }, this.#runningRequest);
    if (request.header.msg_type === "shutdown_request") this.#parts.exit();
  }

  #answer({ header, content }: Message): Content | undefined {
    switch (header.msg_type) {
      case "execute_request":
        throw new TypeError(withoutCode); // one with code waits in the queue
      case "kernel_info_request":
        return kernelInfo;
      case "is_complete_request":
        return this.#isComplete(codeOf(content));
      case "complete_request":
        return this.#complete(codeOf(content), Number(content.cursor_pos));
      case "inspect_request":
        return this.#inspect(codeOf(content), Number(content.cursor_pos));
      case "history_request":
        return {
          status: "ok",
          history: content.hist_access_type === "search" ? [] : this.#history.map(historyEntry),
        };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "comm_open":
        // No comm target is known here, and the protocol's answer to that is to close it.
        this.#publish("comm_close", { comm_id: content.comm_id, data: {} }, header);
        return undefined;
      case "interrupt_request":
        this.#parts.current.stop();
        return { status: "ok" };
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      default:
        return undefined;
    }
  }

  async #execute(channel: RequestChannel, request: Message): Promise<void> {
    const source = codeOf(request.content);
    const silent = request.content.silent === true;
    const stored = !silent && request.content.store_history !== false;
    this.#runningRequest = request.header;
    this.#status("busy", request);
    if (stored) this.#history.push([++this.#count, source]);
    const count = this.#count;
    if (stored) this.#parts.runs.note(count, source, request.metadata);
    const publish = (type: string, content: Content, parent: Header): void =>
      this.#publish(type, content, parent);
    const cell = new Cell(count, source, request.header, silent, publish, this.#shownIds);
    if (!silent) publish("execute_input", { code: source, execution_count: count }, request.header);
    let answer: Content = { status: "ok", execution_count: count, payload: [], user_expressions: {} };
    try {
      await this.#parts.executor.run(cell);
    } catch (thrown) {
      const report = this.#parts.report(thrown);
      cell.error(report);
      answer = { status: "error", execution_count: count, ...report };
      if (request.content.stop_on_error !== false) await this.#queue.abortWaiting();
    }
    cell.flush();
    this.#parts.channels.reply(channel, request, "execute_reply", answer);
    this.#runningRequest = undefined;
    this.#status("idle", request);
  }

  #abort(channel: RequestChannel, request: Message): void {
    this.#status("busy", request);
    this.#parts.channels.reply(channel, request, "execute_reply", {
      status: "aborted",
      execution_count: this.#count,
    });
    this.#status("idle", request);
  }

  #complete(code: string, cursor: number): Content {
    try {
      const found = this.#parts.compiler.complete(
        this.#parts.executor.scope.declarations,
        code,
        toUnits(code, cursor),
      );
      return {
        status: "ok",
        matches: found.candidates,
        cursor_start: toPoints(code, found.start),
        cursor_end: toPoints(code, found.end),
        metadata: {},
      };
    } catch {
      // The compiler's services give up on some half-written code; nothing to offer is the answer then.
      return { status: "ok", matches: [], cursor_start: cursor, cursor_end: cursor, metadata: {} };
    }
  }

  #inspect(code: string, cursor: number): Content {
    const nothing = { status: "ok", found: false, data: {}, metadata: {} };
    try {
      const found = this.#parts.compiler.inspect(
        this.#parts.executor.scope.declarations,
        code,
        toUnits(code, cursor),
      );
      return found ? { ...nothing, found: true, data: { "text/plain": found } } : nothing;
    } catch {
      return nothing;
    }
  }

  #isComplete(code: string): Content {
    try {
      const { completed, indent } = this.#parts.compiler.isComplete(code);
      return completed ? { status: "complete" } : { status: "incomplete", indent: indent ?? "" };
    } catch {
      // Brackets nested by the thousand are more than the compiler's recursion takes.
      return { status: "unknown" };
    }
  }

  #status(state: "busy" | "idle", request: Message): void {
    this.#publish("status", { execution_state: state }, request.header);
  }

  #publish(type: string, content: Content, parent: Header): void {
    this.#parts.channels.publish(type, content, parent);
  }
}

const replyType = (request: Message): string => request.header.msg_type.replace(/_request$/, "_reply");
const historyEntry = ([number, source]: [number, string]): unknown[] => [1, number, source];
const withoutCode = 'The request has no code: "code" must be text.';

function codeOf({ code }: Content): string {
  if (typeof code !== "string") throw new TypeError(withoutCode);
  return code;
}
