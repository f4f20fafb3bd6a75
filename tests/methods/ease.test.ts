import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hitRate, meanMetric, rank } from "../../lib/evaluation";
import { ease, mostPopular } from "../../lib/methods";
import { leaveLastOut, popularityGroups, type Split } from "../../lib/splitting";
import { fit, type Method } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const split = leaveLastOut(tastefulInteractions({ users: 80, items: 24, perUser: 8 }));

/** Inverse of a small matrix in doubles, by Gauss-Jordan elimination with pivoting. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    rows[column] = rows[column].map((value) => value / rows[column][column]);
    for (let row = 0; row < size; row++) {
      const factor = rows[row][column];
      if (row !== column) rows[row] = rows[row].map((value, at) => value - factor * rows[column][at]);
    }
  }
  return rows.map((row) => row.slice(size));
}

/** The users x items matrix of training feedback. */
function trainingMatrix({ train }: Split): number[][] {
  const matrix = Array.from({ length: train.userCount }, () => new Array<number>(train.itemCount).fill(0));
  train.users.forEach((user, row) => (matrix[user][train.items[row]] = 1));
  return matrix;
}

describe("ease", () => {
  test("agrees with B = I - P diagMat(1 / diag(P)) solved in doubles", async () => {
    const lambda = 3;
    const model = await fit(ease({ lambda }), split);
    const x = trainingMatrix(split);
    const items = split.train.itemCount;
    const gram = Array.from({ length: items }, (_, one) =>
      Array.from({ length: items }, (__, other) =>
        x.reduce((sum, row) => sum + row[one] * row[other], one === other ? lambda : 0),
      ),
    );
    const p = inverse(gram);
    const b = p.map((row, one) => row.map((value, other) => (one === other ? 0 : -value / p[other][other])));
    const { values, shape } = model.parameters["item weights"];
    assert.deepEqual(shape, [items, items]);
    b.flat().forEach((expected, at) => {
      assert.ok(
        Math.abs(values[at] - expected) < 2e-6 + 1e-4 * Math.abs(expected),
        `${values[at]} ${expected}`,
      );
    });
    const scores = model.scores(Int32Array.of(5, 0));
    [5, 0].forEach((user, position) => {
      for (let item = 0; item < items; item++) {
        const expected = x[user].reduce((sum, has, other) => sum + has * b[other][item], 0);
        assert.ok(Math.abs(scores[position * items + item] - expected) < 1e-5);
      }
    });
  });

  test("ranks better than popularity where there is something to learn", async () => {
    const groups = popularityGroups(split.train);
    const hit = async (method: Method): Promise<number> =>
      meanMetric(hitRate(3), rank(await fit(method, split), split, "test"), groups, "overall")!;
    assert.ok((await hit(ease({ lambda: 10 }))) > 0.1 + (await hit(mostPopular())));
  });

  test("leaves no tensor behind, and does not start when its signal is raised", async () => {
    await expectNoLeakedTensors(() => fit(ease(), split));
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    await assert.rejects(fit(ease(), split, { signal: controller.signal }), /enough/);
  });

  test("ends between factor and solve when its signal is raised, with no tensor left", async () => {
    const wide = leaveLastOut(tastefulInteractions({ users: 300, items: 3000, perUser: 6 }));
    const controller = new AbortController();
    await expectNoLeakedTensors(async () => {
      // It is raised at the first turn of the event loop, which comes when the factor is there.
      setImmediate(() => controller.abort(new Error("enough")));
      await assert.rejects(fit(ease(), wide, { signal: controller.signal }), /enough/);
    });
  });

  test("refuses more items than its matrices can hold, saying how many", async () => {
    const train = { ...split.train, itemCount: 20_001 };
    await assert.rejects(
      fit(ease(), { ...split, train }),
      /at most 20000 items, and .* has 20001; keep fewer items/,
    );
  });

  test("refuses a lambda that is not positive", () => {
    assert.throws(() => ease({ lambda: 0 }), /Option "lambda" of ease/);
  });
});
