import type { Progress } from "../../training";
import type { RunSpecification } from "../runSpecification";
import type { RunOutcome } from "./executor";
import type { KeepingOptions } from "./inThisProcess";

/** What a worker process is told. It has one run at a time. */
export type ToWorker =
  | { readonly kind: "run"; readonly specification: RunSpecification; readonly keeping: KeepingOptions }
  | { readonly kind: "stop" };

/** What a worker process tells. */
export type FromWorker =
  /** The sources have changed since it was started: what it would run is not what a record would say. */
  | { readonly kind: "stale" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "outcome"; readonly outcome: RunOutcome }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly stack: string };
