import { Command, Option } from "commander";
import type { DataCommandFlags } from "./actions/data";
import type { MethodsFlags } from "./actions/methods";
import type { PlanFlags } from "./actions/plan";
import type { RunFlags } from "./actions/run";
import type { StudyFlags } from "./actions/study";
import { lazily } from "./actions/lazily";
import { exitCodesHelp } from "./exitCodes";
import { planExample } from "./planExample";
import { withOwnFiles } from "./options/dataOptions";
import { gathered, numberWithin, wholeNumber } from "./options/pairs";
import { splitHelp } from "./options/splitOption";
import { withRunsCommands } from "./runsCommands";
import { headShareOption, jsonOption, recordsOption } from "./options/shared";

const changedCode = (): Option =>
  new Option("--changed-code <what>", "where a finished run differs in its code alone")
    .choices(["rerun", "accept", "refuse"])
    .default("rerun");

const checkpointEvery = (): Option =>
  new Option("--checkpoint-every <seconds>", "seconds between checkpoints (default: 10)").argParser(
    numberWithin("--checkpoint-every", 0, Infinity),
  );

/** The options of a command that carries out many runs in worker processes. */
const withWorkers = (command: Command): Command =>
  command
    .option(
      "--workers <number>",
      "worker processes (default: cores / engine threads)",
      wholeNumber("--workers", 1),
    )
    .option(
      "--engine-threads <number>",
      "threads of each worker's engine",
      wholeNumber("--engine-threads", 1),
    )
    .addOption(recordsOption())
    .addOption(changedCode())
    .addOption(checkpointEvery())
    .addOption(jsonOption())
    .option("-q, --quiet", "neither progress nor a table");

const noneSet: readonly string[] = [];

/**
 * The command line as a parser. What a command does is loaded when it is called, so that --help takes no second.
 *
 * @param done told the exit code of the command that ran.
 */
export function program(done: (exitCode: number) => void): Command {
  const longtail = new Command("longtail")
    .description("Experiments on long-tail recommendation: the workbook's library from a shell.")
    .addHelpText("after", exitCodesHelp)
    .showHelpAfterError("(longtail --help, or longtail COMMAND --help, says what there is)")
    .exitOverride();

  withOwnFiles(
    longtail
      .command("run")
      .description(
        "carry out one run, or read it where it is finished, or go on with it where it was stopped",
      )
      .option("--data <name>", "a data set of the catalogue: longtail data lists them")
      .option("--explicit-only", "Book-Crossing: leave out the implicit ratings"),
  )
    .requiredOption("--method <name>", "longtail methods lists them")
    .option(
      "--set <name=value>",
      "an option of the method, several times if need be: longtail methods NAME lists them",
      gathered,
      noneSet,
    )
    .option("--seed <number>", "seed of everything that is drawn", wholeNumber("--seed", -Infinity), 0)
    .option("--split <kind>", splitHelp)
    .addOption(headShareOption())
    .addOption(recordsOption())
    .addOption(changedCode())
    .addOption(checkpointEvery())
    .addOption(jsonOption())
    .option("-q, --quiet", "neither progress nor a table")
    .addHelpText("after", exitCodesHelp)
    .action((flags: RunFlags) => lazily.run().run(flags));

  withWorkers(
    longtail
      .command("plan")
      .description(
        "carry out a plan: data sets x methods x settings x seeds, in worker processes, nothing twice",
      )
      .argument("<file>", "the plan, as JSON")
      .option("--check", "only check the plan and list its runs")
      .option("--seconds <number>", "stop after this time", numberWithin("--seconds", 0, Infinity))
      .option("--runs <number>", "stop after this many runs", wholeNumber("--runs", 1)),
  )
    .addHelpText("after", planExample + exitCodesHelp)
    .action((file: string, flags: PlanFlags) => lazily.plan().plan(file, flags).then(done));

  withWorkers(
    longtail
      .command("study")
      .description(
        "carry out a study: tune every method on validation, measure what was chosen on test over several seeds",
      )
      .argument(
        "<file>",
        "the study, as JSON: studies/ has some. What the file of --json has of it already is kept",
      )
      .option("--check", "only check the study")
      .option("--only <name>", "only this method, several times if need be", gathered, noneSet)
      .option("--seconds <number>", "stop after this time", numberWithin("--seconds", 0, Infinity)),
  )
    .addHelpText("after", exitCodesHelp)
    .action((file: string, flags: StudyFlags) => lazily.study().study(file, flags).then(done));

  withRunsCommands(longtail);

  withOwnFiles(
    longtail
      .command("data")
      .description(
        "fetch and read a data set, or your own files, and say what is in it; without a name, list the catalogue",
      )
      .argument("[name]", "a data set of the catalogue")
      .option("--explicit-only", "Book-Crossing: leave out the implicit ratings"),
  )
    .addOption(jsonOption())
    .addHelpText("after", exitCodesHelp)
    .action((name: string | undefined, flags: DataCommandFlags) => lazily.data().data(name, flags));

  longtail
    .command("methods")
    .description("list the methods, or the options of one")
    .argument("[name]", "a method")
    .addOption(jsonOption())
    .addHelpText("after", exitCodesHelp)
    .action((name: string | undefined, flags: MethodsFlags) => lazily.methods().methods(name, flags));

  return longtail;
}
