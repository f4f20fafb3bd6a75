import { currentHost } from "../host";
import { methodNamed } from "../methods";
import type { Method } from "../training";
import { methodCode } from "./methodCode";
import { moduleReader } from "./moduleImports";
import type { RunRecord } from "./runRecord";

interface Use {
  readonly record: RunRecord;
  /** The notebook's own method, where it is one. */
  readonly method: Method | undefined;
  /** Execution of the cell that used it; undefined outside a notebook. */
  readonly execution: number | undefined;
}

// Where a reload of the library leaves it: what a notebook shows does not go away when a file of lib/ is edited.
const place = globalThis as { [key: symbol]: Use[] | undefined };
const key = Symbol.for("longtail.used records");

/** Notes that a finished run was computed or read, so that the end of a notebook can name what its numbers rest on. */
export function noteUsed(record: RunRecord, method?: Method): void {
  const execution = currentHost().notebook?.execution();
  const uses = (place[key] ??= []);
  if (uses.some((use) => use.record.id === record.id && use.execution === execution)) return;
  uses.push({ record, method, execution });
}

function liveUses(): readonly Use[] {
  const { notebook } = currentHost();
  const live = (place[key] ?? []).filter(
    ({ execution }) => !notebook || execution === undefined || notebook.isLatest(execution),
  );
  return [...new Map(live.map((use) => [use.record.id, use])).values()];
}

/**
 * The records that this notebook, or this process, has computed or read, each once, in the order of their first use. In a
 * notebook those of cells as they ran last: what a cell used before it was run again is not shown any more.
 */
export function usedRecords(): readonly RunRecord[] {
  return liveUses().map(({ record }) => record);
}

/** Those of them that other code computed than the files of lib/ hold now: edited since, or taken with "accept". */
export async function usedRecordsOfOtherCode(): Promise<RunRecord[]> {
  const read = moduleReader();
  const found: RunRecord[] = [];
  for (const { record, method } of liveUses()) {
    const { specification, code } = record;
    const now = await methodCode(method ?? methodNamed(specification.method, specification.options), read);
    if (now.sha256 !== code.sha256) found.push(record);
  }
  return found;
}
