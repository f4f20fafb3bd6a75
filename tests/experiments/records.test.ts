import assert from "node:assert/strict";
import { promises as fs, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { meanMetric, metricNamed, rank } from "../../lib/evaluation";
import { claim, listRecords, pruneRecords, runExperiment, RunTakenError } from "../../lib/experiments";
import { mostPopular, twoTower } from "../../lib/methods";
import { popularityGroups } from "../../lib/splitting";
import { historyCurves } from "../../lib/training";
import { temporaryFolder } from "../temporaryFolder";
import { ownMethod, quietly, small, split } from "./smallRun";

const only = async (records: string) => {
  const list = await listRecords(records);
  assert.deepEqual([list.records.length, list.unreadable], [1, []]);
  return list.records[0];
};

/** Runs with console.warn caught, and returns what was said. */
async function warnings(run: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (line: string) => void said.push(line);
  try {
    await run();
  } finally {
    console.warn = warn;
  }
  return said;
}

describe("a run record", () => {
  test("says what was run, on what, by which code and where, and what it came to", async () => {
    const records = temporaryFolder();
    const result = await quietly(records, twoTower(small), { seed: 4 });
    const record = await only(records);
    assert.deepEqual(record, result.record);
    assert.deepEqual(record.specification, {
      ...{ data: { name: "written-out" }, split: { kind: "leave-last-out" }, headShare: 0.2 },
      ...{ method: "two-tower", options: twoTower(small).options, seed: 4 },
    });
    assert.equal(record.status, "finished");
    assert.deepEqual([record.data.name, record.data.sha256], ["written-out", "0".repeat(64)]);
    assert.equal(record.code.kind, "library");
    assert.ok(record.code.files > 20);
    assert.equal(record.versions.node, process.versions.node);
    assert.equal(record.machine.pid, process.pid);
    assert.ok(Date.parse(record.started) <= Date.parse(record.ended!));
    assert.deepEqual([record.epochs, record.bestEpoch, record.error], [3, result.model!.bestEpoch, null]);
    const groups = popularityGroups(split.train);
    const hits = meanMetric(metricNamed("HR@10"), rank(result.model!, split, "test"), groups, "tail");
    assert.equal(record.metrics!.test.tail["HR@10"], hits);
    assert.equal(record.groups!.groups.tail.positives, result.record.groups!.groups.tail.positives);
  });

  test("gives the same result when it is asked for again, says so, and is read in under 100 ms", async () => {
    const records = temporaryFolder();
    const first = await quietly(records);
    const times: number[] = [];
    for (let again = 0; again < 3; again++) {
      const start = performance.now();
      const { cached, model, ranks, history, record, counts } = await quietly(records);
      times.push(performance.now() - start);
      assert.deepEqual([first.cached, cached, model], [false, true, null]);
      assert.deepEqual([ranks, counts, record], [first.ranks, first.counts, first.record]);
      const groups = popularityGroups(split.train);
      assert.deepEqual(
        historyCurves({ history, bestEpoch: first.bestEpoch }, groups),
        historyCurves(first.model!, groups),
      );
    }
    assert.ok(Math.min(...times) < 100, `${Math.min(...times)} ms`);
  });

  test("is another one for another seed, option, method or split", async () => {
    const records = temporaryFolder();
    await quietly(records, mostPopular());
    await quietly(records, mostPopular(), { seed: 1 });
    await quietly(records, twoTower({ ...small, epochs: 1 }));
    await quietly(records, twoTower({ ...small, epochs: 1, dropout: 0 }));
    assert.equal((await listRecords(records)).records.length, 4);
  });

  test("is the same one for another reporting cut, with the summary cut anew", async () => {
    const records = temporaryFolder();
    await quietly(records, mostPopular());
    const { cached, record } = await quietly(records, mostPopular(), { headShare: 0.5 });
    assert.equal(cached, true);
    assert.equal(record.groups!.headShare, 0.5);
    assert.equal(record.groups!.groups.head.members, 20);
    await only(records);
  });

  test("of a run that failed holds its error, and the run is tried again when it is asked for again", async () => {
    const records = temporaryFolder();
    const diverging = twoTower({ ...small, learningRate: 1e30 });
    for (const resumptions of [0, 1]) {
      await assert.rejects(quietly(records, diverging), /lower learningRate/);
      const record = await only(records);
      assert.deepEqual([record.status, record.resumptions], ["failed", resumptions]);
      assert.match(record.error!, /lower learningRate/);
    }
  });

  test("of a run that was stopped says cancelled, and the same call goes on to the same numbers", async () => {
    const records = temporaryFolder();
    const method = twoTower({ ...small, epochs: 8 });
    const stop = new AbortController();
    const stopped = quietly(records, method, {
      ...{ checkpointEvery: 0, signal: stop.signal },
      onProgress: ({ epoch }) => {
        if (epoch !== 3) return;
        stop.abort(new Error("enough"));
        const end = performance.now() + 45;
        while (performance.now() < end);
      },
    });
    await assert.rejects(stopped, /enough/);
    assert.equal((await only(records)).status, "cancelled");
    const epochs: number[] = [];
    const continued = await quietly(records, method, { onProgress: ({ epoch }) => epochs.push(epoch) });
    assert.deepEqual([continued.resumed, epochs], [true, [4, 5, 6, 7, 8]]);
    const whole = await quietly(temporaryFolder(), method);
    assert.deepEqual(continued.ranks, whole.ranks);
    assert.deepEqual(continued.record.metrics, whole.record.metrics);
  });

  test("that is damaged is named, keeps no other away, and is made anew", async () => {
    const records = temporaryFolder();
    const { record } = await quietly(records, mostPopular());
    await quietly(records, mostPopular(), { seed: 1 });
    const file = path.join(records, record.id, "record.json");
    await fs.writeFile(file, (await fs.readFile(file, "utf8")).slice(0, 100));
    const list = await listRecords(records);
    assert.deepEqual(list.unreadable, [{ id: record.id, reason: "record.json is no JSON" }]);
    assert.equal(list.records.length, 1);
    const said = await warnings(async () =>
      assert.equal((await quietly(records, mostPopular())).cached, false),
    );
    assert.match(said.join(), new RegExp(`${record.id} cannot be read \\(record.json is no JSON\\)`));
    assert.equal((await quietly(records, mostPopular())).cached, true);
  });

  test("that is JSON and lacks what a list shows is named as well", async () => {
    const records = temporaryFolder();
    const { record } = await quietly(records, mostPopular());
    const file = path.join(records, record.id, "record.json");
    for (const [damaged, place] of [
      [{ ...record, metrics: { ...record.metrics, test: {} } }, "metrics.test.overall"],
      [{ ...record, versions: undefined }, "versions"],
      [{ ...record, tuning: 12 }, "tuning"],
    ] as const) {
      await fs.writeFile(file, JSON.stringify(damaged));
      const { records: list, unreadable } = await listRecords(records);
      assert.deepEqual([list, unreadable.map(({ id }) => id)], [[], [record.id]]);
      assert.match(unreadable[0].reason, new RegExp(`^record\\.json is damaged at "${place}"`));
    }
  });

  test("whose ranks are cut short is made anew", async () => {
    const records = temporaryFolder();
    const { record, ranks } = await quietly(records, mostPopular());
    const file = path.join(records, record.id, "results.safetensors");
    await fs.writeFile(file, (await fs.readFile(file)).subarray(0, -4));
    const said = await warnings(async () => {
      const again = await quietly(records, mostPopular());
      assert.deepEqual([again.cached, again.ranks], [false, ranks]);
    });
    assert.match(said.join(), /cut short/);
  });

  test("is not made by two at once: the second waits, or says that it is taken", async () => {
    const records = temporaryFolder();
    const [one, other] = await Promise.all([quietly(records), quietly(records)]);
    assert.deepEqual([one.cached, other.cached].sort(), [false, true]);
    const { id } = one.record;
    await fs.rm(path.join(records, id), { recursive: true });
    const own = await claim(id, records);
    await assert.rejects(quietly(records, twoTower(small), { whenTaken: "throw" }), RunTakenError);
    const waiting = AbortSignal.timeout(100);
    await assert.rejects(quietly(records, twoTower(small), { signal: waiting }), { name: "TimeoutError" });
    await own!.release();
    assert.equal((await quietly(records)).cached, false);
    assert.deepEqual(readdirSync(path.join(records, ".locks")), []);
  });

  test("holds what tuning says of the run that it chose", async () => {
    const records = temporaryFolder();
    await quietly(records, mostPopular());
    const tuning = { tried: 12, criterion: "overall NDCG@50" };
    await quietly(records, mostPopular(), { tuning });
    assert.deepEqual((await only(records)).tuning, tuning);
  });
});

describe("the record of a notebook's own method", () => {
  test("says that the code is the notebook's, and is another when fit's text or an option changes", async () => {
    const records = temporaryFolder();
    const { record } = await quietly(records, ownMethod(1));
    assert.equal(record.code.kind, "notebook");
    assert.equal((await quietly(records, ownMethod(1))).cached, true);
    assert.equal((await quietly(records, ownMethod(-1))).cached, false);
    const { fit, ...rest } = ownMethod(1);
    const rewritten = { ...rest, fit: (...all: Parameters<typeof fit>) => fit(...all) };
    assert.equal((await quietly(records, rewritten)).cached, false);
    assert.equal((await listRecords(records)).records.length, 3);
  });

  test("is not taken for the method of the workbook whose name it has", async () => {
    const records = temporaryFolder();
    const own = { ...ownMethod(1), name: "most-popular", options: {} };
    assert.equal((await quietly(records, mostPopular())).record.code.kind, "library");
    const { record, cached } = await quietly(records, own);
    assert.deepEqual([record.code.kind, cached], ["notebook", false]);
  });
});

describe("the record of a notebook's own method with a function among its options", () => {
  test("is another for another function", async () => {
    const records = temporaryFolder();
    const weighted = (weight: (item: number) => number) => ({ ...ownMethod(1), options: { weight } });
    await quietly(
      records,
      weighted((item) => item),
    );
    assert.equal(
      (
        await quietly(
          records,
          weighted((item) => item),
        )
      ).cached,
      true,
    );
    assert.equal(
      (
        await quietly(
          records,
          weighted((item) => -item),
        )
      ).cached,
      false,
    );
  });
});

describe("records of other code", () => {
  test("are taken, refused or made anew, as is asked for", async () => {
    const records = temporaryFolder();
    const { record } = await quietly(records, mostPopular());
    // As if the library had been another then: the second part of the id is a hash of the code.
    const older = `${record.id.slice(0, 21)}0123456789`;
    await fs.rename(path.join(records, record.id), path.join(records, older));
    const file = path.join(records, older, "record.json");
    await fs.writeFile(file, (await fs.readFile(file, "utf8")).replace(record.id, older));

    await assert.rejects(
      quietly(records, mostPopular(), { changedCode: "refuse" }),
      /finished, but with other code/,
    );
    const accepted = await quietly(records, mostPopular(), { changedCode: "accept" });
    assert.deepEqual([accepted.cached, accepted.record.id], [true, older]);
    const anew = await quietly(records, mostPopular());
    assert.deepEqual([anew.cached, anew.record.id], [false, record.id]);
    assert.equal((await quietly(records, mostPopular(), { changedCode: "refuse" })).cached, true);
  });
});

describe("a folder of records", () => {
  test("of 10,000 lists in under 2 s, the newest first", async () => {
    const records = temporaryFolder();
    const { record } = await quietly(records, mostPopular());
    const text = await fs.readFile(path.join(records, record.id, "record.json"), "utf8");
    for (let index = 0; index < 10_000; index++) {
      const id = `${index.toString(16).padStart(20, "0")}-0123456789`;
      await fs.mkdir(path.join(records, id));
      const started = new Date(Date.UTC(2026, 0, 1) + 1000 * index).toISOString();
      const own = text.replace(record.id, id).replace(record.started, started);
      await fs.writeFile(path.join(records, id, "record.json"), own);
    }
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      const list = await listRecords(records);
      times.push(performance.now() - start);
      assert.equal(list.records.length, 10_001);
      assert.ok(list.records.every(({ started }, at, all) => at === 0 || started <= all[at - 1].started));
    }
    assert.ok(Math.min(...times) < 2000, `${times.join(", ")} ms`);
  });

  test("that is not there has no records", async () => {
    const list = await listRecords(path.join(temporaryFolder(), "none"));
    assert.deepEqual(list, { records: [], unreadable: [] });
  });

  test("loses what is pruned and nothing else: failed runs by default, never one that is running", async () => {
    const records = temporaryFolder();
    const { record: kept } = await quietly(records, mostPopular());
    await assert.rejects(quietly(records, twoTower({ ...small, learningRate: 1e30 })));
    const failed = (await listRecords(records)).records.find(({ status }) => status === "failed")!;
    assert.deepEqual(await pruneRecords(records, { dryRun: true }), [failed.id]);
    const own = await claim(failed.id, records);
    assert.deepEqual(await pruneRecords(records), []);
    await own!.release();
    assert.deepEqual(await pruneRecords(records), [failed.id]);
    assert.equal((await only(records)).id, kept.id);
    assert.deepEqual(await pruneRecords(records, { statuses: ["finished"], before: new Date(0) }), []);
    assert.deepEqual(await pruneRecords(records, { statuses: ["finished"] }), [kept.id]);
    assert.deepEqual((await listRecords(records)).records, []);
  });

  test("keeps a record that was taken up again after pruning had looked at it", async () => {
    const records = temporaryFolder();
    await assert.rejects(quietly(records, twoTower({ ...small, learningRate: 1e30 })));
    const failed = await only(records);
    const file = path.join(records, failed.id, "record.json");
    const where = (): boolean => {
      // As if another process had tried again just now.
      writeFileSync(file, JSON.stringify({ ...failed, heartbeat: new Date().toISOString() }));
      return true;
    };
    assert.deepEqual(await pruneRecords(records, { where }), []);
    assert.equal((await only(records)).id, failed.id);
    assert.deepEqual(await pruneRecords(records), [failed.id]);
  });
});

describe("a run given as a specification", () => {
  const specification = {
    ...{ data: { name: "written-out" }, split: { kind: "leave-last-out" as const }, method: "two-tower" },
    options: small,
  };

  test("is the run that a notebook asks for with the method and the split", async () => {
    const records = temporaryFolder();
    const options = { records, split, onProgress: () => undefined };
    const { record } = await runExperiment(specification, options);
    assert.equal((await quietly(records)).record.id, record.id);
    assert.deepEqual(JSON.parse(JSON.stringify(record.specification)), record.specification);
  });

  test("says which option is wrong", async () => {
    const wrong = { ...specification, options: { dropuot: 0.1 } };
    await assert.rejects(runExperiment(wrong, { records: temporaryFolder(), split }), /"dropuot".*"dropout"/);
  });
});
