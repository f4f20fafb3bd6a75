import assert from "node:assert/strict";
import { test } from "node:test";
import { readBookCrossing } from "../../lib/data";
import { assertWellFormed, featuresOf } from "./features";
import { temporaryFolder } from "../temporaryFolder";

const ratings = String.raw`"User-ID";"ISBN";"Book-Rating"
"7";"0001";"0"
"8";"\"0002\"";"8"
"7";"0003";"5"
"9";"gone";"0"
"9";"0001";"10"
"7";"0001";"6"
`;
const users = `"User-ID";"Location";"Age"
"7";"porto, porto, Portugal";"27"
"8";"lisbon, n/a, portugal";NULL
"9";", , ";"244"
`;
const books = Buffer.from(
  String.raw`"ISBN";"Book-Title";"Book-Author";"Year-Of-Publication";"Publisher";"Image-URL-S"
"0001";"Les Misérables; or, \"the wretched\" &amp; poor";"Victor HUGO";"1862";"W. W. Norton &amp; Company";""
"\"0002\"";"The wretched of the earth";"Victor Hugo";"0";"Grove";""
"0003";"Earth";"Zola";"2050";"W. W. Norton & Company";"http://x"
"9999";"Read by nobody";"Zola";"1900";"Grove";""
`,
  "latin1",
);

function folderOf(changes: Record<string, string | Buffer> = {}): string {
  return temporaryFolder({
    "BX-Book-Ratings.csv": ratings,
    "BX-Users.csv": users,
    "BX-Books.csv": books,
    ...changes,
  });
}

test("implicit and explicit ratings are positive pairs without times, a pair's last row stays", async () => {
  const data = await readBookCrossing(folderOf(), { name: "bx" });
  assertWellFormed(data);
  assert.equal(data.timeScope, "none");
  assert.deepEqual(data.userIds, ["8", "7", "9"]);
  assert.deepEqual(data.itemIds, ['"0002"', "0003", "gone", "0001"]);
  assert.deepEqual([...data.users], [0, 1, 2, 2, 1]);
  assert.deepEqual([...data.items], [0, 1, 2, 3, 3]);
  assert.deepEqual([...data.order], [0, 1, 2, 3, 4]);
  assert.equal(data.provenance.duplicateCount, 1);
});

test("explicitOnly leaves the implicit zeros out", async () => {
  const data = await readBookCrossing(folderOf(), { explicitOnly: true });
  assert.deepEqual(
    Array.from(data.users, (user, row) => [data.userIds[user], data.itemIds[data.items[row]]]),
    [
      ["8", '"0002"'],
      ["7", "0003"],
      ["9", "0001"],
      ["7", "0001"],
    ],
  );
});

test("titles keep their semicolons, quotes and accents, and lose their HTML entities", async () => {
  const data = await readBookCrossing(folderOf());
  assert.equal(data.itemTitles[3], 'Les Misérables; or, "the wretched" & poor');
  assert.equal(data.itemTitles[2], "gone", "the id stands in for a book without a row");
});

test("absurd ages and years, and values of one user or book alone, are unknown", async () => {
  const data = await readBookCrossing(folderOf());
  const [user8, user7, user9] = [0, 1, 2].map((user) => featuresOf(data.userFeatures, user));
  assert.deepEqual(user7, { country: "portugal", age: "20-29" });
  assert.deepEqual(user8, { country: "portugal", age: "unknown" });
  assert.deepEqual(user9, { country: "unknown", age: "unknown" });
  const [book2, book3, gone, book1] = [0, 1, 2, 3].map((item) => featuresOf(data.itemFeatures, item));
  assert.deepEqual(book2, {
    "title words": ["earth", "the", "wretched"],
    author: "victor hugo",
    year: "unknown",
    publisher: "unknown",
  });
  assert.equal(book3.year, "unknown");
  assert.equal(book3.author, "unknown", "a book read by nobody does not make an author known");
  assert.equal(book1.year, "1862");
  assert.equal(book1.publisher, "w. w. norton & company");
  assert.equal(book3.publisher, "w. w. norton & company");
  assert.deepEqual(gone, {
    "title words": ["unknown"],
    author: "unknown",
    year: "unknown",
    publisher: "unknown",
  });
});

test("a missing column is an error that says what was expected and found", async () => {
  const folder = folderOf({ "BX-Users.csv": users.replace('"Age"', '"Years"') });
  await assert.rejects(readBookCrossing(folder), {
    message:
      "BX-Users.csv lacks the column Age: expected a first line with the columns User-ID, Location, Age, found User-ID, Location, Years.",
  });
});

test("an empty file is an error", async () => {
  await assert.rejects(readBookCrossing(folderOf({ "BX-Books.csv": "" })), /BX-Books\.csv is empty/);
});

test("ratings that are all implicit leave nothing under explicitOnly, which is an error", async () => {
  const folder = folderOf({ "BX-Book-Ratings.csv": '"User-ID";"ISBN";"Book-Rating"\n"7";"1";"0"\n' });
  await assert.rejects(readBookCrossing(folder, { explicitOnly: true }), /no interaction/);
});

test("columns may stand in another order", async () => {
  const folder = folderOf({ "BX-Users.csv": '"Age";"User-ID";"Location"\n"33";"7";"a, b, c"\n' });
  const data = await readBookCrossing(folder);
  assert.equal(featuresOf(data.userFeatures, 1).age, "30-39");
});
