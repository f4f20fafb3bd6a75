import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { currentHost, type MimeBundle } from "../../lib/host";
import { showProgress, type Progress } from "../../lib/training";

/** Runs a program under a terminal of its own (script, from util-linux) and returns what it drew. */
function inTerminal(program: string): { status: number | null; drawn: string } {
  const command = `${process.execPath} --import tsx -e '${program}'`;
  const run = spawnSync("script", ["-qec", command, "/dev/null"], { encoding: "utf8", timeout: 60_000 });
  return { status: run.status, drawn: run.stdout };
}

const fixtures = `
  const { leaveLastOut } = require("./lib/splitting");
  const { head2tail, twoTower } = require("./lib/methods");
  const { fit } = require("./lib/training");
  const { tastefulInteractions } = require("./tests/fixtures");
  const split = leaveLastOut(tastefulInteractions());
  const small = { embeddingSize: 4, hiddenSizes: [4], outputSize: 4, epochs: 2, k: 20 };
`;
const hasScript = spawnSync("script", ["--version"]).status === 0;

describe(
  "progress in a terminal",
  { skip: hasScript ? false : "no script(1) to make a terminal with" },
  () => {
    test("is one bar a stage", () => {
      const { status, drawn } = inTerminal(`${fixtures} fit(head2tail(small), split);`);
      assert.equal(status, 0, drawn);
      assert.match(drawn, /head2tail, all: epoch 2 of 2.*took/);
      assert.match(drawn, /head2tail, tail: epoch 2 of 2.*took/);
    });

    test("ends with a fit that is stopped, and leaves the terminal as it was", () => {
      const { status, drawn } = inTerminal(`${fixtures}
      const stop = new AbortController();
      fit(twoTower({ embeddingSize: 4, epochs: 100000, patience: 100000 }), split, { signal: stop.signal })
        .catch((error) => console.log("stopped by", error.message));
      setTimeout(() => stop.abort(new Error("me")), 1000);`);
      assert.equal(status, 0, drawn);
      assert.match(drawn, /stopped by me/);
      // Line wrapping is switched off for the bar and on again behind it.
      assert.ok(drawn.lastIndexOf("\u001b[?7h") > drawn.lastIndexOf("\u001b[?7l"));
    });
  },
);

describe("progress in a notebook", () => {
  /** What the cell would show of some progress. */
  function shownOf(reports: readonly Pick<Progress, "label" | "epoch" | "done">[]): string[] {
    const shown: string[] = [];
    const key = Symbol.for("longtail.host");
    const holder = globalThis as unknown as Record<symbol, unknown>;
    const before = holder[key];
    holder[key] = {
      ...currentHost(),
      kind: "notebook",
      display: (bundle: MimeBundle) => shown.push(String(bundle["text/plain"])),
    };
    try {
      const display = showProgress();
      for (const report of reports) display.onProgress({ ...rest, ...report });
      display.end();
    } finally {
      holder[key] = before;
    }
    return shown;
  }
  const rest = {
    ...{ epochs: 3, loss: 1, metricName: "NDCG@50", metric: 0.1, bestEpoch: 1 },
    ...{ secondsSpent: 1, secondsLeft: 1 },
  };

  test("is of what is trained here, and not of training that is read back", () => {
    const read = { label: "mirec, many-shot", epoch: 3, done: true };
    assert.deepEqual(shownOf([read]), []);
    const lines = shownOf([
      read,
      { label: "mirec, few-shot", epoch: 1, done: false },
      { label: "mirec, few-shot", epoch: 2, done: true },
    ]);
    assert.equal(lines.length, 2);
    assert.match(lines[1], /^mirec, few-shot: epoch 2 of 3/);
    assert.equal(shownOf([{ label: "two-tower", epoch: 1, done: true }]).length, 1);
  });
});
