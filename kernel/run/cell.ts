import type { MimeBundle } from "../../lib/host/host";
import type { ErrorReport } from "../errors/errorReport";
import type { Header } from "../wire/message";
import { encodeBinary } from "../show/encodeBinary";
import { Interrupted } from "./interrupted";

/** The two texts a program writes. */
export type StreamName = "stdout" | "stderr";

/** Sends one message to the clients. */
export type Publish = (type: string, content: Readonly<Record<string, unknown>>, parent: Header) => void;

const flushEvery = 50; // ms: often enough to look live, and seldom enough that many small writes stay few messages
const flushAbove = 1 << 16; // characters

/**
 * One execution of a cell: its outputs go to it, also those that come after it has ended, and it can be stopped.
 */
export class Cell {
  readonly #publish: Publish;
  readonly #request: Header;
  readonly #silent: boolean;
  readonly #controller = new AbortController();
  readonly #shownIds: Set<string>;
  #text = { name: "stdout" as StreamName, pieces: [] as string[], length: 0, flushed: 0 };
  #timer: NodeJS.Timeout | undefined;

  /** Rejects when the reader stops the cell; never settles otherwise. */
  readonly stopped: Promise<never>;

  /**
   * @param number the execution count that the notebook shows beside the cell
   * @param source the cell's text
   * @param shownIds the display ids in use in this session, shared by all its cells
   */
  constructor(
    readonly number: number,
    readonly source: string,
    request: Header,
    silent: boolean,
    publish: Publish,
    shownIds: Set<string>,
  ) {
    this.#request = request;
    this.#silent = silent;
    this.#publish = publish;
    this.#shownIds = shownIds;
    this.stopped = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason as Interrupted), { once: true });
    });
    this.stopped.catch(() => {});
  }

  /** Raised when the reader stops the cell, or what it left running. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Raises the signal. */
  stop(): void {
    this.#controller.abort(new Interrupted());
  }

  /** Writes text; small writes are put together, in order with every other output. */
  write(name: StreamName, text: string): void {
    if (this.#silent || text === "") return;
    if (name !== this.#text.name) this.flush();
    this.#text.name = name;
    this.#text.pieces.push(text);
    this.#text.length += text.length;
    // Looked at here and not only in the timer: no timer fires while a cell computes without a pause.
    if (this.#text.length > flushAbove || performance.now() - this.#text.flushed > flushEvery) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), flushEvery);
  }

  /** Sends the text that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { name, pieces } = this.#text;
    if (pieces.length === 0) return;
    this.#text = { name, pieces: [], length: 0, flushed: performance.now() };
    this.#publish("stream", { name, text: pieces.join("") }, this.#request);
  }

  /** Shows a bundle; one with the id of an earlier one replaces it. */
  display(bundle: MimeBundle, id?: string): void {
    const update = id !== undefined && this.#shownIds.has(id);
    if (id !== undefined) this.#shownIds.add(id);
    this.#send(update ? "update_display_data" : "display_data", {
      data: encodeBinary(bundle),
      metadata: {},
      transient: id === undefined ? {} : { display_id: id },
    });
  }

  /** Shows the value of the cell's last expression. */
  result(bundle: MimeBundle): void {
    this.#send("execute_result", { execution_count: this.number, data: encodeBinary(bundle), metadata: {} });
  }

  /** Shows an error. */
  error(report: ErrorReport): void {
    this.#send("error", { ...report });
  }

  #send(type: string, content: Readonly<Record<string, unknown>>): void {
    if (this.#silent) return;
    this.flush();
    this.#publish(type, content, this.#request);
  }
}
