import type { Interactions, TimeScope } from "../interactions";
import type { Database } from "./duckdb";

/** The rows of Interactions and their vocabularies, without features. */
export interface Feedback extends Pick<
  Interactions,
  "users" | "items" | "order" | "timeScope" | "userIds" | "itemIds"
> {
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
    `CREATE VIEW candidate AS SELECT rowid AS place, "user", item, ${time} AS time FROM feedback ${options.where ? `WHERE ${options.where}` : ""}`,
  );
  const all = await database.number("SELECT count(*) FROM candidate");
  if (all === 0) throw new Error("The data set has no interaction: expected at least one positive row.");
  await indexIds(database, "candidate");
  const pairs = await database.number(
    `SELECT count(*) FROM (SELECT DISTINCT user_index.position, item_index.position FROM ${withPositions("candidate")})`,
  );
  const rows = pairs === all ? "candidate" : "last_of_pair";
  if (pairs < all) {
    await database.run(
      `CREATE TABLE last_of_pair AS SELECT * FROM candidate
         QUALIFY row_number() OVER (PARTITION BY "user", item ORDER BY time DESC, place DESC) = 1`,
    );
    await indexIds(database, rows);
  }
  const [users, items, times] = await database.columns(
    `SELECT user_index.position, item_index.position, time FROM ${withPositions(rows)} ORDER BY place`,
    ["int32", "int32", "float64"],
  );
  return {
    users,
    items,
    order: timed ? times : Float64Array.from(times, (_, row) => row),
    timeScope: await scopeOfTimes(database, rows, options.timeScope),
    userIds: await idsOf(database, "user"),
    itemIds: await idsOf(database, "item"),
    duplicateCount: all - pairs,
  };
}

/** Numbers users and items by first appearance. */
async function indexIds(database: Database, rows: string): Promise<void> {
  for (const kind of ["user", "item"]) {
    await database.run(
      `CREATE OR REPLACE TABLE ${kind}_index AS
         SELECT id, CAST(row_number() OVER (ORDER BY seen) - 1 AS INTEGER) AS position
         FROM (SELECT "${kind}" AS id, min(place) AS seen FROM ${rows} GROUP BY "${kind}")`,
    );
  }
}

function withPositions(rows: string): string {
  return `${rows} JOIN user_index ON user_index.id = "user" JOIN item_index ON item_index.id = item`;
}

async function idsOf(database: Database, kind: "user" | "item"): Promise<readonly string[]> {
  const [ids] = await database.columns(`SELECT id FROM ${kind}_index ORDER BY position`, ["text"]);
  return ids.map(String);
}

/**
 * Some copies put a position in the user's own order where the time stood. Then every user starts at the same
 * value, which real times never do, and times do not compare across users.
 */
async function scopeOfTimes(database: Database, rows: string, stated: TimeScope): Promise<TimeScope> {
  if (stated !== "global") return stated;
  const starts = `SELECT min(time) AS start FROM ${rows} GROUP BY "user"`;
  const users = await database.number(`SELECT count(*) FROM (${starts})`);
  const distinct = await database.number(`SELECT count(DISTINCT start) FROM (${starts})`);
  return users >= enoughUsers && distinct === 1 ? "within-user" : stated;
}
