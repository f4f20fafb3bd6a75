import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { StreamingFrequency, weightedDraw } from "../../lib/losses";
import { randomStream } from "../../lib/random";

const items = 200;
/** A long tail: the share of item i falls as 1 / (i + 1). */
const longTail = Array.from({ length: items }, (_, item) => 1 / (item + 1));
const total = longTail.reduce((sum, weight) => sum + weight, 0);
const batchSize = 32;

/** Mean relative error of the estimated shares, over the items with a share of at least `least`. */
function meanError(
  estimate: (item: number) => number,
  share: (item: number) => number,
  least: number,
): number {
  const measured = Array.from({ length: items }, (_, item) => item).filter((item) => share(item) >= least);
  assert.ok(measured.length > 20);
  const sum = measured.reduce((so, item) => so + Math.abs(estimate(item) / share(item) - 1), 0);
  return sum / measured.length;
}

describe("StreamingFrequency", () => {
  const share = (item: number): number => longTail[item] / total;

  test("comes to the shares of a known distribution, duplicates counted", () => {
    const random = randomStream(1, "stream");
    const draw = weightedDraw(longTail);
    const streamed = new StreamingFrequency({ buckets: 4 * items, rate: 0.005 });
    for (let step = 0; step < 4000; step++) streamed.step(draw(batchSize, random));
    // The mean of 1 / rate = 200 exponential gaps (an average of about 2 / rate of them) is off by some 5 %.
    assert.ok(meanError((item) => streamed.perStep(item) / batchSize, share, 0.002) < 0.08);
  });

  test("comes to the probability of being in a batch when each item is fed once", () => {
    const random = randomStream(2, "stream");
    const draw = weightedDraw(longTail);
    const streamed = new StreamingFrequency({ buckets: 4 * items, rate: 0.005 });
    for (let step = 0; step < 4000; step++) streamed.step([...new Set(draw(batchSize, random))]);
    const present = (item: number): number => 1 - (1 - share(item)) ** batchSize;
    assert.ok(meanError((item) => streamed.perStep(item), present, 0.05) < 0.08);
  });

  test("follows a drift that a count over the whole stream cannot", () => {
    const random = randomStream(3, "stream");
    const reversed = [...longTail].reverse();
    const streamed = new StreamingFrequency({ buckets: 4 * items, rate: 0.02 });
    const counts = new Int32Array(items);
    for (const weights of [longTail, reversed]) {
      const draw = weightedDraw(weights);
      for (let step = 0; step < 3000; step++) {
        const batch = draw(batchSize, random);
        streamed.step(batch);
        for (const item of batch) counts[item] += 1;
      }
    }
    const now = (item: number): number => reversed[item] / total;
    assert.ok(meanError((item) => streamed.perStep(item) / batchSize, now, 0.005) < 0.2);
    assert.ok(meanError((item) => counts[item] / (6000 * batchSize), now, 0.005) > 0.3);
  });

  test("is Yi et al.'s recursion once the first gaps are averaged", () => {
    const rate = 0.25;
    const streamed = new StreamingFrequency({ buckets: 8, arrays: 1, rate });
    let gap = 0;
    let last = 0;
    let hits = 0;
    [1, 2, 5, 6, 10, 11, 12, 20, 22].reduce((step, occurrence) => {
      for (let at = step + 1; at < occurrence; at++) streamed.step([]);
      streamed.step([3]);
      hits += 1;
      const alpha = Math.max(rate, 1 / hits);
      gap = (1 - alpha) * gap + alpha * (occurrence - last);
      last = occurrence;
      assert.ok(Math.abs(streamed.perStep(3) * gap - 1) < 1e-12);
      return occurrence;
    }, 0);
  });

  test("errs less with several arrays when items collide", () => {
    const error = (arrays: number): number => {
      const random = randomStream(4, "stream");
      const draw = weightedDraw(longTail);
      const streamed = new StreamingFrequency({ buckets: items / 2, arrays, rate: 0.005 });
      for (let step = 0; step < 2000; step++) streamed.step(draw(batchSize, random));
      return meanError((item) => streamed.perStep(item) / batchSize, share, 0.002);
    };
    assert.ok(error(4) < 0.6 * error(1));
  });

  test("gives an item that never occurred a frequency above 0, lower the longer it has not", () => {
    const streamed = new StreamingFrequency({ buckets: 64 });
    streamed.step([1]);
    assert.equal(streamed.perStep(5), 1 / 2);
    for (let step = 0; step < 8; step++) streamed.step([1]);
    assert.equal(streamed.perStep(5), 1 / 10);
    assert.equal(streamed.perStep(1), 1);
  });

  test("refuses options out of range, naming them", () => {
    assert.throws(() => new StreamingFrequency({ buckets: 0 }), /buckets must be/);
    assert.throws(() => new StreamingFrequency({ buckets: 8, arrays: 1.5 }), /arrays must be/);
    assert.throws(() => new StreamingFrequency({ buckets: 8, rate: 0 }), /rate must/);
  });
});
