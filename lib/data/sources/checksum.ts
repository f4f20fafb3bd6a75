import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Checksums of a file, hexadecimal in small letters. */
export interface Checksums {
  readonly md5: string;
  readonly sha256: string;
}

/** Reads a file once and computes both checksums. */
export async function checksumsOf(file: string, signal?: AbortSignal): Promise<Checksums> {
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        md5.update(chunk);
        sha256.update(chunk);
      }
    },
    { signal },
  );
  return { md5: md5.digest("hex"), sha256: sha256.digest("hex") };
}
