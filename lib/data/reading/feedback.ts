import type { Interactions, TimeScope } from "../interactions";
import type { Database } from "./duckdb";
import { replacedRows } from "./lastOfPair";

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
 * DuckDB numbers the ids; what follows is passes over typed arrays, so that 20 million rows take seconds.
 *
 * @throws Error if no row is left.
 */
export async function indexFeedback(database: Database, options: FeedbackOptions): Promise<Feedback> {
  const timed = options.timeScope !== "none";
  await database.run(
    `CREATE VIEW candidate AS SELECT rowid AS place, "user", item, ${timed ? "time" : "0.0"} AS time
       FROM feedback ${options.where ? `WHERE ${options.where}` : ""}`,
  );
  await indexIds(database);
  const all = await rowsInFileOrder(database, timed);
  const count = all.users.length;
  if (count === 0) throw new Error("The data set has no interaction: expected at least one positive row.");
  const userCount = await database.number("SELECT count(*) FROM user_index");
  const itemCount = await database.number("SELECT count(*) FROM item_index");
  const replaced = replacedRows(all.users, all.items, all.times, userCount, itemCount);
  const rows = replaced ? rowsThatStay(all, replaced) : all;
  if (replaced) {
    await renumber(database, "user", rows.users, userCount);
    await renumber(database, "item", rows.items, itemCount);
  }
  return {
    users: rows.users,
    items: rows.items,
    order: rows.times ?? fileOrder(rows.users.length),
    timeScope: scopeOfTimes(rows, userCount, options.timeScope),
    userIds: await idsOf(database, "user"),
    itemIds: await idsOf(database, "item"),
    duplicateCount: count - rows.users.length,
  };
}

function fileOrder(length: number): Float64Array {
  const order = new Float64Array(length);
  for (let row = 0; row < length; row++) order[row] = row;
  return order;
}

interface Rows {
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** Null without times. */
  readonly times: Float64Array | null;
}

/** Numbers users and items by first appearance. */
async function indexIds(database: Database): Promise<void> {
  for (const kind of ["user", "item"]) {
    await database.run(
      `CREATE TABLE ${kind}_index AS
         SELECT id, CAST(row_number() OVER (ORDER BY seen) - 1 AS INTEGER) AS position
         FROM (SELECT "${kind}" AS id, min(place) AS seen FROM candidate GROUP BY "${kind}")`,
    );
  }
}

/** The table's rows as indices. A row's place says where it goes, so that DuckDB need not sort them. */
async function rowsInFileOrder(database: Database, timed: boolean): Promise<Rows> {
  const places = await database.number("SELECT coalesce(max(place), -1) + 1 FROM candidate");
  const users = new Int32Array(places).fill(-1);
  const items = new Int32Array(places);
  const times = timed ? new Float64Array(places) : null;
  let count = 0;
  await database.scan(
    `SELECT CAST(place AS INTEGER), user_index.position, item_index.position, time FROM candidate
       JOIN user_index ON user_index.id = "user" JOIN item_index ON item_index.id = item`,
    ["int32", "int32", "int32", "float64"],
    ([place, user, item, time], size) => {
      for (let row = 0; row < size; row++) {
        users[place[row]] = user[row];
        items[place[row]] = item[row];
        if (times) times[place[row]] = time[row];
      }
      count += size;
    },
  );
  if (count === places) return { users, items, times };
  // Rows that were removed from the table, or that the condition leaves out, have left gaps.
  return rowsThatStay(
    { users, items, times },
    Uint8Array.from(users, (user) => (user < 0 ? 1 : 0)),
  );
}

/** The rows that are not marked, in their order. */
function rowsThatStay({ users, items, times }: Rows, gone: Uint8Array): Rows {
  let next = 0;
  const kept = users.length - gone.reduce((sum, mark) => sum + mark, 0);
  const stay = {
    users: new Int32Array(kept),
    items: new Int32Array(kept),
    times: times && new Float64Array(kept),
  };
  for (let row = 0; row < gone.length; row++) {
    if (gone[row]) continue;
    stay.users[next] = users[row];
    stay.items[next] = items[row];
    if (stay.times && times) stay.times[next] = times[row];
    next += 1;
  }
  return stay;
}

/** Numbers the ids anew by first appearance, in place and in their table. No id is without a row. */
async function renumber(
  database: Database,
  kind: "user" | "item",
  indices: Int32Array,
  count: number,
): Promise<void> {
  const position = new Int32Array(count).fill(-1);
  let next = 0;
  for (let row = 0; row < indices.length; row++) {
    const former = indices[row];
    if (position[former] < 0) position[former] = next++;
    indices[row] = position[former];
  }
  if (position.every((value, former) => value === former)) return;
  await database.createTable(`${kind}_renumbered`, {
    former: Int32Array.from({ length: count }, (_, former) => former),
    position,
  });
  await database.run(
    `CREATE OR REPLACE TABLE ${kind}_index AS SELECT id, renumbered.position FROM ${kind}_index
       JOIN ${kind}_renumbered AS renumbered ON renumbered.former = ${kind}_index.position`,
  );
}

async function idsOf(database: Database, kind: "user" | "item"): Promise<readonly string[]> {
  const [ids] = await database.columns(`SELECT id FROM ${kind}_index ORDER BY position`, ["text"]);
  return ids.map(String);
}

/**
 * Some copies put a position in the user's own order where the time stood. Then every user starts at the same
 * value, which real times never do, and times do not compare across users.
 */
function scopeOfTimes({ users, times }: Rows, userCount: number, stated: TimeScope): TimeScope {
  if (stated !== "global" || !times || userCount < enoughUsers) return stated;
  const starts = new Float64Array(userCount).fill(Infinity);
  for (let row = 0; row < users.length; row++) {
    if (times[row] < starts[users[row]]) starts[users[row]] = times[row];
  }
  return starts.every((start) => start === starts[0]) ? "within-user" : stated;
}
