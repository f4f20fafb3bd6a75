import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { safeUnzip } from "../../lib/data/sources/safeUnzip";
import { temporaryFolder } from "../temporaryFolder";
import { zipArchive } from "./zipArchive";

test("an archive's files come out with their folders and their bytes", async () => {
  const folder = temporaryFolder({
    "good.zip": zipArchive([
      { name: "ml/", content: "" },
      { name: "ml/u.data", content: "1\t2\n" },
      { name: "naïve ..txt", content: Buffer.from([0, 255, 10]) },
    ]),
  });
  await safeUnzip(path.join(folder, "good.zip"), folder);
  assert.equal(readFileSync(path.join(folder, "ml/u.data"), "utf8"), "1\t2\n");
  assert.deepEqual([...readFileSync(path.join(folder, "naïve ..txt"))], [0, 255, 10]);
});

for (const name of [
  "../outside.txt",
  "a/../../outside.txt",
  "/outside.txt",
  "..\\outside.txt",
  "C:\\outside.txt",
]) {
  test(`an entry named ${name} is refused and nothing is written`, async () => {
    const parent = temporaryFolder({ "bad.zip": zipArchive([{ name, content: "x" }]) });
    const folder = path.join(parent, "inside");
    await assert.rejects(safeUnzip(path.join(parent, "bad.zip"), folder), /bad\.zip .*outside\.txt/);
    assert.equal(existsSync(path.join(parent, "outside.txt")), false);
    assert.equal(existsSync(folder), false);
  });
}

test("a symbolic link is refused", async () => {
  const folder = temporaryFolder({
    "link.zip": zipArchive([{ name: "link", content: "/etc/passwd", mode: 0o120777 }]),
  });
  await assert.rejects(safeUnzip(path.join(folder, "link.zip"), folder), /symbolic link/);
  assert.equal(existsSync(path.join(folder, "link")), false);
});

test("an archive that unpacks to more than the limit is refused", async () => {
  const folder = temporaryFolder({ "big.zip": zipArchive([{ name: "big", content: "x".repeat(2_000) }]) });
  await assert.rejects(
    safeUnzip(path.join(folder, "big.zip"), folder, { maximumBytes: 1_000 }),
    /more than 1000 bytes/,
  );
});

test("an archive cut short is an error that names it", async () => {
  const whole = zipArchive([{ name: "a", content: "x".repeat(100) }]);
  const folder = temporaryFolder({ "short.zip": whole.subarray(0, whole.length - 30) });
  await assert.rejects(safeUnzip(path.join(folder, "short.zip"), folder), /short\.zip is not a usable zip/);
});
