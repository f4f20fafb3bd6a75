import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { metricsText } from "../../cli/runReport";
import { rank } from "../../lib/evaluation";
import { mirec, type TrainedMirec } from "../../lib/methods";
import { summaryOf, trainingCounts } from "../../lib/experiments/runResults";
import { temporaryFolder } from "../temporaryFolder";
import { quietly, small, split } from "../experiments/smallRun";

describe("metricsText", () => {
  test("says how far F moves, and has the control F = identity beside it, as the record keeps it", async () => {
    const method = mirec({
      ...small,
      k: 5,
      fewShotEpochs: 2,
      metaHiddenSize: 4,
      lambda: 1,
      blendGrid: [0.5],
    });
    const { record, model } = await quietly(temporaryFolder(), method);
    const control = (model as unknown as TrainedMirec).identityControl!;
    const ranks = { validation: rank(control, split, "validation"), test: rank(control, split, "test") };
    const { metrics } = summaryOf({ ranks, counts: trainingCounts(split) }, 0.2);
    assert.deepEqual(record.chosen!.identityControl, {
      blendWeight: 0.5,
      map: { relativeChange: 0, remainingDistance: 1 },
      metrics,
    });

    const text = metricsText(record);
    const change = (record.chosen!.map as { relativeChange: number }).relativeChange;
    assert.ok(change > 0);
    assert.match(text, /^test, F = identity +tail +[\d.]+/m);
    assert.match(
      text,
      new RegExp(
        `^lambda_p 0\\.50, F moves what it maps by ${(100 * change).toFixed(1)} %, .* F = identity: lambda_p 0\\.50, F moves what it maps by 0\\.0 %`,
        "m",
      ),
    );
  });
});
