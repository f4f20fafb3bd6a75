import { currentHost } from "../host";
import type { RunRecord } from "./runRecord";

interface Use {
  readonly record: RunRecord;
  /** Execution of the cell that used it; undefined outside a notebook. */
  readonly execution: number | undefined;
}

// Where a reload of the library leaves it: what a notebook shows does not go away when a file of lib/ is edited.
const place = globalThis as { [key: symbol]: Use[] | undefined };
const key = Symbol.for("longtail.used records");

/** Notes that a finished run was computed or read, so that the end of a notebook can name what its numbers rest on. */
export function noteUsed(record: RunRecord): void {
  const execution = currentHost().notebook?.execution();
  const uses = (place[key] ??= []);
  if (uses.some((use) => use.record.id === record.id && use.execution === execution)) return;
  uses.push({ record, execution });
}

/**
 * The records that this notebook, or this process, has computed or read, each once, in the order of their first use. In a
 * notebook those of cells as they ran last: what a cell used before it was run again is not shown any more.
 */
export function usedRecords(): readonly RunRecord[] {
  const { notebook } = currentHost();
  const live = (place[key] ?? []).filter(
    ({ execution }) => !notebook || execution === undefined || notebook.isLatest(execution),
  );
  return [...new Map(live.map(({ record }) => [record.id, record])).values()];
}
