import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { usedRecords, usedRecordsOfOtherCode } from "../../lib/experiments";
import { temporaryFolder } from "../temporaryFolder";
import { ownMethod, quietly } from "./smallRun";

test("the runs that were computed or read are named once, and those of other code than there is now are told apart", async () => {
  const records = temporaryFolder();
  const one = await quietly(records, ownMethod(1));
  const other = await quietly(records, ownMethod(-1));
  await quietly(records, ownMethod(1));
  assert.deepEqual(
    usedRecords().map(({ id }) => id),
    [one.record.id, other.record.id],
  );
  assert.deepEqual(await usedRecordsOfOtherCode(), []);
  // As if the library had been edited since: the record is taken all the same when it is asked for with "accept".
  const [request] = one.record.id.split("-");
  const older = `${request}-0123456789`;
  const text = readFileSync(path.join(records, one.record.id, "record.json"), "utf8");
  const { code } = one.record;
  const changed = text.replace(one.record.id, older).replace(code.sha256, "0".repeat(64));
  renameSync(path.join(records, one.record.id), path.join(records, older));
  writeFileSync(path.join(records, older, "record.json"), changed);
  const accepted = await quietly(records, ownMethod(1), { changedCode: "accept" });
  assert.equal(accepted.record.id, older);
  assert.deepEqual(
    (await usedRecordsOfOtherCode()).map(({ id }) => id),
    [older],
  );
});
