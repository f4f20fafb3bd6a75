import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { overSampledRows, underSampledRows, type Stage } from "../../lib/curriculum";
import { overSampling, twoTower, underSampling, type TrainedTwoTower } from "../../lib/methods";
import { randomStream } from "../../lib/random";
import { itemCounts, leaveLastOut } from "../../lib/splitting";
import type { Method } from "../../lib/training";
import { tastefulInteractions } from "../fixtures";
import { ownVariant, trainedTo } from "./ownVariant";

const split = leaveLastOut(tastefulInteractions());
const { train } = split;
const counts = itemCounts(train);
const seed = 3;
const small = {
  ...{ embeddingSize: 6, featureEmbeddingSize: 4, hiddenSizes: [10], outputSize: 6 },
  ...{ batchSize: 64, epochs: 3, patience: 100, learningRate: 0.01 },
};

const trained = (method: Method<TrainedTwoTower>) => trainedTo(method, split, seed);
/** The base-learner on one stage of these samples. */
const onSamples = (samples: Stage["samples"]): Method<TrainedTwoTower> =>
  ownVariant(small, { stages: [{ name: "", samples }] });

describe("overSampling", () => {
  const [count, mostRepeats] = [25, 2];

  test("is the base-learner on rows repeated once for all, up to its count and its most repeats", async () => {
    // Items whose repeats leave a remainder to be drawn, items that end at the most repeats, and items with enough.
    assert.ok(counts.some((own) => own < count && own * mostRepeats > count));
    assert.ok(counts.some((own) => own * mostRepeats < count));
    assert.ok(counts.some((own) => own > count));
    const rows = overSampledRows(train, { count, mostRepeats }, randomStream(seed, "over-sampling draw"));
    const method = overSampling({ ...small, count, mostRepeats });
    assert.deepEqual(await trained(method), await trained(onSamples(() => rows)));
  });

  test("is the two-tower where no item lacks samples, or none may be repeated", async () => {
    const plain = await trained(twoTower(small));
    assert.deepEqual(await trained(overSampling({ ...small, count: 1 })), plain);
    assert.deepEqual(await trained(overSampling({ ...small, count, mostRepeats: 1 })), plain);
    assert.notDeepEqual(await trained(overSampling({ ...small, count, mostRepeats })), plain);
  });
});

describe("underSampling", () => {
  const count = 12;
  const rowsOfDraw = (draw: number): Int32Array =>
    underSampledRows(train, count, randomStream(seed, `under-sampling draw ${draw}`));

  test("is the base-learner on rows cut to its count, the same in every epoch", async () => {
    const once = await trained(underSampling({ ...small, count }));
    assert.deepEqual(once, await trained(onSamples(() => rowsOfDraw(0))));
  });

  test("draws the rows anew each epoch where it is told to", async () => {
    const redrawn = await trained(underSampling({ ...small, count, redraw: true }));
    assert.deepEqual(redrawn, await trained(onSamples(rowsOfDraw)));
    assert.notDeepEqual(redrawn, await trained(underSampling({ ...small, count, redraw: false })));
  });

  test("is the two-tower where no item has more samples than its count", async () => {
    const plain = await trained(twoTower(small));
    const most = Math.max(...counts);
    assert.deepEqual(await trained(underSampling({ ...small, count: most })), plain);
    assert.notDeepEqual(await trained(underSampling({ ...small, count: most - 1 })), plain);
  });
});
