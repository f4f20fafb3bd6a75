import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { trainBaseLearner } from "../../lib/methods";
import { baseLearnerOptions } from "../../lib/methods";
import { leaveLastOut } from "../../lib/splitting";
import { fit, type Method } from "../../lib/training";
import type { Stage } from "../../lib/curriculum";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const split = leaveLastOut(tastefulInteractions());
const settings = baseLearnerOptions({
  embeddingSize: 4,
  hiddenSizes: [8],
  outputSize: 4,
  epochs: 2,
  dropout: 0.5,
});
const rows = Int32Array.from({ length: 300 }, (_, row) => row);

const staged = (stages: readonly Stage[]): Method => ({
  name: "staged",
  options: {},
  fit: (data, context) => trainBaseLearner(data, settings, { method: "staged", stages }, context),
});

describe("training in stages", () => {
  test("passes over a stage without samples, as data without a tail has one", async () => {
    const model = await fit(
      staged([
        { name: "all", samples: () => rows },
        { name: "tail", samples: () => new Int32Array(0) },
      ]),
      split,
    );
    assert.equal(model.history.length, 2);
    assert.ok(model.history.every(({ loss }) => Number.isFinite(loss)));
  });

  test("says so when no stage has a sample", async () => {
    await expectNoLeakedTensors(() =>
      assert.rejects(
        fit(staged([{ name: "tail", samples: () => new Int32Array(0) }]), split),
        /no sample for staged, tail to learn from/,
      ),
    );
  });

  test("draws other dropout masks in another stage", async () => {
    // The same rows in one batch a stage, the same start: only what is drawn can tell the two stages apart.
    const losses = await Promise.all(
      ["first", "second"].map(async (name) => {
        const model = await fit(staged([{ name, samples: () => rows }]), split, { seed: 0 });
        return model.history[0].loss;
      }),
    );
    assert.notEqual(losses[0], losses[1]);
  });

  test("refuses a seed that is no whole number before anything is made", async () => {
    await expectNoLeakedTensors(() =>
      assert.rejects(
        fit(staged([{ name: "all", samples: () => rows }]), split, { seed: 0.5 }),
        /seed must be a whole/,
      ),
    );
  });
});
