import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { mostPopular } from "../../lib/methods";
import { temporaryFolder } from "../temporaryFolder";
import { startChild } from "./childProcess";
import type { ChildRun } from "./runChild";
import { quietly, small, split } from "./smallRun";

const run: ChildRun = {
  ...{ records: "", method: "two-tower", seed: 0, checkpointEvery: 0 },
  options: { ...small, embeddingSize: 64, hiddenSizes: [256], epochs: 4 },
};

/** A file system of so many kilobytes, or undefined where this user may not mount one. */
function smallDisk(kilobytes: number): string | undefined {
  const folder = temporaryFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder]);
  if (mounted.status !== 0) return undefined;
  after(() => execFileSync("umount", [folder]));
  return folder;
}

describe("a disk that is full", () => {
  test("costs a run its record and not its result, and is told of once", async (t) => {
    const records = smallDisk(8);
    if (!records) return t.skip("this user may not mount a small file system");
    const child = startChild({ ...run, records });
    const outcome = await child.outcome;
    assert.ok(outcome);
    assert.match(outcome.recordError!, /cannot be written to ".*" \(ENOSPC.*make room there/);
    assert.equal(child.errors().match(/cannot be written/g)?.length, 1);
    const whole = await startChild({ ...run, records: temporaryFolder() }).outcome;
    assert.deepEqual([outcome.ranks, outcome.losses], [whole!.ranks, whole!.losses]);
    // Nothing half-written is left.
    const left = readdirSync(records, { recursive: true }).map(String);
    assert.ok(!left.some((name) => name.includes(".partial-")), left.join());
  });

  test("for checkpoints alone costs the checkpoints alone", async () => {
    const records = temporaryFolder();
    // Files of at most 16 KiB: checkpoints are larger, the record is not.
    const child = startChild({ ...run, records }, "trap '' XFSZ; ulimit -f 32;");
    const outcome = await child.outcome;
    assert.equal(outcome!.recordError, null);
    assert.match(child.errors(), /cannot be written to ".*" \(EFBIG/);
    const again = await startChild({ ...run, records }).outcome;
    assert.deepEqual([again!.cached, again!.ranks], [true, outcome!.ranks]);
  });
});

describe("a folder that cannot be written to", () => {
  test("is told of, and the result is whole and comes with the reason", async () => {
    const folder = temporaryFolder({ file: "" });
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (line: unknown) => said.push(line);
    try {
      // Below a file there can be no folder, for root neither.
      const first = await quietly(path.join(folder, "file"), mostPopular());
      const second = await quietly(path.join(folder, "file"), mostPopular());
      assert.match(first.recordError!, /file" cannot be written to/);
      assert.deepEqual([first.cached, second.cached, first.ranks], [false, false, second.ranks]);
      assert.equal(first.record.status, "finished");
      assert.ok(first.record.seconds > 0);
      assert.equal(first.ranks.test.ranks.length, split.test.items.length);
    } finally {
      console.warn = warn;
    }
    assert.equal(said.length, 1);
    assert.match(String(said[0]), /cannot be written to .*(ENOTDIR|EEXIST)/);
  });

  test("of a read-only file system still gives the records that it has", async (t) => {
    const records = smallDisk(1000);
    if (!records) return t.skip("this user may not mount a small file system");
    mkdirSync(path.join(records, "inner"));
    const { ranks } = await quietly(records, mostPopular());
    execFileSync("mount", ["-o", "remount,ro", records]);
    const again = await quietly(records, mostPopular());
    assert.deepEqual([again.cached, again.ranks], [true, ranks]);
    const child = startChild({ ...run, records });
    assert.match((await child.outcome)!.recordError!, /cannot be written/);
    assert.match(child.errors(), /EROFS/);
    assert.throws(() => rmSync(path.join(records, "inner"), { recursive: true }), /EROFS/);
  });
});
