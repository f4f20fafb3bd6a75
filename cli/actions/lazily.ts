/* eslint-disable @typescript-eslint/no-require-imports -- loaded when a command is called, so that --help takes no second */
import type * as Compare from "./compare";
import type * as Data from "./data";
import type * as Methods from "./methods";
import type * as Plan from "./plan";
import type * as Run from "./run";
import type * as Runs from "./runs";
import type * as Study from "./study";

/** What each command does. */
export const lazily = {
  compare: (): typeof Compare => require("./compare") as typeof Compare,
  data: (): typeof Data => require("./data") as typeof Data,
  methods: (): typeof Methods => require("./methods") as typeof Methods,
  plan: (): typeof Plan => require("./plan") as typeof Plan,
  run: (): typeof Run => require("./run") as typeof Run,
  runs: (): typeof Runs => require("./runs") as typeof Runs,
  study: (): typeof Study => require("./study") as typeof Study,
};
