import assert from "node:assert/strict";
import { test } from "node:test";
import { datasetEntry, listDatasets } from "../../lib/data";
import { parseCatalogue } from "../../lib/data/sources/catalogue";

test("the committed catalogue holds the three data sets, ml-100k with a copy that needs only pip", () => {
  assert.deepEqual(
    listDatasets().map((entry) => entry.name),
    ["ml-100k", "ml-1m", "book-crossing"],
  );
  assert.equal(datasetEntry("ml-100k").sources.at(-1)?.kind, "python-package");
  assert.equal(datasetEntry("book-crossing").archive.md5, null);
});

test("an unknown name is refused with the names there are", () => {
  assert.throws(() => datasetEntry("ml-20m"), /no data set "ml-20m".*"ml-100k", "ml-1m", "book-crossing"/);
});

const entry = JSON.parse(JSON.stringify(datasetEntry("ml-1m"))) as Record<string, unknown>;

test("a catalogue with an invented checksum is refused, and the message names the field", () => {
  const broken = { ...entry, archive: { md5: "abc", sha256: null } };
  assert.throws(
    () => parseCatalogue(JSON.stringify({ datasets: [broken] })),
    /datasets\.0\.archive\.md5: an MD5 is 32 hexadecimal digits/,
  );
});

test("a name that would leave the data folder is refused", () => {
  const broken = { ...entry, name: "../elsewhere" };
  assert.throws(() => parseCatalogue(JSON.stringify({ datasets: [broken] })), /datasets\.0\.name/);
});

test("two data sets of one name are refused", () => {
  assert.throws(() => parseCatalogue(JSON.stringify({ datasets: [entry, entry] })), /same name/);
});
