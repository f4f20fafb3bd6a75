import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  hitRate,
  meanMetric,
  metricByHeadShare,
  metricNamed,
  metricsTable,
  ndcg,
  popularityBuckets,
  rank,
  rankBlocks,
  type FunctionScorer,
  type VectorScorer,
} from "../../lib/evaluation";
import { randomStream } from "../../lib/random";
import { leaveLastOut, popularityGroups, type HeldOutPart, type Split } from "../../lib/splitting";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { interactionsOf, tastefulInteractions } from "../fixtures";

const data = tastefulInteractions();
const split = leaveLastOut(data);

function randomVectors(seed: number, size = 5): VectorScorer {
  const random = randomStream(seed, "vectors");
  const draw = (rows: number): Float32Array =>
    Float32Array.from({ length: rows * size }, () => random.normal());
  return { userVectors: draw(data.userIds.length), itemVectors: draw(data.itemIds.length), size };
}

/** The protocol of methods, written from the page: mask what was seen, sort, look where the positive stands. */
function bruteForceRanks(
  model: VectorScorer,
  { train, validation, ...rest }: Split,
  part: HeldOutPart,
): number[] {
  const heldOut = part === "validation" ? validation : rest.test;
  const seen = new Set<string>();
  for (const { users, items } of part === "validation" ? [train] : [train, validation]) {
    users.forEach((user, row) => seen.add(`${user}/${items[row]}`));
  }
  return Array.from(heldOut.users, (user, row) => {
    const candidates = data.itemIds
      .map((_, item) => {
        let score = 0;
        for (let at = 0; at < model.size; at++) {
          score += model.userVectors[user * model.size + at] * model.itemVectors[item * model.size + at];
        }
        return { item, score };
      })
      .filter(({ item }) => !seen.has(`${user}/${item}`));
    candidates.sort((a, b) => b.score - a.score);
    return 1 + candidates.findIndex(({ item }) => item === heldOut.items[row]);
  });
}

describe("rank", () => {
  for (const part of ["validation", "test"] as const) {
    test(`gives the ranks of a brute force in doubles on ${part}`, async () => {
      const model = randomVectors(1);
      const { ranks } = await expectNoLeakedTensors(() => rank(model, split, part));
      assert.deepEqual([...ranks], bruteForceRanks(model, split, part));
    });
  }

  test("gives the same ranks whatever the number of users scored at once", () => {
    const model = randomVectors(6);
    for (const blockSize of [1, 3, 7]) {
      const blocks = rankBlocks(model, split, "test", blockSize);
      let block = blocks.next();
      while (!block.done) block = blocks.next();
      assert.deepEqual(block.value, rank(model, split, "test"));
    }
  });

  test("gives the same ranks of a catalogue that is cut into several ranges of items", async () => {
    const wide = leaveLastOut(tastefulInteractions({ users: 90, items: 300, perUser: 30 }));
    const random = randomStream(8, "vectors");
    const draw = (rows: number): Float32Array =>
      Float32Array.from({ length: rows * 5 }, () => random.normal());
    const model = { userVectors: draw(90), itemVectors: draw(wide.data.itemIds.length), size: 5 };
    // Items of one vector tie, wherever they lie.
    model.itemVectors.copyWithin(0, 5 * 200, 5 * 210);
    const whole = rank(model, wide, "test");
    await expectNoLeakedTensors(() => {
      const blocks = rankBlocks(model, wide, "test", 64, 1);
      let block = blocks.next();
      while (!block.done) block = blocks.next();
      assert.deepEqual(block.value, whole);
    });
  });

  test("frees what it holds in the engine when it is left in the middle", async () => {
    await expectNoLeakedTensors(() => {
      const blocks = rankBlocks(randomVectors(6), split, "test", 3);
      blocks.next();
      blocks.return(undefined as never);
    });
  });

  test("ranks a function's scores as it ranks vectors", () => {
    const model = randomVectors(2);
    const items = data.itemIds.length;
    const asFunction: FunctionScorer = {
      scores: (users) => {
        const scores = new Float32Array(users.length * items);
        users.forEach((user, row) => {
          for (let item = 0; item < items; item++) {
            for (let at = 0; at < model.size; at++) {
              scores[row * items + item] +=
                model.userVectors[user * model.size + at] * model.itemVectors[item * model.size + at];
            }
          }
        });
        return scores;
      },
    };
    assert.deepEqual(rank(asFunction, split, "test").ranks, rank(model, split, "test").ranks);
  });

  test("ranks the positive last among ties, so a constant scorer earns nothing", () => {
    const constant: FunctionScorer = {
      scores: (users) => new Float32Array(users.length * data.itemIds.length).fill(1),
    };
    const { ranks, users } = rank(constant, split, "test");
    users.forEach((user, row) => {
      const seen = data.users.filter((other) => other === user).length - 1;
      assert.equal(ranks[row], data.itemIds.length - seen);
    });
  });

  test("refuses a score that is not a number, which would otherwise rank first", () => {
    const broken: FunctionScorer = {
      scores: (users) => new Float32Array(users.length * data.itemIds.length).fill(Number.NaN),
    };
    assert.throws(() => rank(broken, split, "test"), /score of item \d+ for user \d+ is not a number/);
  });

  test("is not moved by what the model thinks of items that were seen", () => {
    const model = randomVectors(3);
    const before = rank(model, split, "test").ranks;
    const seenBy0 = split.train.items[split.train.users.indexOf(0)];
    const favourite: FunctionScorer = {
      scores: (users) => {
        const scores = new Float32Array(users.length * data.itemIds.length);
        users.forEach((user, row) => {
          for (let item = 0; item < data.itemIds.length; item++) {
            let score = 0;
            for (let at = 0; at < model.size; at++) {
              score += model.userVectors[user * model.size + at] * model.itemVectors[item * model.size + at];
            }
            scores[row * data.itemIds.length + item] = user === 0 && item === seenBy0 ? 1e6 : score;
          }
        });
        return scores;
      },
    };
    assert.deepEqual(rank(favourite, split, "test").ranks, before);
  });
});

describe("metrics", () => {
  test("follow their definitions at every rank", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 100 }), (at, k) => {
        assert.equal(hitRate(k)(at), at <= k ? 1 : 0);
        const expected = at <= k ? Math.log(2) / Math.log(at + 1) : 0;
        assert.ok(Math.abs(ndcg(k)(at) - expected) < 1e-12);
      }),
    );
  });

  test("are known by name, and an unknown name says which there are", () => {
    assert.equal(metricNamed("HR@10")(10), 1);
    assert.equal(metricNamed("NDCG@3")(1), 1);
    assert.equal(metricNamed("MRR")(4), 0.25);
    assert.throws(() => metricNamed("HR@0"), /no metric "HR@0"; there are HR@K/);
  });

  const ranks = rank(randomVectors(4), split, "test");

  test("of head and tail, weighted by their positives, give the overall value", () => {
    const groups = popularityGroups(split.train, { headShare: 0.2 });
    const share = { head: 0, tail: 0 };
    for (const item of ranks.items) share[groups.isHead[item] ? "head" : "tail"] += 1 / ranks.items.length;
    const value = (group: "overall" | "head" | "tail"): number => meanMetric(ndcg(10), ranks, groups, group)!;
    assert.ok(Math.abs(value("overall") - share.head * value("head") - share.tail * value("tail")) < 1e-12);
  });

  test("of an empty group are n/a, never 0 or NaN", () => {
    const groups = popularityGroups(split.train, { headShare: 0 });
    assert.equal(meanMetric(hitRate(10), ranks, groups, "head"), null);
  });

  test("as the cut moves are those of each cut", () => {
    const sweep = metricByHeadShare(hitRate(10), ranks, split.train, [0, 0.3]);
    assert.equal(sweep.head[0], null);
    const groups = popularityGroups(split.train, { headShare: 0.3 });
    assert.equal(sweep.tail[1], meanMetric(hitRate(10), ranks, groups, "tail"));
  });
});

describe("metricsTable", () => {
  const ranks = rank(randomVectors(5), split, "test");
  const display = (table: object): Record<string, string> =>
    (table as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();

  test("is a DataFrame of fractions that can be computed on", () => {
    const groups = popularityGroups(split.train);
    const table = metricsTable({ random: ranks }, groups, { at: [10] });
    assert.deepEqual(table.columns, ["method", "group", "positives", "HR@10", "NDCG@10"]);
    assert.equal(table.column("HR@10").values[0], meanMetric(hitRate(10), ranks, groups, "overall"));
  });

  test("shows percent, n/a for an empty group, and the group card", () => {
    const shown = display(metricsTable({ random: ranks }, popularityGroups(split.train, { headShare: 0 })));
    assert.match(shown["text/html"], /n\/a/);
    assert.match(shown["text/plain"], /Head: 0 items .*Every one of 40 items is ranked/);
  });

  test("refuses ranks of other positives, and no ranks at all", () => {
    const groups = popularityGroups(split.train);
    const others = rank(randomVectors(5), split, "validation");
    assert.throws(
      () => metricsTable({ random: ranks, other: others }, groups),
      /ranks of "other" \(validation, 60 positives\) are not of the same positives as those of "random"/,
    );
    assert.throws(() => metricsTable({}, groups), /at least one method/);
  });

  test("escapes a method's name", () => {
    const shown = display(metricsTable({ "<img src=x>": ranks }, popularityGroups(split.train)));
    assert.ok(!shown["text/html"].includes("<img"));
  });
});

describe("popularityBuckets", () => {
  test("puts every item and every positive into the bucket of its count", () => {
    const buckets = popularityBuckets(Int32Array.of(0, 1, 2, 3, 4, 9), Int32Array.of(0, 3, 3, 5));
    assert.deepEqual(buckets, [
      { label: "0", items: 1, positives: 1 },
      { label: "1", items: 1, positives: 0 },
      { label: "2-3", items: 2, positives: 2 },
      { label: "4-7", items: 1, positives: 0 },
      { label: "8-15", items: 1, positives: 1 },
    ]);
  });
});

describe("an item without a training sample", () => {
  test("is ranked like any other", () => {
    const one = leaveLastOut(
      interactionsOf([
        [0, 0, 1],
        [0, 1, 2],
        [0, 2, 3],
      ]),
    );
    const model: VectorScorer = {
      userVectors: Float32Array.of(1),
      itemVectors: Float32Array.of(0, 1, 2),
      size: 1,
    };
    assert.deepEqual([...rank(model, one, "test").ranks], [1]);
  });
});
