import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { listRecords } from "../../lib/experiments";
import { randomStream } from "../../lib/random";
import { temporaryFolder } from "../temporaryFolder";
import { startChild } from "./childProcess";

/** Two phases, dropout, and in-batch candidates whose frequencies are learnt as they stream by: all kinds of state. */
const run = {
  method: "mirec",
  options: {
    ...{
      embeddingSize: 4,
      featureEmbeddingSize: 4,
      hiddenSizes: [8],
      outputSize: 4,
      metaHiddenSize: 4,
      k: 10,
    },
    ...{
      epochs: 30,
      fewShotEpochs: 30,
      patience: 1000,
      batchSize: 64,
      blendGrid: [0.5],
      identityControl: false,
    },
    ...{ candidates: "batch", frequency: "streamed", dropout: 0.3 },
  },
  seed: 3,
  checkpointEvery: 0,
};

/** Kill -9 at a random moment, so often. */
const kills = 20;
const longestLife = 100;

describe("a run that is killed", () => {
  test(`with kill -9, ${kills} times at random moments, ends with the numbers of one that never was`, async (t) => {
    const whole = await startChild({ ...run, records: temporaryFolder() }).outcome;
    assert.ok(whole && !whole.resumed && whole.epochs === 60);

    const records = temporaryFolder();
    const seed = Date.now() % 100_000;
    t.diagnostic(`moments drawn with seed ${seed}`);
    const random = randomStream(seed, "moments of death");
    for (let killed = 0; killed < kills; killed++) {
      const child = startChild({ ...run, records });
      // Mostly while it trains, writing a checkpoint after every epoch; else while it begins.
      await (random.uniform() < 0.8 ? child.training : child.ready);
      await sleep(longestLife * random.uniform());
      child.kill();
      await child.outcome;
    }
    const last = await startChild({ ...run, records }).outcome;
    assert.ok(last && (last.resumed || last.cached));
    const [record] = (await listRecords(records)).records;
    t.diagnostic(`taken up again ${record.resumptions} times`);
    assert.deepEqual(
      { losses: last.losses, ranks: last.ranks, metrics: last.metrics },
      { losses: whole.losses, ranks: whole.ranks, metrics: whole.metrics },
    );
    assert.equal(record.status, "finished");
    assert.deepEqual(readdirSync(path.join(records, record.id)).sort(), [
      "record.json",
      "results.safetensors",
    ]);
    // A life may end before its record begins, and the last ones may only read.
    assert.ok(record.resumptions >= 5);
  });

  test("counts as interrupted at once, and its claim is free", async () => {
    const records = temporaryFolder();
    const child = startChild({ ...run, records });
    await child.ready;
    for (;;) {
      const { records: all } = await listRecords(records);
      if (all[0]?.status === "running") break;
      await sleep(20);
    }
    child.kill();
    assert.equal(await child.outcome, null);
    assert.equal((await listRecords(records)).records[0].status, "interrupted");
  });
});

describe("two processes that ask for the same run at once", () => {
  test("compute it once", async () => {
    const records = temporaryFolder();
    const short = { ...run, options: { ...run.options, epochs: 20, fewShotEpochs: 20 }, records };
    const [one, other] = await Promise.all([startChild(short).outcome, startChild(short).outcome]);
    assert.deepEqual([one!.cached, other!.cached].sort(), [false, true]);
    assert.deepEqual(one!.ranks, other!.ranks);
    assert.equal((await listRecords(records)).records.length, 1);
  });
});
