import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { runPlan, tune, type Plan, type PlanProgress } from "../../../lib/experiments";
import { inThisProcess } from "../../../lib/experiments/plan";
import { small, writeInteractions } from "./ownFile";
import { temporaryFolder } from "../../temporaryFolder";

/** Ids of this process's workers. */
function workers(): number[] {
  const table = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
  return table
    .split("\n")
    .filter((line) => line.includes("workerStart.cjs"))
    .map((line) => Number.parseInt(line, 10));
}

describe("a plan in worker processes", () => {
  test("finishes every run but the one that throws, and reads them the next time", async () => {
    const folder = temporaryFolder();
    const plan: Plan = {
      data: [{ interactions: writeInteractions(folder) }],
      methods: [
        { method: "two-tower", options: { ...small, learningRate: 1e30 } },
        "most-popular",
        { method: "two-tower", options: small, grid: { dropout: [0, 0.5] } },
      ],
    };
    const options = { records: folder, workers: 2 };
    let failedFirst: PlanProgress | undefined;
    const onProgress = (progress: PlanProgress): void => {
      if (progress.ended?.status === "failed") failedFirst = progress;
    };
    const first = await runPlan(plan, { ...options, onProgress });
    assert.deepEqual([first.finished, first.cached, first.failed, first.left], [3, 0, 1, 0]);
    assert.match(failedFirst!.failures[0].error.message, /lower learningRate \(now 1e\+30\)/);
    assert.deepEqual(workers(), [], "no worker outlives its plan");

    const again = await runPlan(plan, { ...options, onProgress });
    assert.deepEqual([again.finished, again.cached, again.failed], [3, 3, 1]);

    const here = await runPlan(plan, { executor: inThisProcess({ records: folder }), onProgress });
    assert.deepEqual([here.finished, here.cached], [3, 3], "what a worker has run is read by any process");
  });

  test("survives the kill -9 of a worker: its run fails, another worker takes its place", async () => {
    const folder = temporaryFolder();
    const long = { method: "two-tower", options: { ...small, epochs: 100_000 } };
    const data = [{ interactions: writeInteractions(folder) }];
    let killed = 0;
    const onProgress = ({ running }: PlanProgress): void => {
      const training = running.find(({ progress }) => progress?.label === "two-tower");
      if (!training || killed > 0) return;
      [killed] = workers();
      process.kill(killed, "SIGKILL");
    };
    const result = await runPlan(
      { data, methods: [long, "most-popular"] },
      { records: folder, workers: 1, onProgress },
    );
    assert.notEqual(killed, 0);
    const [crashed, after] = result.runs;
    assert.ok(crashed.status === "failed");
    assert.match(crashed.error.message, /^The worker process of this run ended by SIGKILL/);
    assert.equal(after.status, "finished");
  });

  test("stops within two seconds and leaves no process behind", async () => {
    const folder = temporaryFolder();
    const plan: Plan = {
      data: [{ interactions: writeInteractions(folder) }],
      methods: [{ method: "two-tower", options: { ...small, epochs: 100_000 } }],
    };
    const controller = new AbortController();
    let raised = 0;
    const onProgress = ({ running }: PlanProgress): void => {
      if (!running[0]?.progress || raised > 0) return;
      raised = performance.now();
      controller.abort(new Error("Enough."));
    };
    const { signal } = controller;
    await assert.rejects(runPlan(plan, { records: folder, workers: 1, onProgress, signal }), /Enough\./);
    assert.ok(performance.now() - raised < 2000, `it took ${performance.now() - raised} ms`);
    assert.deepEqual(workers(), []);
  });

  test("that cannot be started fails each run with a sentence, and waits for none", async () => {
    const folder = temporaryFolder();
    const plan: Plan = {
      data: [{ interactions: writeInteractions(folder) }],
      methods: ["most-popular"],
      seeds: [0, 1],
    };
    const { execPath } = process;
    process.execPath = "/nowhere/node";
    try {
      const result = await runPlan(plan, { records: folder, workers: 1, onProgress: () => {} });
      assert.deepEqual([result.finished, result.failed], [0, 2]);
      for (const run of result.runs) {
        assert.ok(run.status === "failed");
        assert.match(run.error.message, /^The worker process of this run cannot be started \(.*ENOENT/);
      }
    } finally {
      process.execPath = execPath;
    }
  });

  test("refuses numbers of workers and threads that are none", async () => {
    const plan: Plan = { data: ["ml-100k"], methods: ["ease"] };
    await assert.rejects(
      runPlan(plan, { workers: 0 }),
      /workers must be a whole number from 1, but it is 0\./,
    );
    await assert.rejects(
      runPlan(plan, { engineThreads: 1.5 }),
      /engineThreads must be a whole number from 1/,
    );
  });
});

describe("tuning", () => {
  test("chooses by validation, says how many it tried, and gives test ranks of the chosen setting alone", async () => {
    const records = temporaryFolder();
    const data = { interactions: writeInteractions(records) };
    const executor = inThisProcess({ records });
    const onProgress = (): void => {};
    const lambdas = [0.01, 1, 1e6];
    const tuned = await tune(
      {
        data,
        method: "ease",
        space: { lambda: lambdas },
        criterion: { criterion: "harmonic", metric: "HR@7" },
      },
      { records, executor, onProgress },
    );
    assert.equal(tuned.triedCount, 3);
    assert.deepEqual(
      tuned.tried.map(({ setting }) => setting["lambda"]),
      lambdas,
    );
    const values = tuned.tried.map(({ value }) => value!);
    assert.equal(tuned.chosen.value, Math.max(...values));
    assert.ok(new Set(values).size > 1, "the settings differ, so there is something to choose");
    assert.equal(tuned.runs.length, 1);
    const { record, ranks } = tuned.runs[0];
    assert.equal(record.specification.options["lambda"], tuned.chosen.setting["lambda"]);
    assert.equal(ranks.test.part, "test");
    assert.deepEqual(record.tuning, {
      tried: 3,
      criterion: "harmonic mean of HR@7 on the head (top 20 %) and on the tail",
    });
    assert.ok(
      tuned.tried.every((one) => !JSON.stringify(one).includes("test")),
      "what was tried says nothing of the test part",
    );
  });

  test("averages over seeds, counts a setting that fails, and never chooses it", async () => {
    const records = temporaryFolder();
    const data = { interactions: writeInteractions(records) };
    const options = { ...small, epochs: 1 };
    const tuned = await tune(
      { data, method: "two-tower", options, space: { learningRate: [1e30, 0.01] }, seeds: [0, 1] },
      { executor: inThisProcess({ records }), records, onProgress: () => {} },
    );
    assert.equal(tuned.triedCount, 2);
    assert.equal(tuned.tried[0].value, null);
    assert.match(tuned.tried[0].error!, /lower learningRate/);
    const { value, values, setting } = tuned.chosen;
    assert.deepEqual(setting, { learningRate: 0.01 });
    assert.equal(value, (values[0]! + values[1]!) / 2);
    assert.deepEqual(
      tuned.runs.map(({ seed }) => seed),
      [0, 1],
    );
  });

  test("says that the budget is spent where no setting has been run on every seed", async () => {
    const records = temporaryFolder();
    const data = { interactions: writeInteractions(records) };
    const request = { data, method: "ease", space: { lambda: [1, 10] }, seeds: [0, 1] };
    const options = { executor: inThisProcess({ records }), records, onProgress: () => {} };
    await assert.rejects(
      tune({ ...request, budget: { runs: 2 } }, options),
      /None of 2 settings of ease has a validation value; the budget was spent with 2 of them not run on every seed/,
    );
    assert.equal((await tune({ ...request, budget: { runs: 2 } }, options)).triedCount, 2);
  });

  test("names what is wrong with the request before anything is run", async () => {
    const request = { data: "ml-100k", method: "mirec" };
    const refused = (more: object, sentence: RegExp): Promise<void> =>
      assert.rejects(tune({ ...request, space: { k: [60] }, ...more }), sentence);
    await refused({ space: { kk: [1] } }, /mirec has no option "kk"; did you mean "k"\?/);
    await refused({ space: { k: [] } }, /The values of "k" are an empty list/);
    await refused({ space: { k: { from: 1, to: 2 } } }, /"k" has a range, and a grid needs a list/);
    await refused({ options: { k: 1 } }, /"k" is both in options and in space/);
    await refused({ criterion: { metric: "HR" } }, /There is no metric "HR"/);
    await refused({ search: "random", draws: 0 }, /draws must be a whole number from 1/);
    await refused(
      { search: "random", space: { lambda: { from: 0, to: 1, scale: "log" } } },
      /must start above 0/,
    );
  });
});
