import type { GroupCard } from "../evaluation";
import type { Group } from "../splitting";
import type { CompleteRunSpecification } from "./runSpecification";

/** How a run stands. "interrupted": it was running when its process died; the same call goes on with it. */
export type RunStatus = "running" | "finished" | "failed" | "cancelled" | "interrupted";

/** Metrics of one part by group and name, as fractions; null where the group has no positive. */
export type PartMetrics = Readonly<Record<Group, Readonly<Record<string, number | null>>>>;

/** Which code made a run. */
export interface RunCode {
  /** "library": a method of the workbook. "notebook": the reader's own, of which only `fit`'s own text is hashed. */
  readonly kind: "library" | "notebook";
  /** SHA-256 of the sources of lib/ that the method imports, directly or not, and of a notebook method's `fit`. */
  readonly sha256: string;
  /** Files of lib/ that were hashed. */
  readonly files: number;
  /** Commit of the checkout, null without git. */
  readonly commit: string | null;
  /** Whether files of lib/ differed from the commit; null without git. */
  readonly dirty: boolean | null;
}

/** What ran where. */
export interface RunMachine {
  readonly host: string;
  readonly pid: number;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
}

/** The summary of a run, as record.json holds it: plain JSON, a few kilobytes. Ranks and history lie beside it. */
export interface RunRecord {
  readonly format: 1;
  /** Hash of what determines the result; the name of the record's folder. */
  readonly id: string;
  readonly specification: CompleteRunSpecification;
  readonly status: RunStatus;
  /** Name, checksum and split of the data, and a hash of what was trained and ranked on. */
  readonly data: {
    readonly name: string;
    readonly sha256: string;
    readonly split: string;
    readonly fingerprint: string;
  };
  readonly code: RunCode;
  readonly versions: { readonly longtail: string; readonly tensorflow: string; readonly node: string };
  readonly machine: RunMachine;
  /** ISO 8601. The end is null while it runs. */
  readonly started: string;
  readonly heartbeat: string;
  readonly ended: string | null;
  /** Seconds of work, over all processes that had a part in it. */
  readonly seconds: number;
  /** How often the run was taken up again after it had been interrupted, cancelled or failed. */
  readonly resumptions: number;
  /** The sentence of the error, of a failed run. */
  readonly error: string | null;
  /** The next are null unless the run is finished. */
  readonly epochs: number | null;
  /** Epoch whose weights were kept, from 1; 0 for methods that are not trained in epochs. */
  readonly bestEpoch: number | null;
  readonly metrics: { readonly validation: PartMetrics; readonly test: PartMetrics } | null;
  readonly groups: GroupCard | null;
  /**
   * What the method chose on validation and other plain values of the model, such as blendWeight; of its control F =
   * identity, where it has one, the same and its metrics, as `identityControl`.
   */
  readonly chosen: Readonly<Record<string, unknown>> | null;
  /** Set by tuning on the run that it chose: how many settings were tried, and by what. */
  readonly tuning: { readonly tried: number; readonly criterion: string } | null;
}

/** A record file that cannot be read. */
export interface UnreadableRecord {
  readonly id: string;
  readonly reason: string;
}
