import type { RunRecord } from "./runRecord";
import { writeRecord } from "./recordFiles";

/** Seconds between two signs of life in a record. */
export const heartbeatEvery = 5;

/** Folders about which a person has been told that they cannot be written to. */
const told = new Set<string>();

/** Says why records cannot be written, once a folder in this process. */
export function tellOfFailure(records: string, error: Error): string {
  const sentence =
    `The record of this run cannot be written to "${records}" (${error.message}); ` +
    `make room there or name another folder (option records, or LONGTAIL_RECORDS). The run itself goes on, and its result is whole.`;
  if (!told.has(records)) console.warn(sentence);
  told.add(records);
  return sentence;
}

/** Keeps the record of a run that is going on: what changes is written at once, and a heartbeat while nothing does. */
export class RunJournal {
  /** Why the newest state is not on the disk; null where it is. */
  failure: string | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;
  private readonly start = performance.now();
  private readonly secondsBefore: number;

  constructor(
    private readonly records: string,
    private current: RunRecord,
  ) {
    this.secondsBefore = current.seconds;
    this.timer = setInterval(() => void this.write({}), 1000 * heartbeatEvery);
    // A process with nothing else to do may end.
    this.timer.unref();
  }

  get record(): RunRecord {
    return this.current;
  }

  /** Writes the record with some of it changed. Never throws: a run does not end because a disk is full. */
  write(changed: Partial<RunRecord>): Promise<void> {
    const seconds = this.secondsBefore + (performance.now() - this.start) / 1000;
    this.current = { ...this.current, heartbeat: new Date().toISOString(), seconds, ...changed };
    const { current } = this;
    this.writing = this.writing.then(async () => {
      try {
        await writeRecord(this.records, current);
        this.failure = null;
      } catch (error) {
        this.failure = tellOfFailure(this.records, error as Error);
      }
    });
    return this.writing;
  }

  /** Ends the heartbeat. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
  }
}
