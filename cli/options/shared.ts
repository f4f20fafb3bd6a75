import { Option } from "commander";
import { numberWithin } from "./pairs";

/** Where records are. */
export const recordsOption = (): Option =>
  new Option(
    "--records <folder>",
    "folder of the records (default: $LONGTAIL_RECORDS, else records/ of the checkout)",
  );

/** JSON on request. */
export const jsonOption = (): Option =>
  new Option(
    "--json [file]",
    'write the result as JSON to a file, or, with "-" or nothing, to standard output, and then nothing else there ("npm run" prints two lines of its own before; "npm run -s longtail -- ..." does not)',
  ).preset("-");

/** The reporting cut. */
export const headShareOption = (): Option =>
  new Option("--head-share <share>", "share of the items that are head, in what is reported")
    .argParser(numberWithin("--head-share", 0, 1))
    .default(0.2);

/** The flags of a command that carries out many runs in worker processes. */
export interface WorkersFlags {
  readonly workers?: number;
  readonly engineThreads?: number;
  readonly records?: string;
  readonly changedCode: "rerun" | "accept" | "refuse";
  readonly checkpointEvery?: number;
  readonly seconds?: number;
  readonly check?: boolean;
  readonly json?: string;
  readonly quiet?: boolean;
}
