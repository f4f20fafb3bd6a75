import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanMetric, metricNamed, ndcg, type Ranks } from "../../../lib/evaluation";
import { compare, type ComparisonCell, type ComparisonRun } from "../../../lib/experiments/comparison";
import { percentileInterval } from "../../../lib/experiments/comparison/interval";
import { randomStream } from "../../../lib/random";
import { cutGroups } from "../../../lib/splitting";
import { drawnRanks, groupsOf } from "./fixtures";

const groups = groupsOf(100);
const runs: ComparisonRun[] = [
  ...[0, 1, 2].map((seed) => ({ name: "two-tower", seed, ranks: drawnRanks(seed, { skill: 2 }) })),
  ...[0, 1, 2].map((seed) => ({ name: "mirec", seed, ranks: drawnRanks(10 + seed, { skill: 3 }) })),
  { name: "ease", seed: 0, ranks: drawnRanks(20, { skill: 2.5 }) },
];
const result = compare(runs, groups, { baseline: "two-tower", at: [10], resamples: 200 });
const cellOf = (
  cells: readonly ComparisonCell[],
  method: string,
  group: string,
  metric: string,
): ComparisonCell => {
  const found = cells.find(
    (cell) => cell.method === method && cell.group === group && cell.metric === metric,
  );
  assert.ok(found, `no cell of ${method}, ${group}, ${metric}`);
  return found;
};
const close = (value: number | null | undefined, expected: number, tolerance = 1e-12): void =>
  assert.ok(
    typeof value === "number" && Math.abs(value - expected) <= tolerance,
    `${value} is not ${expected}`,
  );

describe("compare", () => {
  test("has a cell for each metric, group and method", () => {
    assert.equal(result.cells.length, 2 * 3 * 3);
    assert.deepEqual(result.metrics, ["HR@10", "NDCG@10"]);
    assert.equal(result.tests, 2 * 3 * 2);
  });

  test("gives the mean and the standard deviation over the seeds", () => {
    const values = runs
      .filter(({ name }) => name === "mirec")
      .map(({ ranks }) => meanMetric(ndcg(10), ranks, groups, "tail")!);
    const mean = (values[0] + values[1] + values[2]) / 3;
    const squares = values.map((value) => (value - mean) ** 2);
    const cell = cellOf(result.cells, "mirec", "tail", "NDCG@10");
    close(cell.mean, mean);
    close(cell.standardDeviation, Math.sqrt((squares[0] + squares[1] + squares[2]) / 2));
    assert.equal(cell.positives, 240);
    assert.equal(cellOf(result.cells, "ease", "tail", "NDCG@10").standardDeviation, null);
  });

  test("gives the difference of the means, and what share of the baseline's it is", () => {
    for (const cell of result.cells.filter(({ method }) => method !== "two-tower")) {
      const from = cellOf(result.cells, "two-tower", cell.group, cell.metric).mean!;
      close(cell.effect?.difference, cell.mean! - from);
      close(cell.effect?.relativeDifference, (cell.mean! - from) / from, 1e-9);
    }
  });

  test("has no effect and no p for the baseline itself", () => {
    for (const cell of result.cells.filter(({ method }) => method === "two-tower")) {
      assert.deepEqual([cell.effect, cell.p, cell.adjustedP], [null, null, null]);
    }
  });

  test("gives the interval of a brute force: users drawn whole, each averaged over the seeds first", () => {
    const { interval, relativeInterval } = cellOf(result.cells, "mirec", "tail", "NDCG@10").effect!;
    const userMean = (name: string, user: number): number => {
      const own = runs.filter((run) => run.name === name);
      return own.reduce((sum, { ranks }) => sum + ndcg(10)(ranks.ranks[user]), 0) / own.length;
    };
    const random = randomStream(0, "bootstrap over users");
    const differences: number[] = [];
    const relative: number[] = [];
    for (let resample = 0; resample < 200; resample++) {
      const drawn = Array.from({ length: 300 }, () => Math.floor(random.uniform() * 300));
      const tail = drawn.filter((user) => groups.isHead[user % 100] === 0);
      const mean = (name: string): number =>
        tail.reduce((sum, user) => sum + userMean(name, user), 0) / tail.length;
      differences.push(mean("mirec") - mean("two-tower"));
      relative.push(mean("mirec") / mean("two-tower") - 1);
    }
    percentileInterval(Float64Array.from(differences), 0.95)!.forEach((end, index) =>
      close(interval?.[index], end, 1e-6),
    );
    percentileInterval(Float64Array.from(relative), 0.95)!.forEach((end, index) =>
      close(relativeInterval?.[index], end, 1e-5),
    );
  });

  test("finds a clear gain, and corrects its p for all that was tested", () => {
    const cell = cellOf(result.cells, "mirec", "overall", "NDCG@10");
    assert.ok(cell.effect!.interval![0] > 0);
    assert.ok(cell.p! < 0.001 && cell.adjustedP! > cell.p!);
    const smallest = Math.min(...result.cells.map(({ p }) => p ?? 1));
    const first = result.cells.find(({ p }) => p === smallest)!;
    close(first.adjustedP, Math.min(1, smallest * result.tests), 1e-15);
  });

  test("finds nothing between a method and itself", () => {
    const twin = runs
      .filter(({ name }) => name === "two-tower")
      .map((run) => ({ ...run, name: "the same again" }));
    const { cells } = compare([...runs, ...twin], groups, { baseline: "two-tower", resamples: 50 });
    for (const cell of cells.filter(({ method }) => method === "the same again")) {
      assert.deepEqual(cell.effect?.interval, [0, 0]);
      assert.deepEqual([cell.effect?.difference, cell.p, cell.adjustedP], [0, 1, 1]);
    }
  });

  test("does not depend on the order in which the runs come", () => {
    const shuffled = [runs[5], runs[1], runs[6], runs[3], runs[0], runs[4], runs[2]];
    const again = compare(shuffled, groups, { baseline: "two-tower", at: [10], resamples: 200 });
    for (const cell of result.cells) {
      const other = cellOf(again.cells, cell.method, cell.group, cell.metric);
      close(other.mean, cell.mean!, 1e-12);
      if (cell.effect) close(other.effect?.interval?.[0], cell.effect.interval![0], 1e-6);
      if (cell.p !== null) close(other.p, cell.p, 1e-12);
    }
  });

  test("leaves an empty group without a value, and does not count it among the tests", () => {
    const none = compare(runs, groupsOf(100, 0), { baseline: "two-tower", at: [10], resamples: 20 });
    const cell = cellOf(none.cells, "mirec", "head", "HR@10");
    assert.deepEqual([cell.positives, cell.mean, cell.effect, cell.p], [0, null, null, null]);
    assert.equal(none.tests, 2 * 2 * 2);
  });

  test("weighs users with several positives as the metrics do, and resamples them whole", () => {
    const users = Int32Array.of(0, 0, 0, 1, 2, 2);
    const items = Int32Array.of(0, 3, 4, 0, 3, 4);
    const of = (ranks: number[]): Ranks => ({
      part: "test",
      users,
      items,
      ranks: Int32Array.from(ranks),
      candidates: 5,
    });
    const several: ComparisonRun[] = [
      { name: "a", seed: 0, ranks: of([1, 2, 4, 2, 1, 4]) },
      { name: "b", seed: 0, ranks: of([2, 2, 1, 1, 4, 1]) },
    ];
    const cut = groupsOf(5);
    const { cells } = compare(several, cut, { baseline: "a", metrics: ["MRR"], resamples: 10 });
    for (const group of ["overall", "head", "tail"] as const) {
      const cell = cellOf(cells, "b", group, "MRR");
      const mean = (index: number) => meanMetric(metricNamed("MRR"), several[index].ranks, cut, group)!;
      close(cell.effect?.difference, mean(1) - mean(0));
    }
    assert.deepEqual(
      ["overall", "head", "tail"].map((group) => cellOf(cells, "b", group, "MRR").users),
      [3, 2, 2],
    );
  });

  test("compares groups of users as well", () => {
    const byUser = cutGroups(
      "user",
      Int32Array.from({ length: 300 }, (_, user) => 300 - user),
      { headShare: 0.1 },
    );
    const { cells } = compare(runs, byUser, { baseline: "two-tower", at: [10], resamples: 10 });
    const cell = cellOf(cells, "mirec", "head", "HR@10");
    assert.equal(cell.users, 30);
    const mean = (name: string, seed: number) =>
      meanMetric(
        metricNamed("HR@10"),
        runs.find((run) => run.name === name && run.seed === seed)!.ranks,
        byUser,
        "head",
      )!;
    close(cell.mean, (mean("mirec", 0) + mean("mirec", 1) + mean("mirec", 2)) / 3);
  });

  test("takes 10,000 resamples over 6,000 users in under two seconds", () => {
    const large = ["two-tower", "logq", "mirec"].flatMap((name, index) =>
      [0, 1, 2, 3, 4].map((seed) => ({
        name,
        seed,
        ranks: drawnRanks(10 * index + seed, { users: 6_000, items: 3_700, skill: 3 }),
      })),
    );
    // Processor time of all threads, the best of three: the clock's would tell what else the machine is doing.
    const seconds: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const start = process.cpuUsage();
      assert.equal(compare(large, groupsOf(3_700), { baseline: "two-tower" }).cells.length, 36);
      const { user, system } = process.cpuUsage(start);
      seconds.push((user + system) / 1e6);
    }
    assert.ok(Math.min(...seconds) < 2, `${seconds.map((value) => value.toFixed(2)).join(", ")} s`);
  });

  test("tells the most settings that were tried for any seed of a method, and nothing where none is known", () => {
    const [first, second, third] = runs;
    const tuned = [first, { ...second, settingsTried: 8 }, { ...third, settingsTried: 4 }, runs[6]];
    const { methods } = compare(tuned, groups, { baseline: "two-tower", resamples: 1 });
    assert.deepEqual(
      methods.map(({ settingsTried }) => settingsTried),
      [8, undefined],
    );
  });

  test("says what is wrong with the runs or the options", () => {
    const [first, second] = runs;
    const options = { baseline: "two-tower" };
    assert.throws(() => compare([], groups, options), /A comparison needs the ranks of at least one method/);
    assert.throws(
      () => compare(runs, groups, { baseline: "twotower" }),
      /no run of the baseline "twotower"; there are runs of "two-tower", "mirec", "ease"/,
    );
    assert.throws(
      () => compare([first, { ...second, seed: 0 }], groups, options),
      /Two runs of "two-tower" have seed 0; give different settings different names/,
    );
    assert.throws(
      () =>
        compare(
          [
            { ...first, strength: 0.1 },
            { ...second, strength: 0.3 },
          ],
          groups,
          options,
        ),
      /"two-tower" has runs of several strengths \(0.1, 0.3\)/,
    );
    assert.throws(
      () => compare([...runs, { name: "x", seed: 0, ranks: drawnRanks(1, { users: 299 }) }], groups, options),
      /ranks of "x" \(test, 299 positives\) are not of the same positives as those of "two-tower"/,
    );
    const empty = drawnRanks(0, { users: 0 });
    assert.throws(() => compare([{ ...first, ranks: empty }], groups, options), /hold no positive/);
    assert.throws(
      () => compare(runs, groups, { ...options, resamples: 0.5 }),
      /resamples must be a whole number/,
    );
    assert.throws(() => compare(runs, groups, { ...options, level: 95 }), /level must lie between 0 and 1/);
    assert.throws(() => compare(runs, groups, { ...options, metrics: ["HR"] }), /no metric "HR"/);
  });
});
