import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients } from "../../lib/engine";
import {
  candidateSource,
  defaultCandidates,
  drawProbability,
  itemShares,
  logitCorrection,
  softmaxLoss,
  weightedDraw,
  type CandidateOptions,
  type Candidates,
} from "../../lib/losses";
import { randomStream } from "../../lib/random";
import type { Pairs } from "../../lib/splitting";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

/** Eight users, six items, the lower the item the more popular; user 0 has items 0, 1 and 2. */
const train: Pairs = {
  users: Int32Array.of(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 1, 2),
  items: Int32Array.of(0, 1, 2, 0, 0, 0, 1, 1, 2, 3, 4, 0),
  userCount: 8,
  itemCount: 6,
};
const counts = [5, 3, 2, 1, 1, 0];
const allRows = Int32Array.from(train.users.keys());
const batch = Int32Array.of(0, 3, 6, 8, 4);
const batchItems = [0, 0, 1, 2, 0];
const batchUsers = [0, 1, 4, 6, 2];

function candidatesOf(options: Partial<CandidateOptions>, seed = 1): Candidates {
  const source = candidateSource({ ...defaultCandidates, ...options }, train);
  return source.ofEpoch(allRows, randomStream(seed, "draws"))(batch);
}

/** Which items a sample's candidates are, masked ones left out. */
function countedItems({ items, mask }: Candidates, sample: number): number[] {
  const all = items ? [...items] : [...counts.keys()];
  return all.filter((_, at) => mask?.[sample * all.length + at] !== 1).sort();
}

const close = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe("candidateSource", () => {
  test("gives all items as they are, uncorrected", () => {
    assert.deepEqual(candidatesOf({}), { items: null, positives: Int32Array.from(batchItems) });
  });

  test("gives the batch's items with duplicates kept, q = p, each sample's positive its own", () => {
    const { items, positives, q, mask } = candidatesOf({ candidates: "batch" });
    assert.deepEqual([...items!], batchItems);
    assert.deepEqual([...positives], [0, 1, 2, 3, 4]);
    assert.deepEqual(
      [...q!],
      batchItems.map((item) => counts[item] / 12),
    );
    assert.equal(mask, undefined);
  });

  test("gives each of the batch's items once, q = 1 - (1 - p)^B", () => {
    const { items, positives, q } = candidatesOf({ candidates: "batch", duplicates: "once" });
    assert.deepEqual([...items!], [0, 1, 2]);
    assert.deepEqual([...positives], [0, 0, 1, 2, 0]);
    q!.forEach((probability, at) => close(probability, 1 - (1 - counts[items![at]] / 12) ** 5, 1e-12));
  });

  test("takes p of the batch's items from the samples that the epoch sees", () => {
    const source = candidateSource({ ...defaultCandidates, candidates: "batch" }, train);
    const { q } = source.ofEpoch(batch, randomStream(0, "draws"))(batch);
    assert.deepEqual([...q!], [3 / 5, 3 / 5, 1 / 5, 1 / 5, 3 / 5]);
  });

  test("has a q that sums to one over the items that may come", () => {
    /** @param first place of the first candidate that comes by chance. */
    const sumsToOne = ({ items, q }: Candidates, first: number, expected: number): void => {
      const byItem = new Map([...items!].map((item, at) => [item, q![at]] as const).slice(first));
      assert.equal(byItem.size, expected, "an item did not come");
      close(
        [...byItem.values()].reduce((sum, each) => sum + each, 0),
        1,
        1e-12,
      );
    };
    const source = candidateSource({ ...defaultCandidates, candidates: "batch" }, train);
    sumsToOne(source.ofEpoch(allRows, randomStream(0, "draws"))(allRows), 0, 5);
    for (const drawExponent of [0, 0.5, 1]) {
      // The positives of the batch stand first. An item without a sample comes, too: its share is that of one with one.
      const drawn = candidatesOf({ candidates: "drawn", draws: 400, drawExponent });
      sumsToOne(drawn, 3, 6);
    }
  });

  test("leaves the correction out where it is not wanted", () => {
    assert.equal(candidatesOf({ candidates: "batch", corrected: false }).q, undefined);
    assert.equal(candidatesOf({ candidates: "drawn", corrected: false, draws: 4 }).q, undefined);
  });

  test("masks a user's other positives, and never the sample's own", () => {
    const kept = candidatesOf({ candidates: "batch", otherPositives: "masked" });
    // User 0 (sample 0, item 0) also has items 1 and 2; user 1 has 0 and 4; the others of the batch have one each.
    assert.deepEqual(countedItems(kept, 0), [0, 0, 0]);
    assert.deepEqual(countedItems(kept, 1), [0, 0, 0, 1, 2]);
    const all = candidatesOf({ otherPositives: "masked" });
    assert.deepEqual(countedItems(all, 0), [0, 3, 4, 5]);
    assert.deepEqual(countedItems(all, 1), [0, 1, 2, 3, 5]);
    const drawn = candidatesOf({ candidates: "drawn", draws: 60, drawExponent: 0, otherPositives: "masked" });
    assert.deepEqual([...new Set(countedItems(drawn, 0))], [0, 3, 4, 5]);
  });

  test("draws: own positive once, draws of it left out, everything else as drawn", () => {
    const { items, positives, q, mask } = candidatesOf({ candidates: "drawn", draws: 40 });
    assert.equal(items!.length, 3 + 40);
    assert.deepEqual([...items!.slice(0, 3)], [0, 1, 2]);
    const drawn = [...items!.slice(3)];
    batchItems.forEach((own, sample) => {
      assert.equal(items![positives[sample]], own);
      const expected = [own, ...drawn.filter((item) => item !== own)].sort();
      assert.deepEqual(countedItems({ items, positives, mask }, sample), expected);
    });
    const p = itemShares(train);
    q!.forEach((probability, at) => close(probability, at < 3 ? 1 / 40 : p[items![at]], 1e-12));
  });

  test("draws the same for the same seed, and other items for another", () => {
    const options = { candidates: "drawn", draws: 40 } as const;
    assert.deepEqual(candidatesOf(options, 3), candidatesOf(options, 3));
    assert.notDeepEqual(candidatesOf(options, 3).items, candidatesOf(options, 4).items);
  });

  test("estimates the batch's p from the stream when asked", () => {
    const source = candidateSource(
      { ...defaultCandidates, candidates: "batch", frequency: "streamed", frequencyRate: 0.002 },
      train,
    );
    const random = randomStream(5, "order");
    const of = source.ofEpoch(allRows, random);
    const drawnBatch = (): Int32Array => Int32Array.from({ length: 6 }, () => random.integer(12));
    for (let step = 0; step < 3000; step++) of(drawnBatch());
    const { items, q } = of(allRows.slice(0, 6));
    items!.forEach((item, at) => close(q![at] / (counts[item] / 12), 1, 0.15));
  });
});

describe("the normaliser, on average over many draws,", () => {
  const random = randomStream(8, "scores");
  const scores = counts.map(() => random.normal());
  const normaliserOf = (own: number | null): number =>
    scores.reduce((sum, score, item) => sum + (item === own ? 0 : Math.exp(score)), 0);
  const repeats = 40_000;
  /** Mean over draws, and its standard error. */
  const averaged = (sample: () => number): { mean: number; error: number } => {
    const values = Array.from({ length: repeats }, sample);
    const mean = values.reduce((sum, value) => sum + value, 0) / repeats;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (repeats - 1);
    return { mean, error: Math.sqrt(variance / repeats) };
  };
  const normaliser = ({ items, q, mask }: Candidates, sample: number): number =>
    items!.reduce(
      (sum, item, at) =>
        mask?.[sample * items!.length + at] === 1 ? sum : sum + Math.exp(scores[item]) / q![at],
      0,
    );

  for (const duplicates of ["kept", "once"] as const) {
    for (const drawExponent of [0, 1]) {
      test(`is Z for drawn candidates, duplicates ${duplicates}, q in proportion to n^${drawExponent}`, () => {
        const draws = 5;
        const options = {
          ...defaultCandidates,
          candidates: "drawn",
          draws,
          duplicates,
          drawExponent,
        } as const;
        const of = candidateSource(options, train).ofEpoch(allRows, randomStream(2, "draws"));
        const one = Int32Array.of(6); // its positive is item 1
        // Duplicates kept: exp(s_i) + sum over draws j != i of exp(s_j - log(n q_j)), times n.
        const factor = duplicates === "kept" ? 1 / draws : 1;
        const { mean, error } = averaged(() => factor * normaliser(of(one), 0));
        close(mean, normaliserOf(null), 4 * error);
        assert.ok(error < 0.02 * mean, "the test would see a bias of a tenth");
      });
    }
  }

  test("is B Z with the batch's duplicates kept, and Z with each item once", () => {
    const p = counts.slice(0, 5).map((count) => count / 12);
    const draw = weightedDraw(p);
    const source = (duplicates: "kept" | "once"): ((rows: Int32Array) => Candidates) =>
      candidateSource({ ...defaultCandidates, candidates: "batch", duplicates }, train).ofEpoch(
        allRows,
        randomStream(0, "unused"),
      );
    const rowOf = [0, 1, 2, 9, 10]; // a row with each item
    const stream = randomStream(4, "batches");
    const size = 5;
    const anyBatch = (): Int32Array => draw(size, stream).map((item) => rowOf[item]);
    const seen = normaliserOf(5); // item 5 has no sample and is in no batch
    for (const duplicates of ["kept", "once"] as const) {
      const of = source(duplicates);
      const { mean, error } = averaged(() => normaliser(of(anyBatch()), 0));
      close(mean, (duplicates === "kept" ? size : 1) * seen, 4 * error);
      assert.ok(error < 0.02 * mean, "the test would see a bias of a tenth");
    }
  });
});

describe("the loss over batch and drawn candidates", () => {
  const size = 3;
  const random = randomStream(3, "vectors");
  const userValues = Array.from({ length: train.userCount * size }, () => random.normal());
  const itemValues = Array.from({ length: train.itemCount * size }, () => random.normal());
  const p = [...itemShares(train)];
  const draws = 7;

  /** The same loss in doubles, written from the page for each case rather than from candidates. */
  function bruteForce(
    options: CandidateOptions,
    drawn: readonly number[],
    lambdaC: number,
    values: readonly number[],
  ): number {
    const at = (row: number, offset: number): readonly number[] =>
      values.slice(offset + row * size, offset + (row + 1) * size);
    const logit = (sample: number, item: number): number => {
      const x = at(batchUsers[sample], 0);
      const y = at(item, train.userCount * size);
      return x.reduce((sum, value, index) => sum + value * y[index], lambdaC * Math.log(p[item]));
    };
    const positivesOf = (user: number): Set<number> =>
      new Set([...allRows].filter((row) => train.users[row] === user).map((row) => train.items[row]));
    let loss = 0;
    batchItems.forEach((own, sample) => {
      const others = positivesOf(batchUsers[sample]);
      const counted = (item: number): boolean =>
        options.otherPositives === "kept" || item === own || !others.has(item);
      let positive = logit(sample, own);
      let normaliser: number;
      if (options.candidates === "batch") {
        const once = options.duplicates === "once";
        const candidates = once ? [...new Set(batchItems)] : batchItems;
        const share = (item: number): number => counts[item] / 12;
        const q = (item: number): number => (once ? 1 - (1 - share(item)) ** batchItems.length : share(item));
        const corrected = (item: number): number =>
          logit(sample, item) - (options.corrected ? Math.log(q(item)) : 0);
        positive = corrected(own);
        normaliser = candidates.filter(counted).reduce((sum, item) => sum + Math.exp(corrected(item)), 0);
      } else {
        const once = options.duplicates === "once";
        const chance = (item: number): number => (once ? 1 - (1 - p[item]) ** draws : draws * p[item]);
        const expected = (item: number): number => (options.corrected ? chance(item) : 1);
        const drawnItems = once ? [...new Set(drawn)] : drawn;
        normaliser = drawnItems
          .filter((item) => item !== own && counted(item))
          .reduce((sum, item) => sum + Math.exp(logit(sample, item)) / expected(item), Math.exp(positive));
      }
      loss -= positive - Math.log(normaliser);
    });
    return loss / batchItems.length;
  }

  const cases: Partial<CandidateOptions>[] = (["batch", "drawn"] as const).flatMap((candidates) =>
    [true, false].flatMap((corrected) =>
      (["kept", "masked"] as const).flatMap((otherPositives) =>
        (["kept", "once"] as const).map((duplicates) => ({
          candidates,
          corrected,
          otherPositives,
          duplicates,
        })),
      ),
    ),
  );
  for (const choice of cases) {
    for (const lambdaC of [0, 0.7]) {
      const words = Object.values(choice).join(", ");
      test(`is right in value and gradient: ${words}, lambda_c ${lambdaC}`, async () => {
        const options = { ...defaultCandidates, ...choice, draws };
        const candidates = candidatesOf({ ...choice, draws }, 6);
        const items = candidates.items!;
        const bias = logitCorrection({
          lambdaC,
          p: Float64Array.from(items, (item) => p[item]),
          q: candidates.q,
        });
        const { value, gradient } = await expectNoLeakedTensors(
          () =>
            tf.tidy(() => {
              const found = valueAndGradients(
                (values): Scalar =>
                  softmaxLoss({
                    users: tf.gather(values.users as Tensor2D, tf.tensor1d(batchUsers, "int32")),
                    items: tf.gather(values.items as Tensor2D, tf.tensor1d(items, "int32")),
                    positives: tf.tensor1d(candidates.positives, "int32"),
                    bias: bias && tf.tensor1d(bias),
                    mask: candidates.mask && tf.tensor2d(candidates.mask, [batch.length, items.length]),
                  }),
                {
                  users: tf.tensor2d(userValues, [train.userCount, size]),
                  items: tf.tensor2d(itemValues, [train.itemCount, size]),
                },
              );
              return {
                value: found.value.dataSync()[0],
                gradient: [...found.gradients.users.dataSync(), ...found.gradients.items.dataSync()],
              } as never;
            }) as { value: number; gradient: number[] },
        );
        const drawn = [...items.slice(3)];
        const all = [...userValues, ...itemValues];
        const loss = (values: readonly number[]): number => bruteForce(options, drawn, lambdaC, values);
        close(value, loss(all), 1e-5 * (1 + Math.abs(value)));
        const step = 1e-5;
        const moved = (index: number, by: number): number[] =>
          all.map((each, other) => (other === index ? each + by : each));
        all.forEach((_, index) => {
          const expected = (loss(moved(index, step)) - loss(moved(index, -step))) / (2 * step);
          close(gradient[index], expected, 1e-3 * Math.abs(expected) + 1e-6);
        });
      });
    }
  }
});

describe("drawProbability", () => {
  test("is p kept, and once the chance of being there at all, also for shares of one in a billion", () => {
    assert.equal(drawProbability(0.25, 8, "kept"), 0.25);
    close(drawProbability(0.25, 8, "once"), 1 - 0.75 ** 8, 1e-15);
    close(drawProbability(1e-9, 1000, "once") / 1e-6, 1, 1e-6);
    assert.equal(drawProbability(1, 3, "once"), 1);
  });
});

describe("weightedDraw", () => {
  test("draws in proportion to the weights, and never what weighs nothing", () => {
    const weights = [3, 0, 1, 6];
    const drawn = weightedDraw(weights)(20_000, randomStream(0, "draws"));
    const found = [0, 0, 0, 0];
    for (const index of drawn) found[index] += 1;
    assert.equal(found[1], 0);
    // Four standard errors of a share of a half at most: 4 x sqrt(0.25 / 20000) = 0.014.
    weights.forEach((weight, index) => close(found[index] / 20_000, weight / 10, 0.015));
  });

  test("refuses weights that are all 0", () => {
    assert.throws(() => weightedDraw([0, 0]), /add up to 0/);
  });
});
