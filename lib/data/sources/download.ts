import { createWriteStream, promises as fs } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** How far a download has come. */
export interface DownloadProgress {
  /** Where it comes from: an address or a package's name. */
  readonly source: string;
  readonly receivedBytes: number;
  /** null where the server does not say. */
  readonly totalBytes: number | null;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** How long to wait for the server to answer, in milliseconds. Default 5,000: a machine without a way out must not hang. */
  readonly answerTimeout?: number;
  /** How long to wait for the next bytes, in milliseconds. Default 30,000. */
  readonly stallTimeout?: number;
}

/**
 * Downloads a file. It appears under its name only when it is whole.
 *
 * @throws Error saying why: no answer in time, an answer other than 200, bytes that stopped coming.
 */
export async function download(url: string, target: string, options: DownloadOptions = {}): Promise<void> {
  const { signal, onProgress, answerTimeout = 5_000, stallTimeout = 30_000 } = options;
  const gaveUp = new AbortController();
  const stop = (): void => gaveUp.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const expect = (milliseconds: number, what: string): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => gaveUp.abort(new Error(`${what} within ${milliseconds / 1000} s`)),
      milliseconds,
    );
  };
  const partial = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.partial`);
  try {
    expect(answerTimeout, "no answer");
    const response = await fetch(url, { signal: gaveUp.signal, redirect: "follow" });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    }
    const length = Number(response.headers.get("content-length"));
    const encoded = response.headers.has("content-encoding");
    const totalBytes = length > 0 && !encoded ? length : null;
    let receivedBytes = 0;
    expect(stallTimeout, "no further bytes");
    await pipeline(
      response.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          expect(stallTimeout, "no further bytes");
          receivedBytes += chunk.byteLength;
          onProgress?.({ source: url, receivedBytes, totalBytes });
          yield chunk;
        }
      },
      createWriteStream(partial),
      { signal: gaveUp.signal },
    );
    if (totalBytes !== null && receivedBytes !== totalBytes) {
      throw new Error(`${receivedBytes} bytes came of ${totalBytes}`);
    }
    await fs.rename(partial, target);
  } catch (error) {
    signal?.throwIfAborted();
    throw gaveUp.signal.aborted ? gaveUp.signal.reason : rootCause(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    await fs.rm(partial, { force: true });
  }
}

/** fetch says "fetch failed" and keeps the reason (no such host, refused) in `cause`. */
function rootCause(error: unknown): Error {
  let reason = error instanceof Error ? error : new Error(String(error));
  while (reason.cause instanceof Error) reason = reason.cause;
  return reason;
}
