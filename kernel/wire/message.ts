import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { jsonValue } from "./jsonValue";

/** The header of a Jupyter message (messaging protocol 5.3). */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** What a message says; its fields depend on its type. */
export type Content = Readonly<Record<string, unknown>>;

/** A message as it came in, with the routing prefix that a reply needs. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  /** What a client adds, such as JupyterLab the cell's id; empty where it adds nothing. */
  readonly metadata: Content;
  readonly content: Content;
}

const delimiter = Buffer.from("<IDS|MSG>");
const session = randomUUID();

const sign = (key: string, parts: readonly (Buffer | string)[]): Buffer => {
  if (key === "") return Buffer.alloc(0);
  const digest = createHmac("sha256", key);
  for (const part of parts) digest.update(part);
  return Buffer.from(digest.digest("hex"));
};

const isObject = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads the frames of one message: [identity ..., delimiter, signature, header, parent, metadata, content, ...].
 * Throws where the delimiter is missing, the signature is not the one that `key` gives, or header or content is no object.
 */
export function decodeMessage(key: string, frames: readonly Buffer[]): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0 || frames.length < at + 6)
    throw new Error("A message without a delimiter or with too few parts came in.");
  const signature = frames[at + 1];
  const parts = frames.slice(at + 2);
  const expected = sign(key, parts);
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    throw new Error("A message with a wrong signature came in.");
  }
  const header: unknown = JSON.parse(parts[0].toString());
  const metadata: unknown = JSON.parse(parts[2].toString());
  const content: unknown = JSON.parse(parts[3].toString());
  if (!isObject(header) || typeof header.msg_type !== "string" || !isObject(content))
    throw new Error("A message whose header or content is no object came in.");
  return {
    identities: frames.slice(0, at),
    header: header as unknown as Header,
    metadata: isObject(metadata) ? metadata : {},
    content,
  };
}

/** The frames of one message to send; `parent` is the request that it answers. */
export function encodeMessage(
  key: string,
  type: string,
  content: Content,
  parent: Header | undefined,
  identities: readonly Buffer[],
): Buffer[] {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const parts = [
    JSON.stringify(header),
    JSON.stringify(parent ?? {}),
    "{}",
    JSON.stringify(content, jsonValue),
  ].map((part) => Buffer.from(part));
  return [...identities, delimiter, sign(key, parts), ...parts];
}
