import { promises as fs } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The part of fs-native-extensions that is used; it brings no types. */
interface FileLocks {
  /** Takes the operating system's lock on an open file, if no other open file has it. */
  tryLock(descriptor: number): boolean;
}

let loaded: FileLocks | undefined;

function fileLocks(): FileLocks {
  // A native addon: loaded when the first lock is taken, so that reading the library needs none.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (loaded ??= require("fs-native-extensions") as FileLocks);
}

/** The sole right to work on something, until released or until the process ends, however it ends. */
export interface Claim {
  readonly key: string;
  release(): Promise<void>;
}

const lockFile = (records: string, key: string): string => path.join(records, ".locks", key);

/** Seconds between two looks at a claim that another process has. */
const patience = 0.2;

/**
 * Claims a key in a folder of records: at most one open claim on it, in all processes on all file systems whose locks work.
 *
 * The lock is the operating system's on an open file, so it ends with the process that holds it, by kill -9 too.
 *
 * @returns null where another claim on the key is open.
 * @throws when the folder cannot be written to.
 */
export async function claim(key: string, records: string): Promise<Claim | null> {
  const file = lockFile(records, key);
  await fs.mkdir(path.dirname(file), { recursive: true });
  for (;;) {
    const handle = await fs.open(file, "a+");
    let kept = false;
    try {
      if (!(await lockSoon(handle.fd))) return null;
      // Whoever releases removes the file: a lock on a removed one would keep nobody away.
      const there = await fs.stat(file).catch(() => undefined);
      if (there?.ino !== (await handle.stat()).ino) continue;
      kept = true;
    } finally {
      if (!kept) await handle.close();
    }
    let released = false;
    return {
      key,
      release: async () => {
        if (released) return;
        released = true;
        await fs.rm(file, { force: true });
        await handle.close();
      },
    };
  }
}

/** `claim`, once no other claim on the key is open any more. Throws the signal's reason when it is raised. */
export async function waitForClaim(
  key: string,
  records: string,
  signal: AbortSignal,
  onWait: () => void = () => {},
): Promise<Claim> {
  for (let told = false; ; told = true) {
    signal.throwIfAborted();
    const claimed = await claim(key, records);
    if (claimed) return claimed;
    if (!told) onWait();
    await sleep(1000 * patience, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** Tries for the lock a few times: somebody who only looks whether it is taken has it for a moment. */
async function lockSoon(descriptor: number): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (fileLocks().tryLock(descriptor)) return true;
    await sleep(10);
  }
  return false;
}

/** Whether a claim on the key is open now. */
export async function isClaimed(key: string, records: string): Promise<boolean> {
  const handle = await fs.open(lockFile(records, key), "r+").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    return !fileLocks().tryLock(handle.fd);
  } finally {
    await handle.close();
  }
}
