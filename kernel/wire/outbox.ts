import type { Publisher, Router } from "zeromq";

/**
 * What waits to leave through one socket, in order.
 *
 * zeromq refuses a second send while one is under way, and after some hundred sends in one turn of the event loop every
 * send is under way until the next turn; so what cannot leave at once waits here, and nothing is lost or overtaken.
 */
export class Outbox {
  readonly #socket: Publisher | Router;
  readonly #waiting: Buffer[][] = [];
  #sending: Promise<void> | undefined;

  constructor(socket: Publisher | Router) {
    this.#socket = socket;
  }

  /** Sends at once where the socket is free, else after what waits already. */
  send(frames: Buffer[]): void {
    this.#waiting.push(frames);
    this.#sending ??= this.#drain();
  }

  /** Settles once everything handed over so far has left. */
  async emptied(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  async #drain(): Promise<void> {
    for (let frames = this.#waiting.shift(); frames; frames = this.#waiting.shift()) {
      // A client that went away (EHOSTUNREACH) or a closed socket is no reason to stop serving the others.
      await this.#socket.send(frames).catch(() => {});
    }
    this.#sending = undefined;
  }
}
