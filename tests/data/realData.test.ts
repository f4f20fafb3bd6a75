import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import type { Interactions } from "../../lib/data";
import { datasetEntry, loadDataset } from "../../lib/data";
import { obtainDataset } from "../../lib/data/sources/obtainDataset";
import { assertWellFormed, featuresOf } from "./features";
import { packagedMovieLens } from "./packagedMovieLens";
import { temporaryFolder } from "../temporaryFolder";

const mirror = process.env["LONGTAIL_DATA_MIRROR"];
const inMirror = (name: string): boolean =>
  mirror !== undefined && existsSync(path.join(mirror, `${name}.zip`));
const skipWithout = (name: string): string | false =>
  inMirror(name) ? false : `LONGTAIL_DATA_MIRROR names no folder with ${name}.zip`;

/** A data set as the mirror has it; no other source is asked, so a mirror without it fails the test. */
async function fromMirror(name: string): Promise<Interactions> {
  const directory = temporaryFolder();
  await obtainDataset({ ...datasetEntry(name), sources: [] }, { directory, mirror });
  return loadDataset(name, { directory });
}

let wheelCopy: Interactions;
before(async () => {
  wheelCopy = await loadDataset("ml-100k", { directory: await packagedMovieLens() });
});

test("the copy of ml-100k that pip brings is complete", () => {
  assertWellFormed(wheelCopy);
  assert.equal(wheelCopy.users.length, 100_000);
  assert.equal(wheelCopy.userIds.length, 943);
  assert.equal(wheelCopy.itemIds.length, 1_682);
  assert.equal(wheelCopy.provenance.badRowCount, 0);
  assert.equal(wheelCopy.provenance.duplicateCount, 0);
  assert.equal(wheelCopy.provenance.source, "Python package recbole 1.2.1");
  assert.equal(wheelCopy.timeScope, "global");
});

test("ml-100k's first user and first film have the features their rows say", () => {
  const user = wheelCopy.userIds.indexOf("1");
  assert.deepEqual(featuresOf(wheelCopy.userFeatures, user), {
    age: "20-29",
    gender: "M",
    occupation: "technician",
    zip: "85",
  });
  const item = wheelCopy.itemIds.indexOf("1");
  assert.equal(wheelCopy.itemTitles[item], "Toy Story (1995)");
  const features = featuresOf(wheelCopy.itemFeatures, item);
  assert.equal(features.year, "1995");
  assert.deepEqual(features.genres, ["Animation", "Children's", "Comedy"]);
});

test(
  "the publisher's files of ml-100k have the same rows, order and features as pip's copy",
  {
    skip: skipWithout("ml-100k"),
  },
  async () => {
    const data = await fromMirror("ml-100k");
    assertWellFormed(data);
    assert.equal(data.provenance.source, "mirror folder, ml-100k.zip");
    for (const key of [
      "users",
      "items",
      "order",
      "userIds",
      "itemIds",
      "userFeatures",
      "itemFeatures",
    ] as const) {
      assert.deepEqual(wheelCopy[key], data[key], key);
    }
  },
);

test("ml-1m is complete", { skip: skipWithout("ml-1m") }, async () => {
  const data = await fromMirror("ml-1m");
  assertWellFormed(data);
  assert.equal(data.users.length, 1_000_209);
  assert.equal(data.userIds.length, 6_040);
  assert.equal(data.itemIds.length, 3_706);
});

test("book-crossing's dense part is complete", { skip: skipWithout("book-crossing") }, async () => {
  const data = await fromMirror("book-crossing");
  assertWellFormed(data);
  assert.equal(data.timeScope, "none");
  if (data.provenance.note === undefined) return;
  assert.equal(data.users.length, 272_678);
  assert.equal(data.userIds.length, 2_946);
  assert.equal(data.itemIds.length, 17_384);
  assert.equal(data.provenance.badRowCount, 0);
});
