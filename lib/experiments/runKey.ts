import type { Method } from "../training";
import { canonicalJson, sha256 } from "./canonicalJson";
import type { RunCode } from "./runRecord";

/** What determines a run's result, besides the code. */
export interface RunRequest {
  readonly fingerprint: string;
  readonly method: Pick<Method, "name" | "options">;
  readonly kind: RunCode["kind"];
  readonly seed: number;
}

/** First part of a record's id: the same for runs that differ in the code alone. */
export function requestKey({ fingerprint, method, kind, seed }: RunRequest): string {
  const { name, options } = method;
  return sha256(canonicalJson({ format: 1, fingerprint, method: name, options, kind, seed })).slice(0, 20);
}

/** The id of a record: a hash of what is asked for, and one of the code and the engine that answer it. */
export function runKey(request: RunRequest, codeSha256: string, engine: string): string {
  return `${requestKey(request)}-${sha256(`${codeSha256} ${engine}`).slice(0, 10)}`;
}
