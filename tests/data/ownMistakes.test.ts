import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { coreFilter, loadDataset, type DatasetSpecification, type OwnDataset } from "../../lib/data";
import { leaveLastOut } from "../../lib/splitting";
import { temporaryFolder } from "../temporaryFolder";

const good = "user_id,item_id,timestamp,rating\nann,7,100,4\nbob,7,200,5\nann,8,300,2\n";

/** A file of this content, read as the options say. */
function reading(
  content: string | Buffer,
  options: Partial<OwnDataset> = {},
  others: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const folder = temporaryFolder({ "mine.csv": content, ...others });
  const own = (name: string | undefined): string | undefined => name && path.join(folder, name);
  return loadDataset({
    ...options,
    interactions: path.join(folder, "mine.csv"),
    ...(options.items ? { items: own(options.items) } : {}),
  });
}

/** Rows enough that one bad one stays under 1 %. */
const manyRows = (row: (index: number) => string, count = 300): string =>
  `${Array.from({ length: count }, (_, index) => row(index)).join("\n")}\n`;

describe("a mistake with one's own file gets a sentence that says what, where and what to do:", () => {
  test("a file that is not there, with the nearest name that is", async () => {
    const folder = temporaryFolder({ "ratings.csv": good });
    const file = path.join(folder, "rating.csv");
    await assert.rejects(loadDataset({ interactions: file }), {
      message: `Option "interactions" names "${file}", but there is no such file in ${folder}; did you mean "ratings.csv"?`,
    });
  });

  test("a folder that is not there, and a folder in a file's place", async () => {
    const folder = temporaryFolder();
    await assert.rejects(
      loadDataset({ interactions: path.join(folder, "gone", "a.csv") }),
      /there is no folder .*gone\.$/,
    );
    await assert.rejects(loadDataset({ interactions: folder }), /which is a folder; name a file in it\.$/);
  });

  test("a separator that does not divide the lines, with the one that does", async () => {
    await assert.rejects(reading(good, { separator: ";" }), {
      message:
        'mine.csv is not divided by semicolons, as option "separator" says: its first line is "user_id,item_id,timestamp,rating". Its lines look divided by commas; leave the option out.',
    });
  });

  test("lines that nothing divides", async () => {
    await assert.rejects(
      reading("user_id~item_id\nann~7\nbob~8\n"),
      /has no columns that could be told apart.*option "separator"/,
    );
  });

  test("a column that is not there, with the nearest name", async () => {
    await assert.rejects(reading(good, { columns: { user: "usr_id" } }), {
      message:
        'mine.csv has no column "usr_id", which columns.user names; did you mean "user_id"? It has user_id, item_id, timestamp, rating.',
    });
  });

  test("no column under a usual name, with those there are", async () => {
    await assert.rejects(
      reading("who,item_id\nann,7\n"),
      /mine\.csv has no column of user ids under a usual name \(user_id, .*\{ "user": "\.\.\." \}\. It has who, item_id\.$/,
    );
  });

  test("a header that is missing", async () => {
    await assert.rejects(reading("196,242,3,881250949\n186,302,3,891717742\n"), {
      message:
        'mine.csv has no header: its first line is "196,242,3,881250949"; put a line with the columns\' names before it, or give them as option "header", such as ["user","item","rating","time"].',
    });
  });

  test("a header that is missing in the file of items, which has no such option", async () => {
    await assert.rejects(reading(good, { items: "films.csv" }, { "films.csv": "7,war,1999\n8,war,2001\n" }), {
      message:
        'films.csv has no header: its first line is "7,war,1999"; put a line with the columns\' names before it.',
    });
  });

  test("given names that are not as many as the columns", async () => {
    await assert.rejects(
      reading("196,242,3\n186,302,3\n", { header: ["user", "item"] }),
      /Option "header" names 2 columns, but mine\.csv has 3/,
    );
  });

  test("dates that do not parse, with row and value", async () => {
    const content = `user_id,item_id,date\nann,7,2020-01-02\nann,8,2020-02-31\n${manyRows((row) => `u${row % 9},i${row},2021-03-04`, 20)}`;
    await assert.rejects(
      reading(content),
      /mine\.csv: 1 of 22 rows are bad, more than 1 %; the first is line 3: date "2020-02-31" is not a date\. Expected 3 columns divided by commas/,
    );
  });

  test("dates of no usual kind, with the first of them", async () => {
    await assert.rejects(
      reading("user_id,item_id,date\nann,7,long ago\nbob,7,recently\n"),
      /mine\.csv, first row: date "long ago" is not a time in any usual way of writing; say how dates are written with option "timeFormat"/,
    );
  });

  test("dates whose day and month cannot be told apart", async () => {
    const content = "user_id,item_id,date\nann,7,01/02/2020\nbob,7,03/04/2020\n";
    await assert.rejects(
      reading(content),
      /can be read in two ways \(%d\/%m\/%Y or %m\/%d\/%Y\); say which with option "timeFormat"/,
    );
    await assert.doesNotReject(reading(content, { timeFormat: "%d/%m/%Y" }));
  });

  test("a way to write dates that is none", async () => {
    await assert.rejects(
      reading(good, { timeFormat: "%Q" }),
      /Option "timeFormat" is "%Q", which is no way to write dates/,
    );
  });

  test("a quote that does not close, with its line", async () => {
    const content = `user_id,item_id,title\n${manyRows((row) => `u${row},i${row},"fine"`, 20)}ann,7,"open\nbob,8,"closed"\n`;
    await assert.rejects(
      reading(content),
      /mine\.csv: 1 of 22 rows are bad.*line 22: a quote that does not close/,
    );
  });

  test("rows of another number of columns, with the first line", async () => {
    await assert.rejects(
      reading(`${good}ann,9\n`),
      /1 of 4 rows are bad, more than 1 %; the first is line 5: expected 4 columns/,
    );
  });

  test("an empty file, and a header alone", async () => {
    await assert.rejects(reading(""), { message: "mine.csv is empty." });
    await assert.rejects(
      reading("user_id,item_id\n"),
      /mine\.csv has no rows: expected 2 columns divided by commas/,
    );
  });

  test("no row of the minimum rating, with the highest there is", async () => {
    await assert.rejects(
      reading(good, { minimumRating: 6 }),
      /No row of mine\.csv is left: none has a "rating" of at least 6, the highest is 5; choose a lower minimumRating\./,
    );
  });

  test("a minimum rating without ratings", async () => {
    await assert.rejects(
      reading("user_id,item_id\na,b\n", { minimumRating: 3 }),
      /has no column of ratings; say which/,
    );
  });

  test("a k-core with nothing in it", async () => {
    await assert.rejects(reading(good, { kCore: 9 }), /The 9-core of "mine" is empty; choose a smaller k\./);
  });

  test("a feature column that is in neither file, with the nearest name", async () => {
    const items = { "films.csv": "item_id,genres\n7,a|b\n8,b\n" };
    await assert.rejects(
      reading(good, { items: "films.csv", columns: { multiValued: { genre: "|" } } }, items),
      {
        message:
          'Column "genre" is named as a feature, but there is none in films.csv; did you mean "genres"?',
      },
    );
    await assert.rejects(
      reading(good, { columns: { words: ["title"] } }),
      /neither a file of items nor one of users is given/,
    );
  });

  test("a file of items that describes none of the items", async () => {
    const items = { "films.csv": "item_id,genres\nm7,a|b\nm8,b\n" };
    await assert.rejects(
      reading(good, { items: "films.csv" }, items),
      /No id in column item_id of films\.csv is one of the interactions' items: it has ids such as "m7", they have "7"\./,
    );
  });

  test("an option that is none, with the nearest name, and a value of another type", async () => {
    const wrong = {
      interactions: "a.csv",
      colums: {},
      minimumRating: "4",
    } as unknown as DatasetSpecification;
    await assert.rejects(loadDataset(wrong), {
      message:
        'Option "minimumRating" of loadDataset is "4", but must be a number. loadDataset has no option "colums"; did you mean "columns"?',
    });
  });

  test("an Excel workbook, and UTF-16", async () => {
    await assert.rejects(
      reading(Buffer.from("PK\u0003\u0004rest of it")),
      /is a zip archive or an Excel workbook.*save the sheet as CSV/,
    );
    await assert.rejects(
      reading(Buffer.from(`\uFEFF${good}`, "utf16le")),
      /is written in UTF-16; save it as UTF-8/,
    );
  });

  test("a line of JSON that is none, with its number", async () => {
    const content = '{"user_id":"a","item_id":1}\n{"user_id":"b" "item_id":2}\n{"user_id":"c","item_id":2}\n';
    await assert.rejects(reading(content), /mine\.csv, line 2 could not be read: Malformed JSON/);
  });

  test("leave-last-out of data without times, with what to use instead", async () => {
    const data = await loadDataset({
      interactions: path.join(temporaryFolder({ "mine.csv": "user,item\na,1\na,2\na,3\n" }), "mine.csv"),
    });
    assert.throws(() => leaveLastOut(data), /"mine" has no times.*use randomHoldOut\(data, \{ seed \}\)\./);
    assert.equal(coreFilter(data, { k: 1 }).users.length, 3);
  });
});
