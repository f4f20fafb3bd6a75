import path from "node:path";
import { closest } from "fastest-levenshtein";
import type { Command } from "commander";
import type { DatasetSpecification } from "../../lib/experiments/datasetSpecification";
import { UsageError } from "../exitCodes";
import { numberWithin, pairs, wholeNumber } from "./pairs";

/** What names a data set on the command line. */
export interface DataFlags {
  readonly data?: string;
  readonly explicitOnly?: boolean;
  readonly interactions?: string;
  readonly items?: string;
  readonly users?: string;
  readonly columns?: string;
  readonly categorical?: string;
  readonly multiValued?: string;
  readonly words?: string;
  readonly buckets?: string;
  readonly separator?: string;
  readonly header?: string;
  readonly timeFormat?: string;
  readonly minimumRating?: number;
  readonly kCore?: number;
}

/** Adds the flags of a person's own files to a command. */
export function withOwnFiles(command: Command): Command {
  return command
    .option("--interactions <file>", "your own file, one row an interaction: CSV, TSV, Parquet or JSON lines")
    .option("--items <file>", "your file that describes items")
    .option("--users <file>", "your file that describes users")
    .option(
      "--columns <names>",
      "which column is what, such as user=uid,item=isbn,time=when,rating=stars,title=name; time=none reads none (usual names are found without it)",
    )
    .option("--categorical <names>", "feature columns of one value each: gender,country")
    .option("--multi-valued <names>", "feature columns of several values, with what divides them: genres=|")
    .option("--words <names>", "feature columns of text, taken as words: description")
    .option("--buckets <names>", "feature columns of numbers, with the number of buckets: age=10")
    .option("--separator <text>", "what divides the columns of your interactions, if it is not found out")
    .option(
      "--header <names>",
      "names of the interactions' columns, if the file's first line has none: user,item",
    )
    .option("--time-format <format>", "how dates are written, such as %d/%m/%Y")
    .option(
      "--minimum-rating <number>",
      "take only interactions of this rating or a higher one",
      numberWithin("--minimum-rating", -Infinity, Infinity),
    )
    .option(
      "--k-core <number>",
      "keep users and items with this many interactions",
      wholeNumber("--k-core", 1),
    );
}

const ownOnly = [
  "items",
  "users",
  "columns",
  "categorical",
  "multiValued",
  "words",
  "buckets",
  "separator",
  "header",
  "timeFormat",
  "minimumRating",
  "kCore",
] as const;

const named = ["user", "item", "time", "rating", "title"];

const listed = (names: string): string[] => names.split(",").map((name) => name.trim());

function columnsOf(flags: DataFlags): Record<string, unknown> | undefined {
  const given = flags.columns === undefined ? {} : pairs("--columns", flags.columns);
  const unknown = Object.keys(given).find((name) => !named.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--columns knows no "${unknown}"; did you mean "${closest(unknown, named)}"? Feature columns have flags of their own: see --help.`,
    );
  }
  const columns = {
    ...given,
    ...(given["time"] === "none" ? { time: null } : {}),
    ...(flags.categorical === undefined ? {} : { categorical: listed(flags.categorical) }),
    ...(flags.multiValued === undefined ? {} : { multiValued: pairs("--multi-valued", flags.multiValued) }),
    ...(flags.words === undefined ? {} : { words: listed(flags.words) }),
    ...(flags.buckets === undefined
      ? {}
      : {
          buckets: Object.fromEntries(
            Object.entries(pairs("--buckets", flags.buckets)).map(([name, buckets]) => [
              name,
              wholeNumber("--buckets", 2)(buckets),
            ]),
          ),
        }),
  };
  return Object.keys(columns).length > 0 ? columns : undefined;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * The data set that the flags name: one of the catalogue, or a person's own files.
 *
 * @throws UsageError when it is neither, or both.
 */
export function specifiedData(flags: DataFlags): DatasetSpecification {
  const { data, interactions, items, users, separator, header, timeFormat, minimumRating, kCore } = flags;
  if (data !== undefined && interactions !== undefined) {
    throw new UsageError("Give --data NAME or --interactions FILE, not both.");
  }
  if (interactions === undefined) {
    const stray = ownOnly.find((name) => flags[name] !== undefined);
    if (stray !== undefined)
      throw new UsageError(`--${kebab(stray)} belongs to --interactions FILE, which is missing.`);
    if (data === undefined) {
      throw new UsageError("Which data? Give --data NAME (longtail data lists them) or --interactions FILE.");
    }
    return { name: data, ...(flags.explicitOnly ? { explicitOnly: true } : {}) };
  }
  // Worker processes and a later call may stand elsewhere.
  const absolute = (file: string): string => path.resolve(file);
  const columns = columnsOf(flags);
  return {
    interactions: absolute(interactions),
    ...(items === undefined ? {} : { items: absolute(items) }),
    ...(users === undefined ? {} : { users: absolute(users) }),
    ...(columns === undefined ? {} : { columns }),
    ...(separator === undefined ? {} : { separator: separator === "\\t" ? "\t" : separator }),
    ...(header === undefined ? {} : { header: listed(header) }),
    ...(timeFormat === undefined ? {} : { timeFormat }),
    ...(minimumRating === undefined ? {} : { minimumRating }),
    ...(kCore === undefined ? {} : { kCore }),
  };
}
