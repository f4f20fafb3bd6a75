import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { alternate } from "../../bench/harness/alternate";
import type { SideProgram } from "../../bench/harness/side";
import { temporaryFolder } from "../temporaryFolder";

/** Two sides that write down when they begin and end a block, and how a block went. */
function writingSides(): { ours: SideProgram; other: SideProgram; log: () => string[] } {
  const folder = temporaryFolder();
  const file = join(folder, "log");
  writeFileSync(file, "");
  const script = join(folder, "side.cjs");
  writeFileSync(
    script,
    `const { appendFileSync } = require("node:fs");
     const [file, label] = process.argv.slice(2);
     const say = (answer) => console.log(JSON.stringify(answer));
     require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
       const { run, end } = JSON.parse(line);
       if (end) { say({ peakBytes: 1 }); process.exit(0); }
       if (label === "broken") process.exit(1);
       appendFileSync(file, label + " begins " + run + "\\n");
       setTimeout(() => { appendFileSync(file, label + " ends\\n"); say({ seconds: 0.5 * run }); }, 20);
     });
     say({ note: label });`,
  );
  const side = (label: string): SideProgram => ({
    label,
    command: process.execPath,
    args: [script, file, label],
  });
  return {
    ours: side("ours"),
    other: side("other"),
    log: () => readFileSync(file, "utf8").trim().split("\n"),
  };
}

test("blocks of the two sides take turns and never overlap", async () => {
  const { ours, other, log } = writingSides();
  const result = await alternate(ours, other, { pairs: 2 });
  const turn = ["ours begins 1", "ours ends", "other begins 1", "other ends"];
  assert.deepEqual(log(), [...turn, ...turn]);
  assert.deepEqual(result.ours.seconds, [0.5, 0.5]);
  assert.equal(result.other.ready.note, "other");
});

test("a block holds as many units as fill its time, after a warm-up that does not count", async () => {
  const { ours, other, log } = writingSides();
  const result = await alternate(ours, other, { pairs: 1, blockSeconds: 5 });
  assert.deepEqual(
    log().filter((line) => line.startsWith("ours begins")),
    ["ours begins 3", "ours begins 3", "ours begins 10", "ours begins 10"],
  );
  assert.deepEqual(result.ours.seconds, [0.5]);
});

test("a side that ends early is named", async () => {
  const { ours, other } = writingSides();
  const broken = { ...other, label: "PyTorch", args: [...other.args.slice(0, -1), "broken"] };
  await assert.rejects(alternate(ours, broken, { pairs: 1 }), /side "PyTorch" ended early/);
});
