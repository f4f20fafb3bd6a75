import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allRows, headToTail, longTailCurriculum, tailToHead, type Stage } from "../../lib/curriculum";
import { experiment } from "../../lib/experiments";
import { head2tail, ltcur, twoTower } from "../../lib/methods";
import { itemCounts, leaveLastOut, popularityGroups } from "../../lib/splitting";
import { fit, validationLossCurves, type Method, type Progress } from "../../lib/training";
import { temporaryFolder } from "../temporaryFolder";
import { tastefulInteractions } from "../fixtures";
import { ownVariant } from "./ownVariant";

const split = leaveLastOut(tastefulInteractions());
const groups = popularityGroups(split.train);
const small = {
  ...{ embeddingSize: 4, featureEmbeddingSize: 4, hiddenSizes: [8], outputSize: 4 },
  ...{ batchSize: 128, epochs: 3, patience: 100, learningRate: 0.01 },
};
const quietly = { onProgress: () => undefined };

describe("LTCur", () => {
  test("shows all samples first, then k of every head item and all of every tail item", () => {
    const k = 8;
    const [all, fewShot] = longTailCurriculum(split.train, { k }, 0);
    assert.deepEqual(all.samples(1).length, split.train.items.length);
    const seen = new Int32Array(split.train.itemCount);
    for (const row of fewShot.samples(1)) seen[split.train.items[row]] += 1;
    itemCounts(split.train).forEach((count, item) => assert.equal(seen[item], Math.min(count, k)));
    assert.notDeepEqual(fewShot.samples(1), fewShot.samples(2), "the head's samples are drawn anew");
    const [, fixed] = longTailCurriculum(split.train, { k, redraw: false }, 0);
    assert.deepEqual(fixed.samples(1), fixed.samples(2));
  });
});

describe("the epochs of a stage", () => {
  /** The base-learner on stages, each of two epochs by default. */
  const own = (stages: readonly Stage[]): Method => ownVariant({ ...small, epochs: 2 }, { stages });

  /** The epochs that each stage took and was said to take at most, and the epochs of the history. */
  async function epochsOf(stages: readonly Stage[]): Promise<unknown> {
    const told: Record<string, [number, number]> = {};
    const onProgress = ({ label, epoch, epochs }: Progress): void => void (told[label] = [epoch, epochs]);
    const { history } = await fit(own(stages), split, { onProgress });
    return { told, history: history.map(({ epoch }) => epoch) };
  }

  test("are its own where it has some, and the method's where it has none", async () => {
    const every = allRows(split.train);
    const samples = (): Int32Array => every;
    const short = { name: "short", epochs: 1, samples };
    const long = { name: "long", epochs: 3, samples };
    const silent = { name: "silent", samples };
    assert.deepEqual(await epochsOf([short, long]), {
      told: { "own, short": [1, 1], "own, long": [3, 3] },
      history: [1, 2, 3, 4],
    });
    assert.deepEqual(await epochsOf([silent, short]), {
      told: { "own, silent": [2, 2], "own, short": [1, 1] },
      history: [1, 2, 3],
    });
  });

  const [k, stageEpochs] = [15, 3];
  for (const [name, stages] of Object.entries({
    Head2Tail: headToTail(split.train, { k, stageEpochs }),
    Tail2Head: tailToHead(split.train, { k, stageEpochs }),
    LTCur: longTailCurriculum(split.train, { k, stageEpochs }, 0),
  })) {
    test(`are those that ${name} was given for each of its stages`, async () => {
      const told = stages.map((stage) => [`own, ${stage.name}`, [stageEpochs, stageEpochs]]);
      assert.deepEqual(await epochsOf(stages), {
        told: Object.fromEntries(told) as unknown,
        history: [1, 2, 3, 4, 5, 6],
      });
    });
  }
});

describe("validation losses of a curriculum", () => {
  test("fall while all samples are seen, are kept for every epoch, and come back from the record", async () => {
    const records = temporaryFolder();
    const run = await experiment(ltcur({ ...small, k: 8 }), split, { records, ...quietly });
    const again = await experiment(ltcur({ ...small, k: 8 }), split, { records, ...quietly });
    assert.ok(again.cached && !run.cached);
    const curves = validationLossCurves(run, groups);
    assert.deepEqual(validationLossCurves(again, groups), curves);
    assert.equal(curves.overall.length, 2 * small.epochs);
    // A model that knows nothing has the loss log(items).
    assert.ok(curves.overall[2]! < curves.overall[0]!);
    assert.ok(Math.abs(curves.overall[0]! - Math.log(split.train.itemCount)) < 0.5);
  });

  test("of Head2Tail rise on the head once it sees the tail alone", async () => {
    const records = temporaryFolder();
    const options = { ...small, k: 20, epochs: 8, learningRate: 0.03 };
    const run = await experiment(head2tail(options), split, { records, ...quietly });
    const { head } = validationLossCurves(run, groups);
    assert.ok(head[15]! > head[7]! + 0.1, `${head[7]} to ${head[15]}`);
  });

  test("are missed by name where a method keeps none", async () => {
    const run = await experiment(twoTower(small), split, { records: temporaryFolder(), ...quietly });
    assert.throws(() => validationLossCurves(run, groups), /no validation losses; head2tail/);
  });
});
