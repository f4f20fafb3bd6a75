import { Option, type Command } from "commander";
import type { CompareFlags } from "./actions/compare";
import type { ListFlags, PruneFlags, ShowFlags } from "./actions/runs";
import { lazily } from "./actions/lazily";
import { exitCodesHelp } from "./exitCodes";
import { wholeNumber } from "./options/pairs";
import { headShareOption, jsonOption, recordsOption } from "./options/shared";

const cutoffs = (text: string): number[] => text.split(",").map(wholeNumber("--at", 1));

/** The options that say which records are meant. */
function withFilter(command: Command): Command {
  return command
    .addOption(recordsOption())
    .option("--data <name>", "only runs on this data set")
    .option("--method <names>", "only runs of these methods: mirec,logq");
}

const statusOption = (): Option =>
  new Option("--status <names>", "running, finished, failed, cancelled, interrupted; several with commas");

/** Adds `longtail runs` and its commands. */
export function withRunsCommands(longtail: Command): void {
  const runs = longtail
    .command("runs")
    .description("the records of runs: list, show, compare, prune")
    .addHelpText("after", exitCodesHelp);

  withFilter(runs.command("list").description("list records, newest first"))
    .addOption(statusOption())
    .option("--limit <number>", "the most that are printed", wholeNumber("--limit", 1), 50)
    .addOption(jsonOption())
    .addHelpText("after", exitCodesHelp)
    .action((flags: ListFlags) => lazily.runs().list(flags));

  runs
    .command("show")
    .description("show one record")
    .argument("<record>", "its id, or a beginning of it")
    .addOption(recordsOption())
    .addOption(jsonOption())
    .addHelpText("after", exitCodesHelp)
    .action((id: string, flags: ShowFlags) => lazily.runs().show(id, flags));

  withFilter(
    runs
      .command("compare")
      .description("compare finished runs with a baseline: means over seeds, intervals, tests")
      .argument(
        "[records...]",
        "ids, or beginnings of them (default: all finished runs, the newest of each setting and seed)",
      ),
  )
    .option("--baseline <name>", "what the others are compared with (default: two-tower)")
    .addOption(headShareOption())
    .option("--at <cutoffs>", "cutoffs K of HR@K and NDCG@K", cutoffs, [10, 50])
    .option("--resamples <number>", "resamples of the bootstrap", wholeNumber("--resamples", 1), 10_000)
    .addOption(
      new Option("--format <format>", "how the table is printed")
        .choices(["markdown", "csv", "latex"])
        .default("markdown"),
    )
    .addOption(jsonOption())
    .addHelpText("after", exitCodesHelp)
    .action((ids: string[], flags: CompareFlags) => lazily.compare().compare(ids, flags));

  withFilter(
    runs.command("prune").description("remove records of runs that came to nothing, or others that you name"),
  )
    .addOption(statusOption())
    .option("--before <date>", "only those that started before")
    .option("--unreadable", "records that cannot be read as well")
    .option("--shared-training", "what the runs of plans and studies have trained in common as well")
    .option("--dry-run", "only say what would be removed")
    .addOption(jsonOption())
    .addHelpText("after", exitCodesHelp)
    .action((flags: PruneFlags) => lazily.runs().prune(flags));
}
