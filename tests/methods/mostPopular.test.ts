import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mostPopular, type MostPopularOptions } from "../../lib/methods";
import { leaveLastOut } from "../../lib/splitting";
import { fit } from "../../lib/training";
import { interactionsOf } from "../fixtures";

describe("mostPopular", () => {
  test("scores every item by its number of training samples, held-out ones not counted", async () => {
    const data = interactionsOf(
      [
        [0, 0, 1],
        [0, 1, 2],
        [0, 2, 3],
        [0, 3, 4],
        [1, 1, 1],
        [1, 2, 2],
        [1, 0, 3],
        [1, 3, 4],
      ],
      { items: 5 },
    );
    // The last item of each user is tested on and the one before validates.
    const model = await fit(mostPopular(), leaveLastOut(data));
    assert.deepEqual([...model.itemVectors], [1, 2, 1, 0, 0]);
    assert.deepEqual([...model.userVectors], [1, 1]);
    assert.equal(model.size, 1);
  });

  test("takes no options", () => {
    assert.throws(
      () => mostPopular({ epochs: 3 } as unknown as MostPopularOptions),
      /most-popular has no option "epochs"/,
    );
  });
});
