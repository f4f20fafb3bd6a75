import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, test } from "node:test";
import type { RunRecord } from "../../../lib/experiments";
import {
  planLine,
  planRuns,
  type Budget,
  type ExecutionContext,
  type Executor,
  type PlannedRun,
  type PlanProgress,
  type RunOutcome,
} from "../../../lib/experiments/plan";
import { Schedule } from "../../../lib/experiments/plan/schedule";

const runs = planRuns({ data: ["ml-100k"], methods: ["ease"], seeds: [0, 1, 2, 3, 4, 5] });

/** A finished run whose validation value is its seed's. */
function finished(seed: number, cached = false): RunOutcome {
  const validation = { overall: { "NDCG@50": seed / 100 } };
  const record = { metrics: { validation } } as unknown as RunRecord;
  return { kind: "finished", record, cached, resumed: false, recordError: null };
}

/** An executor of the test's own: what a third one, such as a cluster's, would be. */
function executor(
  width: number,
  run: (seed: number, context: ExecutionContext) => Promise<RunOutcome>,
): Executor {
  return {
    width,
    run: ({ seed }, context) => run(seed!, context),
    close: () => Promise.resolve(),
  };
}

function schedule(
  used: Executor,
  {
    signal = new AbortController().signal,
    budget = {},
    onProgress = () => {},
    planned = runs,
  }: {
    signal?: AbortSignal;
    budget?: Budget;
    onProgress?: (progress: PlanProgress) => void;
    planned?: readonly PlannedRun[];
  } = {},
) {
  const value = ({ metrics }: RunRecord): number | null => metrics?.validation.overall["NDCG@50"] ?? null;
  return new Schedule(planned, used, {
    signal,
    budget,
    onProgress,
    criterion: { name: "NDCG@50", value },
  }).all();
}

describe("a plan's schedule", () => {
  test("fills the executor's width and never goes beyond it", async () => {
    let now = 0;
    let most = 0;
    const used = executor(3, async (seed) => {
      most = Math.max(most, ++now);
      await sleep(5);
      now -= 1;
      return finished(seed);
    });
    const results = await schedule(used);
    assert.equal(most, 3);
    assert.deepEqual(
      results.map((result) => [result.specification.seed, result.status]),
      runs.map(({ specification }) => [specification.seed, "finished"]),
    );
  });

  test("tells a failure at once, while the others go on", async () => {
    const told: { failures: number; done: number }[] = [];
    const used = executor(1, (seed) =>
      seed === 1 ? Promise.reject(new Error("Seed 1 is unlucky.")) : Promise.resolve(finished(seed)),
    );
    const results = await schedule(used, {
      onProgress: ({ failures, done, ended }) => {
        if (ended) told.push({ failures: failures.length, done });
      },
    });
    assert.deepEqual(told[1], { failures: 1, done: 1 });
    assert.equal(results.filter(({ status }) => status === "finished").length, 5);
    const failed = results[1];
    assert.ok(failed.status === "failed");
    assert.equal(failed.error.message, "Seed 1 is unlucky.");
  });

  test("comes back to a run that another process was at", async () => {
    const asked: number[] = [];
    let elsewhere = 0;
    const used = executor(1, (seed) => {
      asked.push(seed);
      const again = asked.filter((other) => other === seed).length > 1;
      if (seed !== 0) return Promise.resolve(finished(seed));
      return Promise.resolve(again ? finished(0, true) : { kind: "taken" });
    });
    const results = await schedule(used, {
      planned: runs.slice(0, 3),
      onProgress: (progress) => (elsewhere = Math.max(elsewhere, progress.elsewhere)),
    });
    assert.deepEqual(asked, [0, 1, 2, 0]);
    assert.equal(elsewhere, 1);
    assert.ok(results[0].status === "finished" && results[0].cached);
  });

  test("spends a budget of runs on those that are carried out, not on those that are read", async () => {
    const used = executor(2, (seed) => Promise.resolve(finished(seed, seed < 3)));
    const results = await schedule(used, { budget: { runs: 2 } });
    assert.deepEqual(
      results.map(({ status }) => status),
      ["finished", "finished", "finished", "finished", "finished", "left"],
    );
  });

  test("stops what is under way when its budget of seconds is spent, and leaves it for another time", async () => {
    const used = executor(2, async (seed, { signal }) => {
      if (seed > 0) await sleep(60_000, undefined, { signal });
      return finished(seed);
    });
    const results = await schedule(used, { budget: { seconds: 0.1 } });
    assert.deepEqual(
      results.map(({ status }) => status),
      ["finished", "left", "left", "left", "left", "left"],
    );
  });

  test("takes a budget of more seconds than a timer can wait as one that is not spent", async () => {
    const used = executor(1, (seed) => sleep(2).then(() => finished(seed)));
    const results = await schedule(used, { budget: { seconds: 1e9 } });
    assert.ok(results.every(({ status }) => status === "finished"));
  });

  test("throws the signal's reason once every run has stopped", async () => {
    const controller = new AbortController();
    let stopped = 0;
    const used = executor(2, async (seed, { signal }) => {
      await sleep(60_000, undefined, { signal }).catch(() => sleep(20));
      stopped += 1;
      throw new Error("stopped");
    });
    const reason = new Error("The reader has had enough.");
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(schedule(used, { signal: controller.signal }), (error) => error === reason);
    assert.equal(stopped, 2);
  });

  test("ends with what onProgress throws", async () => {
    const used = executor(1, (seed) => Promise.resolve(finished(seed)));
    const onProgress = ({ done }: PlanProgress): void => {
      if (done === 2) throw new Error("The listener broke.");
    };
    await assert.rejects(schedule(used, { onProgress }), /The listener broke\./);
  });

  test("tells done, running, failed, the time left and the best so far in one line", async () => {
    let last: PlanProgress | undefined;
    const used = executor(1, async (seed) => {
      await sleep(2);
      if (seed === 0) throw new Error("no");
      return finished(seed, seed === 1);
    });
    await schedule(used, {
      onProgress: (progress) => {
        if (progress.done === 3 && progress.running.length === 1) last = progress;
      },
    });
    assert.match(
      planLine(last!),
      /^3 of 6 runs done \(1 from records\), 1 running, 1 failed, best validation NDCG@50 so far 3\.00 %: ml-100k, ease, seed 3, about \d+ s left$/,
    );
  });
});
