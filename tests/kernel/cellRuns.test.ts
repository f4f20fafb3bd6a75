import assert from "node:assert/strict";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { CellRuns } from "../../kernel/run/cellRuns";
import { temporaryFolder } from "../temporaryFolder";

const folder = temporaryFolder();
let files = 0;

/** A saved notebook of cells a, b, c ... with these sources, saved long ago or, with `later`, after all runs. */
function saved(sources: readonly string[], later = false): string {
  const file = join(folder, `${files++}.ipynb`);
  const cells = sources.map((source, index) => ({
    id: "abcdef"[index],
    cell_type: "code",
    source: [source],
  }));
  writeFileSync(file, JSON.stringify({ cells: [{ cell_type: "markdown", source: "# Title" }, ...cells] }));
  const time = Date.now() / 1000 + (later ? 60 : -60);
  utimesSync(file, time, time);
  return file;
}

/** What is out of order when the last of these cells asks. */
function problemsAfter(runs: CellRuns, order: string, sources: Readonly<Record<string, string>> = {}) {
  [...order].forEach((id, index) => runs.note(index + 1, sources[id] ?? `cell ${id}`, { cellId: id }));
  return runs.asNotebookRun(() => order.length).orderProblems();
}

describe("a notebook that names its cells and its file", () => {
  const sources = ["cell a", "cell b", "cell c"];

  test("has no problem when it ran top to bottom, once or again", () => {
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources)), "abc"), []);
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources)), "abcabc"), []);
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources)), "abcbc"), []);
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources, true)), "abc"), []);
  });

  test("names the cell that ran again after those below it", () => {
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources)), "abcac"), [
      'The cell "cell a" was run again after cells below it, such as "cell b".',
    ]);
  });

  test("names a cell that did not run, unless it is empty or was deleted", () => {
    const [problem, ...others] = problemsAfter(new CellRuns(saved(sources)), "ac");
    assert.equal(problem, 'The cell "cell b" has not run since the kernel started.');
    assert.deepEqual(others, []);
    assert.deepEqual(problemsAfter(new CellRuns(saved(["cell a", " ", "cell c"])), "ac"), []);
    const runs = new CellRuns(saved(sources));
    runs.note(1, "cell a", { cellId: "a", deletedCells: ["b"] });
    runs.note(2, "cell c", { cellId: "c", deletedCells: [] });
    assert.deepEqual(runs.asNotebookRun(() => 2).orderProblems(), []);
  });

  test("names a cell that was changed after it had run, where the file was saved since", () => {
    const old = { b: "cell b as it was" };
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources, true)), "abc", old), [
      'The cell "cell b" was changed after it had run.',
    ]);
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources)), "abc", old), [], "the file is older");
  });

  test("does not look at the cells below the one that asks", () => {
    assert.deepEqual(problemsAfter(new CellRuns(saved(sources)), "ab"), []);
  });
});

test("without a file, the order is that of the first runs", () => {
  assert.deepEqual(problemsAfter(new CellRuns(undefined), "abcbc"), []);
  assert.equal(problemsAfter(new CellRuns(undefined), "abcac").length, 1);
  assert.equal(problemsAfter(new CellRuns(join(folder, "none.ipynb")), "abcac").length, 1);
});

test("a client that names no cells runs each once", () => {
  const runs = new CellRuns(undefined);
  for (let number = 1; number <= 3; number++) runs.note(number, "the same text", {});
  const run = runs.asNotebookRun(() => 3);
  assert.deepEqual(run.orderProblems(), []);
  assert.ok(run.isLatest(1));
});

test("what a cell showed does not stand any more once it has run again", () => {
  const runs = new CellRuns(undefined);
  runs.note(1, "a", { cellId: "a" });
  runs.note(2, "a", { cellId: "a" });
  const run = runs.asNotebookRun(() => 2);
  assert.deepEqual([run.isLatest(1), run.isLatest(2)], [false, true]);
});
