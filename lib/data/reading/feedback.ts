import type { Interactions, TimeScope } from "../interactions";
import type { Database } from "./duckdb";

/** The rows of Interactions and their vocabularies, without features. */
export interface Feedback
  extends Pick<Interactions, "users" | "items" | "order" | "timeScope" | "userIds" | "itemIds"> {
  readonly duplicateCount: number;
}

export interface FeedbackOptions {
  /** Whether `time` is there to be used; "none" makes the file order the order. */
  readonly timeScope: TimeScope;
  /** SQL condition on the table's rows; the others are no positives. Default: all rows. */
  readonly where?: string;
}

/** Fewer users than this may all start at the same moment by chance. */
const enoughUsers = 10;

/**
 * Turns the table `feedback` ("user", "item" and, with times, "time") into dense indices.
 *
 * Of several rows of one (user, item) pair the last by time stays, at its own place in the file; of equal times the
 * last in the file. Users and items are numbered by first appearance among the rows that stay. Leaves the tables
 * `user_index` and `item_index` (id, position) for the features to join.
 *
 * @throws Error if no row is left.
 */
export async function indexFeedback(database: Database, options: FeedbackOptions): Promise<Feedback> {
  const timed = options.timeScope !== "none";
  const time = timed ? "time" : "CAST(rowid AS DOUBLE)";
  await database.run(
    `CREATE TABLE candidate AS SELECT rowid AS place, "user", item, ${time} AS time FROM feedback ${options.where ? `WHERE ${options.where}` : ""}`,
  );
  const all = await database.number("SELECT count(*) FROM candidate");
  if (all === 0) throw new Error("The data set has no interaction: expected at least one positive row.");
  const pairs = await database.number('SELECT count(*) FROM (SELECT DISTINCT "user", item FROM candidate)');
  await database.run(
    pairs === all
      ? "CREATE VIEW kept AS SELECT * FROM candidate"
      : `CREATE TABLE kept AS SELECT * FROM candidate
           QUALIFY row_number() OVER (PARTITION BY "user", item ORDER BY time DESC, place DESC) = 1`,
  );
  for (const kind of ["user", "item"]) {
    await database.run(
      `CREATE TABLE ${kind}_index AS SELECT id, CAST(row_number() OVER (ORDER BY seen) - 1 AS INTEGER) AS position
         FROM (SELECT "${kind}" AS id, min(place) AS seen FROM kept GROUP BY "${kind}")`,
    );
  }
  const [users, items, times] = await database.columns(
    `SELECT user_index.position, item_index.position, kept.time FROM kept
       JOIN user_index ON user_index.id = kept."user" JOIN item_index ON item_index.id = kept.item ORDER BY kept.place`,
    ["int32", "int32", "float64"],
  );
  return {
    users,
    items,
    order: timed ? times : Float64Array.from(times, (_, row) => row),
    timeScope: await scopeOfTimes(database, options.timeScope),
    userIds: await idsOf(database, "user"),
    itemIds: await idsOf(database, "item"),
    duplicateCount: all - pairs,
  };
}

async function idsOf(database: Database, kind: "user" | "item"): Promise<readonly string[]> {
  const [ids] = await database.columns(`SELECT id FROM ${kind}_index ORDER BY position`, ["text"]);
  return ids.map(String);
}

/**
 * Some copies put a position in the user's own order where the time stood. Then every user starts at the same
 * value, which real times never do, and times do not compare across users.
 */
async function scopeOfTimes(database: Database, stated: TimeScope): Promise<TimeScope> {
  if (stated !== "global") return stated;
  const starts = `SELECT min(time) AS start FROM kept GROUP BY "user"`;
  const users = await database.number(`SELECT count(*) FROM (${starts})`);
  const distinct = await database.number(`SELECT count(DISTINCT start) FROM (${starts})`);
  return users >= enoughUsers && distinct === 1 ? "within-user" : stated;
}
