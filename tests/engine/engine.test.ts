import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import type { Rank, Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import {
  adagrad,
  adam,
  entriesAt,
  hiddenLayer,
  linear,
  lookUp,
  noDropout,
  Optimiser,
  Parameters,
  plainResult,
  seededDropout,
  tensorflowVersion,
  tf,
  valueAndGradients,
  withWeightDecay,
} from "../../lib/engine";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

const closeTo = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  assert.equal(actual.length, expected.length);
  for (let at = 0; at < actual.length; at++) {
    assert.ok(
      Math.abs(actual[at] - expected[at]) <= tolerance,
      `${actual[at]} is not ${expected[at]} at ${at}`,
    );
  }
};

describe("the engine", () => {
  test("starts without a word", () => {
    const script = `require(${JSON.stringify(require.resolve("../../lib/engine"))}).tf.matMul([[1]], [[1]]).dataSync()`;
    const run = spawnSync(process.execPath, ["--import", "tsx", "-e", script], { encoding: "utf8" });
    assert.deepEqual([run.status, run.stdout, run.stderr], [0, "", ""]);
  });

  test("goes on computing while signals come in", { skip: process.platform === "win32" }, () => {
    const script = path.join(__dirname, "stormOfSignals.ts");
    const run = spawnSync(process.execPath, ["--import", "tsx", script], { encoding: "utf8" });
    assert.deepEqual([run.status, run.signal], [0, null], run.stderr);
    assert.ok(Number(run.stdout) > 100, `${run.stdout.trim()} signals came`);
  });

  // The storm breaks a process on a processor with AVX-512 alone; this asks for the reason why it does not.
  test("leaves signals to other threads than its own", { skip: process.platform !== "linux" }, () => {
    tf.matMul([[1]], [[1]]).dispose();
    const interrupt = 2;
    for (const thread of readdirSync("/proc/self/task")) {
      const status = readFileSync(`/proc/self/task/${thread}/status`, "utf8");
      const name = /^Name:\s*(.*)$/m.exec(status)![1];
      const isOurs = Number(thread) === process.pid || name.startsWith("tf_");
      const blocked = BigInt(`0x${/^SigBlk:\s*(.*)$/m.exec(status)![1]}`);
      if (isOurs) assert.ok((blocked >> BigInt(interrupt - 1)) & 1n, `${name} takes SIGINT`);
    }
  });

  test("says which TensorFlow is behind it", () => {
    assert.match(tensorflowVersion(), /^\d+\.\d+\.\d+$/);
  });
});

describe("Parameters", () => {
  test("reads back what it was given, and keeps a read value through later updates", async () => {
    await expectNoLeakedTensors(() => {
      const parameters = new Parameters({ a: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) } });
      const before = parameters.read();
      parameters.restore({ a: { shape: [2, 2], values: Float32Array.of(5, 6, 7, 8) } });
      assert.deepEqual([...before.a.dataSync()], [1, 2, 3, 4]);
      assert.deepEqual([...parameters.snapshot().a.values], [5, 6, 7, 8]);
      before.a.dispose();
      parameters.dispose();
    });
  });

  test("keeps two parameters of one name in two models apart", () => {
    const one = new Parameters({ a: { shape: [1], values: Float32Array.of(1) } });
    const two = new Parameters({ a: { shape: [1], values: Float32Array.of(2) } });
    assert.deepEqual([one.snapshot().a.values[0], two.snapshot().a.values[0]], [1, 2]);
    one.dispose();
    two.dispose();
  });

  test("names the parameters that there are when asked for another", () => {
    const parameters = new Parameters({ weight: { shape: [1], values: Float32Array.of(1) } });
    assert.throws(() => parameters.variable("wieght"), /no parameter "wieght"; there are weight/);
    parameters.dispose();
  });
});

describe("Adam", () => {
  test("takes the steps of the paper's algorithm, computed in doubles", async () => {
    const learningRate = 0.05;
    const goal = [0.3, -1, 2];
    const double = { x: [1, 2, 3], first: [0, 0, 0], second: [0, 0, 0] };
    for (let step = 1; step <= 25; step++) {
      double.x = double.x.map((x, at) => {
        const gradient = 2 * (x - goal[at]);
        double.first[at] = 0.9 * double.first[at] + 0.1 * gradient;
        double.second[at] = 0.999 * double.second[at] + 0.001 * gradient ** 2;
        const first = double.first[at] / (1 - 0.9 ** step);
        const second = double.second[at] / (1 - 0.999 ** step);
        return x - (learningRate * first) / (Math.sqrt(second) + 1e-8);
      });
    }
    await expectNoLeakedTensors(() => {
      const parameters = new Parameters({ x: { shape: [3], values: Float32Array.of(1, 2, 3) } });
      const optimiser = new Optimiser(adam({ learningRate }), parameters);
      for (let step = 0; step < 25; step++) {
        tf.tidy(() => {
          const distance = ({ x }: Record<string, Tensor1D>): Scalar => tf.sum(tf.square(tf.sub(x, goal)));
          const { gradients } = valueAndGradients((values) => distance(values as never), parameters.read());
          optimiser.apply(gradients);
        });
      }
      closeTo(parameters.snapshot().x.values, double.x, 1e-5);
      optimiser.dispose();
      parameters.dispose();
    });
  });

  test("leaves parameters that are not trainable as they are", () => {
    const parameters = new Parameters({
      moved: { shape: [1], values: Float32Array.of(1) },
      frozen: { shape: [1], values: Float32Array.of(1) },
    });
    const optimiser = new Optimiser(adam({ learningRate: 0.1 }), parameters, ["moved"]);
    tf.tidy(() => optimiser.apply({ moved: tf.tensor1d([1]) }));
    const { moved, frozen } = parameters.snapshot();
    assert.ok(moved.values[0] < 1);
    assert.equal(frozen.values[0], 1);
    optimiser.dispose();
    parameters.dispose();
  });
});

describe("an optimiser of touched rows", () => {
  const rows = 5;
  const size = 2;
  const start = Array.from({ length: rows * size }, (_, at) => Math.sin(at));
  /** Rows touched at each step, and their gradients: row 4 never. */
  const steps = [
    [0, 2],
    [2, 3],
    [1, 2],
  ].map((touched, step) => ({
    touched,
    gradient: touched.map((row) => Array.from({ length: size }, (_, at) => Math.cos(step + row + at))),
  }));

  /** The same in doubles: `update` changes an element from its gradient and what is remembered of it. */
  function inDoubles(
    update: (value: number, memory: number[], gradient: number, step: number) => number,
  ): number[] {
    const values = start.slice();
    const memory = start.map(() => [0, 0]);
    steps.forEach(({ touched, gradient }, step) =>
      touched.forEach((row, at) =>
        gradient[at].forEach((each, column) => {
          const index = row * size + column;
          values[index] = update(values[index], memory[index], each, step + 1);
        }),
      ),
    );
    return values;
  }

  const learningRate = 0.05;
  const rules = {
    "lazy Adam": {
      rule: adam({ learningRate }),
      expected: inDoubles((value, memory, gradient, step) => {
        memory[0] = 0.9 * memory[0] + 0.1 * gradient;
        memory[1] = 0.999 * memory[1] + 0.001 * gradient ** 2;
        const mean = memory[0] / (1 - 0.9 ** step);
        const square = memory[1] / (1 - 0.999 ** step);
        return value - (learningRate * mean) / (Math.sqrt(square) + 1e-8);
      }),
    },
    Adagrad: {
      rule: adagrad({ learningRate }),
      expected: inDoubles((value, memory, gradient) => {
        memory[0] += gradient ** 2;
        return value - (learningRate * gradient) / (Math.sqrt(memory[0]) + 1e-10);
      }),
    },
    "Adagrad with weight decay": {
      rule: withWeightDecay(adagrad({ learningRate }), learningRate, 3),
      expected: inDoubles((value, memory, gradient) => {
        memory[0] += gradient ** 2;
        const shrunk = value - learningRate * 3 * value;
        return shrunk - (learningRate * gradient) / (Math.sqrt(memory[0]) + 1e-10);
      }),
    },
  };
  for (const [name, { rule, expected }] of Object.entries(rules)) {
    test(`${name} moves the rows that a step touches as the formula does, and no other`, async () => {
      await expectNoLeakedTensors(() => {
        const parameters = new Parameters({
          table: { shape: [rows, size], values: Float32Array.from(start) },
        });
        const optimiser = new Optimiser(rule, parameters);
        for (const { touched, gradient } of steps) {
          tf.tidy(() => {
            const indices = tf.tensor1d(touched, "int32");
            const read = [...parameters.read({ table: indices }).table.dataSync()];
            const whole = parameters.snapshot().table.values;
            assert.deepEqual(
              read,
              touched.flatMap((row) => [...whole.subarray(row * size, (row + 1) * size)]),
            );
            optimiser.apply({ table: tf.tensor2d(gradient) }, { table: indices });
          });
        }
        const moved = parameters.snapshot().table.values;
        closeTo(moved, expected, 1e-4);
        assert.deepEqual([...moved.subarray(4 * size)], [...Float32Array.from(start.slice(4 * size))]);
        optimiser.dispose();
        parameters.dispose();
      });
    });
  }

  const wholeRules = {
    Adagrad: adagrad({ learningRate }),
    "Adam with weight decay": withWeightDecay(adam({ learningRate }), learningRate, 3),
  };
  for (const [name, rule] of Object.entries(wholeRules)) {
    test(`${name} moves a whole parameter as it moves all of a table's rows`, () => {
      const moved = [false, true].map((sparse) => {
        const parameters = new Parameters({
          table: { shape: [rows, size], values: Float32Array.from(start) },
        });
        const optimiser = new Optimiser(rule, parameters);
        tf.tidy(() => {
          const gradient = tf.tensor2d(start.map(Math.cos), [rows, size]);
          const all = tf.range(0, rows, 1, "int32");
          optimiser.apply({ table: gradient }, sparse ? { table: all } : {});
        });
        const values = [...parameters.snapshot().table.values];
        optimiser.dispose();
        parameters.dispose();
        return values;
      });
      closeTo(moved[0], moved[1], 1e-6);
    });
  }
});

describe("entriesAt", () => {
  test("gives single numbers of a matrix by their places in it, and leaves no tensor behind", async () => {
    const found = await expectNoLeakedTensors(() =>
      plainResult(() =>
        entriesAt(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), Int32Array.of(5, 0, 4, 0))
          .dataSync<"float32">()
          .slice(),
      ),
    );
    assert.deepEqual([...found], [6, 1, 5, 1]);
  });
});

describe("lookUp", () => {
  test("has the gradient of tf.gather, rows that occur twice summed", () => {
    tf.tidy(() => {
      const table = tf.randomNormal<Rank.R2>([6, 3], 0, 1, "float32", 5);
      const indices = tf.tensor1d([1, 1, 5, 0], "int32");
      const weights = tf.randomNormal([4, 3], 0, 1, "float32", 6);
      const gradient = (rows: (table: Tensor2D) => Tensor2D): ArrayLike<number> =>
        valueAndGradients((values) => tf.sum(tf.mul(rows(values.table as Tensor2D), weights)), {
          table,
        }).gradients.table.dataSync();
      closeTo(
        gradient((values) => lookUp(values, indices)),
        gradient((values) => tf.gather(values, indices)),
        1e-6,
      );
    });
  });
});

describe("a layer with its gradient by hand", () => {
  const dropout = seededDropout(0.3, 5, 1);
  const mask = dropout.mask([7, 4]);
  const layers = {
    "linear is x W + b": [
      linear,
      (a: Tensor2D, b: Tensor2D, bias: Tensor1D) => tf.fused.matMul({ a, b, bias }),
    ],
    "hiddenLayer without dropout is relu(x W + b)": [
      (x: Tensor2D, weight: Tensor2D, bias: Tensor1D) => hiddenLayer(x, weight, bias, noDropout),
      (a: Tensor2D, b: Tensor2D, bias: Tensor1D) => tf.fused.matMul({ a, b, bias, activation: "relu" }),
    ],
    "hiddenLayer with dropout is mask / (1 - rate) * relu(x W + b)": [
      (x: Tensor2D, weight: Tensor2D, bias: Tensor1D) =>
        hiddenLayer(x, weight, bias, { rate: dropout.rate, mask: () => tf.clone(mask) }),
      (a: Tensor2D, b: Tensor2D, bias: Tensor1D) =>
        tf.mul(
          tf.fused.matMul({ a, b, bias, activation: "relu" }),
          tf.mul(tf.cast(mask, "float32"), 1 / (1 - dropout.rate)),
        ),
    ],
  } as const;
  for (const [name, pair] of Object.entries(layers)) {
    test(`${name}, and so are its gradients`, async () => {
      await expectNoLeakedTensors(() =>
        tf.tidy(() => {
          const values = {
            x: tf.randomNormal<Rank.R2>([7, 5], 0, 1, "float32", 1),
            weight: tf.randomNormal<Rank.R2>([5, 4], 0, 1, "float32", 2),
            bias: tf.randomNormal<Rank.R1>([4], 0, 1, "float32", 3),
          };
          const weights = tf.randomNormal([7, 4], 0, 1, "float32", 4);
          const [ours, plain] = pair.map((layer) =>
            valueAndGradients(
              ({ x, weight, bias }) =>
                tf.sum<Scalar>(tf.mul(layer(x as Tensor2D, weight as Tensor2D, bias as Tensor1D), weights)),
              values,
            ),
          );
          closeTo(ours.value.dataSync(), plain.value.dataSync(), 1e-4);
          for (const each of ["x", "weight", "bias"]) {
            closeTo(ours.gradients[each].dataSync(), plain.gradients[each].dataSync(), 1e-5);
          }
        }),
      );
    });
  }
});

describe("seededDropout", () => {
  const drawn = (rate: number, seed: number, step: number, shape = [200, 50]): Uint8Array =>
    tf.tidy(() => seededDropout(rate, seed, step).mask(shape).dataSync<"bool">().slice());

  test("drops its share, to the nearest 1/256, and draws the same mask for the same step", async () => {
    const mask = await expectNoLeakedTensors(() => drawn(0.3, 1, 1));
    const dropped = mask.filter((kept) => kept === 0).length / mask.length;
    assert.equal(seededDropout(0.3, 1, 1).rate, 77 / 256);
    // 10,000 draws: the standard deviation of the share is 0.0046.
    assert.ok(Math.abs(dropped - 77 / 256) < 0.023);
    assert.deepEqual(mask, drawn(0.3, 1, 1));
    assert.notDeepEqual(mask, drawn(0.3, 1, 2));
    assert.notDeepEqual(mask, drawn(0.3, 2, 1));
  });

  test("draws a mask of any size, and one of its own for each call within a step", () => {
    assert.equal(drawn(0.5, 1, 1, [3, 5]).length, 15);
    tf.tidy(() => {
      const { mask } = seededDropout(0.5, 1, 1);
      assert.notDeepEqual(mask([50, 3]).dataSync(), mask([50, 3]).dataSync());
    });
  });

  test("needs no mask where nothing is dropped", () => {
    assert.equal(seededDropout(0, 1, 1), noDropout);
  });
});
