import type { Database } from "../reading/duckdb";
import { identifier, literal } from "../reading/duckdb";
import type { TableColumn } from "./tableFile";

/** How a column of times becomes seconds. */
export interface TimeReading {
  /** SQL expression, DOUBLE, NULL where a value is no time. */
  readonly seconds: string;
  /** How the values are written, for the note: "seconds", "milliseconds", "dates written %d/%m/%Y". */
  readonly words: string;
  /** What a value that cannot be read is not: "a number" or "a date". */
  readonly expected: string;
}

const days = ["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y.%m.%d", "%d/%m/%y", "%m/%d/%y"];
const clocks = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];

/** Ways to write a date beside ISO 8601, those that DuckDB does not read by itself. */
const formats = [
  ...days.flatMap((day) => clocks.map((clock) => day + clock)),
  ...["%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%m %d, %Y", "%b %Y", "%B %Y"],
  ...["%d-%b-%Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%b %d, %Y %H:%M:%S", "%b %d, %Y %I:%M %p"],
  ...["%Y%m%dT%H%M%S", "%a, %d %b %Y %H:%M:%S", "%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S %z %Y"],
];

/** Times of this size and more are counted in smaller units than seconds: 1e11 seconds is the year 5138. */
const units = [
  { from: 1e17, perSecond: 1e9, words: "nanoseconds" },
  { from: 1e14, perSecond: 1e6, words: "microseconds" },
  { from: 1e11, perSecond: 1e3, words: "milliseconds" },
  { from: -Infinity, perSecond: 1, words: "seconds" },
];

const asNumber = (text: string): string => `TRY_CAST(${text} AS DOUBLE)`;
const asIso = (text: string): string => `epoch(TRY_CAST(${text} AS TIMESTAMPTZ))`;
const asWritten = (text: string, format: string): string =>
  `epoch(try_strptime(${text}, ${literal(format)}))`;

/**
 * Finds out how a column's times are written, from its first values: numbers (seconds, or a smaller unit by their
 * size), ISO 8601 dates, or one of the usual other ways; dates without a zone are taken as UTC.
 *
 * @param rows - SQL of the file's rows.
 * @param timeFormat - Given by the person; then nothing is guessed.
 * @throws Error, one sentence, if the values are no times that are known (with the first row and its value), or if day
 *   and month cannot be told apart.
 */
export async function timeReading(
  database: Database,
  file: string,
  column: TableColumn,
  rows: string,
  timeFormat: string | undefined,
): Promise<TimeReading> {
  const name = identifier(column.name);
  if (/^(?:TIMESTAMP|DATE)/.test(column.type)) {
    const moment = column.type === "TIMESTAMP WITH TIME ZONE" ? name : `CAST(${name} AS TIMESTAMP)`;
    return { seconds: `epoch(${moment})`, words: "dates", expected: "a date" };
  }
  const text = column.type === "VARCHAR" ? `trim(${name})` : `CAST(${name} AS VARCHAR)`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE first_times AS SELECT value FROM (SELECT ${text} AS value FROM ${rows} LIMIT 20000) WHERE value <> ''`,
  );
  const count = (expression: string): Promise<number> =>
    database.number(`SELECT count(${expression}) FROM first_times`);
  const given = await count("value");
  if (timeFormat !== undefined) {
    const seconds = asWritten(text, timeFormat);
    await checkFormat(database, timeFormat);
    return { seconds, words: `dates written ${timeFormat}`, expected: `a date written ${timeFormat}` };
  }
  if (given === 0) throw new Error(`${file} has no value in its column of times, ${column.name}.`);
  if ((await count(asNumber("value"))) * 2 > given) {
    const middle = await database.number(`SELECT median(abs(${asNumber("value")})) FROM first_times`);
    const unit = units.find(({ from }) => middle >= from) ?? units[3];
    const number = asNumber(text);
    // "nan" and "inf" are numbers to DuckDB, but no times.
    const seconds = `CASE WHEN isfinite(${number}) THEN ${number} / ${unit.perSecond} END`;
    return { seconds, words: unit.words, expected: "a number" };
  }
  if ((await count(asIso("value"))) * 2 > given) {
    return { seconds: asIso(text), words: "dates", expected: "a date" };
  }
  const counts = await countsByFormat(database);
  const best = Math.max(...counts);
  if (best * 2 <= given) throw await noTimes(database, file, column.name);
  const fitting = formats.filter((_, index) => counts[index] === best);
  if (fitting.length > 1 && (await disagree(database, fitting))) {
    throw new Error(
      `The dates of ${file}, column ${column.name}, can be read in two ways (${fitting.slice(0, 2).join(" or ")}); say which with option "timeFormat".`,
    );
  }
  return {
    seconds: asWritten(text, fitting[0]),
    words: `dates written ${fitting[0]}`,
    expected: `a date written ${fitting[0]}`,
  };
}

async function countsByFormat(database: Database): Promise<readonly number[]> {
  const counts = formats.map((format) => `CAST(count(${asWritten("value", format)}) AS DOUBLE)`);
  const columns = await database.columns(
    `SELECT ${counts.join(", ")} FROM first_times`,
    formats.map(() => "float64" as const),
  );
  return columns.map(([value]) => value);
}

/** Whether two ways to read the same dates give different moments: 01/02/2020 is in January or in February. */
async function disagree(database: Database, [first, ...others]: readonly string[]): Promise<boolean> {
  const differs = others.map(
    (other) => `${asWritten("value", first)} IS DISTINCT FROM ${asWritten("value", other)}`,
  );
  return (await database.number(`SELECT count(*) FROM first_times WHERE ${differs.join(" OR ")}`)) > 0;
}

async function noTimes(database: Database, file: string, column: string): Promise<Error> {
  const [[first]] = await database.columns("SELECT value FROM first_times LIMIT 1", ["text"]);
  return new Error(
    `${file}, first row: ${column} "${first}" is not a time in any usual way of writing; say how dates are written with option "timeFormat", such as "%d/%m/%Y", or set columns.time to null to do without times.`,
  );
}

async function checkFormat(database: Database, format: string): Promise<void> {
  await database.run(`SELECT try_strptime('2020', ${literal(format)})`).catch(() => {
    throw new Error(
      `Option "timeFormat" is ${JSON.stringify(format)}, which is no way to write dates; it has strftime's letters, such as "%d/%m/%Y %H:%M".`,
    );
  });
}
