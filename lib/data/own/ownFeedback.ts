import type { OwnDataset } from "../datasetSpecification";
import type { BadRows } from "../reading/badRows";
import type { Database } from "../reading/duckdb";
import { identifier } from "../reading/duckdb";
import { indexFeedback, type Feedback } from "../reading/feedback";
import type { LoadedTable, RowProblem } from "./loadedTable";
import { idProblems, loadTable } from "./loadTable";
import type { TableColumn, TableFile } from "./tableFile";
import { asText, rowsOf } from "./tableFile";
import { noColumn } from "./textShape";
import { timeReading } from "./timeReading";
import { usualColumn, type Meaning } from "./usualNames";

/** The feedback of a person's own file, and what was made of its columns. */
export interface OwnFeedback {
  readonly feedback: Feedback;
  /** The columns of ids, by which the files of users and items are joined. */
  readonly userColumn: string;
  readonly itemColumn: string;
  /** What was done, one sentence each. */
  readonly notes: readonly string[];
}

/** The column that a person names for a meaning, or the one of a usual name; undefined where there is none. */
function columnOf(file: TableFile, meaning: Meaning, stated: string | undefined): TableColumn | undefined {
  const names = file.columns.map((column) => column.name);
  if (stated !== undefined && !names.includes(stated)) {
    throw noColumn(file.name, stated, `columns.${meaning}`, names);
  }
  const name = stated ?? usualColumn(meaning, names);
  return file.columns.find((column) => column.name === name);
}

const shownNames = {
  user: "user_id, userId, user, uid and the like",
  item: "item_id, movieId, product_id, isbn and the like",
};

function requiredColumn(file: TableFile, meaning: "user" | "item", stated: string | undefined): TableColumn {
  const column = columnOf(file, meaning, stated);
  if (column) return column;
  const has = file.columns
    .slice(0, 20)
    .map(({ name }) => name)
    .join(", ");
  throw new Error(
    `${file.name} has no column of ${meaning} ids under a usual name (${shownNames[meaning]}); say which it is with columns: { "${meaning}": "..." }. It has ${has}.`,
  );
}

/**
 * Reads the interactions of a person's own file. All rows are positive, or those of at least the minimum rating.
 *
 * @throws Error, one sentence, if a column is not there, its values are no times or ratings, more than 1 % of the rows
 *   are bad, or no row is left.
 */
export async function readOwnFeedback(
  database: Database,
  file: TableFile,
  { columns = {}, minimumRating, timeFormat }: OwnDataset,
  badRows: BadRows,
): Promise<OwnFeedback> {
  const user = requiredColumn(file, "user", columns.user);
  const item = requiredColumn(file, "item", columns.item);
  if (user.name === item.name) {
    throw new Error(`Column "${user.name}" of ${file.name} cannot be both the user's id and the item's.`);
  }
  const time = columns.time === null ? undefined : columnOf(file, "time", columns.time);
  const rating = columnOf(file, "rating", columns.rating);
  const loaded: LoadedTable["columns"][number][] = [
    { name: "user", value: `trim(${asText(user)})` },
    { name: "item", value: `trim(${asText(item)})` },
  ];
  const problems: RowProblem[] = [
    ...idProblems(user.name, asText(user)),
    ...idProblems(item.name, asText(item)),
  ];
  const notes = [`Users are ${user.name}, items ${item.name}`];
  if (time) {
    const rows = rowsOf(file, "again");
    const { seconds, words, expected } = await timeReading(database, file.name, time, rows, timeFormat);
    loaded.push({ name: "time", value: seconds });
    problems.push(unreadable(time, seconds, expected));
    notes[0] += `, times ${time.name} (${words}).`;
  } else {
    if (timeFormat !== undefined) {
      throw new Error(`Option "timeFormat" is given, but ${file.name} has no column of times to read by it.`);
    }
    notes[0] += "; there are no times, so a seeded random hold-out splits it.";
  }
  if (minimumRating !== undefined) {
    if (!rating) {
      throw new Error(
        `Option "minimumRating" is given, but ${file.name} has no column of ratings; say which it is with columns: { "rating": "..." }.`,
      );
    }
    const number = `TRY_CAST(${asText(rating)} AS DOUBLE)`;
    const finite = `CASE WHEN isfinite(${number}) THEN ${number} END`;
    loaded.push({ name: "rating", value: finite });
    problems.push(unreadable(rating, finite, "a number"));
  } else if (rating) {
    notes.push(`Every row is positive, whatever its ${rating.name}.`);
  }
  await loadTable(database, "feedback", file, { columns: loaded, problems }, badRows);
  const good = await database.number("SELECT count(*) FROM feedback WHERE problem = 0");
  let where = "problem = 0";
  if (minimumRating !== undefined && rating) {
    where += ` AND rating >= ${minimumRating}`;
    notes.push(await ratingNote(database, file.name, rating.name, minimumRating, good));
  } else if (good === 0) {
    throw new Error(`${file.name} has no row that is an interaction.`);
  }
  const feedback = await indexFeedback(database, { timeScope: time ? "global" : "none", where });
  return { feedback, userColumn: user.name, itemColumn: item.name, notes };
}

function unreadable(column: TableColumn, value: string, expected: string): RowProblem {
  const text = asText(column);
  const name = column.name.replaceAll("'", "''");
  return {
    when: `(${value}) IS NULL`,
    reason: `CASE WHEN coalesce(trim(${text}), '') = '' THEN 'no ${name}' ELSE '${name} "' || ${text} || '" is not ${expected}' END`,
  };
}

const number = new Intl.NumberFormat("en");

async function ratingNote(
  database: Database,
  file: string,
  column: string,
  minimum: number,
  good: number,
): Promise<string> {
  const kept = await database.number(
    `SELECT count(*) FROM feedback WHERE problem = 0 AND rating >= ${minimum}`,
  );
  if (kept === 0) {
    const highest = await database.number("SELECT max(rating) FROM feedback WHERE problem = 0");
    throw new Error(
      `No row of ${file} is left: none has a ${identifier(column)} of at least ${minimum}, the highest is ${highest}; choose a lower minimumRating.`,
    );
  }
  return `${number.format(kept)} of ${number.format(good)} rows have a ${column} of at least ${minimum} and are positive.`;
}
