import { Publisher, Reply, Router } from "zeromq";
import { address, type Connection } from "./connection";
import { decodeMessage, encodeMessage, type Content, type Header, type Message } from "./message";
import { Outbox } from "./outbox";

/** The two channels on which requests come in. */
export type RequestChannel = "shell" | "control";

/** Jupyter's five sockets: requests in, replies and outputs out, heartbeat echoed. */
export class Channels {
  readonly #connection: Connection;
  // Without a high-water mark: a publisher drops what is above it, and a large output has to arrive whole.
  readonly #iopub = new Publisher({ sendHighWaterMark: 0, linger: 2000 });
  readonly #requests = {
    shell: new Router({ sendHighWaterMark: 0, linger: 2000 }),
    control: new Router({ sendHighWaterMark: 0, linger: 2000 }),
  };
  readonly #stdin = new Router({ linger: 0 });
  readonly #heartbeat = new Reply({ linger: 0 });
  readonly #outboxes = {
    iopub: new Outbox(this.#iopub),
    shell: new Outbox(this.#requests.shell),
    control: new Outbox(this.#requests.control),
  };

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Binds the sockets and hands every request to `onRequest`; a message that cannot be read is left out. */
  async open(onRequest: (channel: RequestChannel, message: Message) => void): Promise<void> {
    const at = (port: number): string => address(this.#connection, port);
    await Promise.all([
      this.#iopub.bind(at(this.#connection.iopub_port)),
      this.#requests.shell.bind(at(this.#connection.shell_port)),
      this.#requests.control.bind(at(this.#connection.control_port)),
      this.#stdin.bind(at(this.#connection.stdin_port)),
      this.#heartbeat.bind(at(this.#connection.hb_port)),
    ]);
    void this.#listen("shell", onRequest);
    void this.#listen("control", onRequest);
    void this.#echo();
  }

  /** Publishes to every client. `parent` is the request whose output or state this is. */
  publish(type: string, content: Content, parent: Header | undefined): void {
    // The topic (first frame) is for subscribers that filter; clients that subscribe to all ignore it.
    const topic = Buffer.from(`kernel.${type}`);
    this.#outboxes.iopub.send(encodeMessage(this.#connection.key, type, content, parent, [topic]));
  }

  /** Answers a request on the channel that it came from. */
  reply(channel: RequestChannel, request: Message, type: string, content: Content): void {
    const frames = encodeMessage(this.#connection.key, type, content, request.header, request.identities);
    this.#outboxes[channel].send(frames);
  }

  /** Closes the sockets once what was sent has left. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#outboxes).map((outbox) => outbox.emptied()));
    for (const socket of [this.#iopub, ...Object.values(this.#requests), this.#stdin, this.#heartbeat])
      socket.close();
  }

  async #listen(
    channel: RequestChannel,
    onRequest: (channel: RequestChannel, message: Message) => void,
  ): Promise<void> {
    for await (const frames of this.#requests[channel]) {
      let message: Message;
      try {
        message = decodeMessage(this.#connection.key, frames);
      } catch {
        continue;
      }
      onRequest(channel, message);
    }
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }
}
