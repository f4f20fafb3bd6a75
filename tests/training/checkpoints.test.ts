import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { methodNamed, methods, type MethodName } from "../../lib/methods";
import { rank } from "../../lib/evaluation";
import { leaveLastOut } from "../../lib/splitting";
import {
  fit,
  parseSafetensors,
  safetensorsChunks,
  trainingStateContent,
  trainingStateOf,
  type Checkpoints,
  type Method,
  type RunCheckpoint,
  type SafeTensor,
} from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const split = leaveLastOut(tastefulInteractions({ users: 40, items: 30 }));

/** Sizes that make a fit take a moment; each method gets those of them that are options of it. */
const small: Readonly<Record<string, unknown>> = {
  ...{ embeddingSize: 4, featureEmbeddingSize: 4, hiddenSizes: [8], outputSize: 4, metaHiddenSize: 4 },
  ...{ batchSize: 64, learningRate: 0.01, epochs: 3, fewShotEpochs: 3, patience: 100, k: 8, count: 8 },
  ...{ vectorEpochs: 1, mapEpochs: 2, blockEpochs: 2, doublings: 2, shots: [1, 4] },
  ...{ blendGrid: [0.5], leastItems: 4, queryItems: 2, negatives: 10, usersPerStep: 16 },
};

function configured(name: MethodName, options: Readonly<Record<string, unknown>> = {}): Method {
  const known = methodNamed(name).options;
  const chosen = Object.entries({ ...small, ...options }).filter(([option]) => option in known);
  return methodNamed(name as string, Object.fromEntries(chosen));
}

/** Checkpoints in memory, through the bytes that a file would hold. Every `every`th state is due. */
class MemoryCheckpoints implements Checkpoints {
  saves = 0;
  loads = 0;
  private runs = 0;

  constructor(
    readonly files: Map<number, Buffer> = new Map(),
    private readonly afterSave: (saves: number) => void = () => {},
  ) {}

  ofNextRun(label: string): RunCheckpoint {
    const place = this.runs++;
    return {
      load: () => {
        const bytes = this.files.get(place);
        if (bytes) this.loads += 1;
        return Promise.resolve(bytes && trainingStateOf(parseSafetensors(bytes), label));
      },
      isDue: () => true,
      save: (state) => {
        this.files.set(place, Buffer.concat(safetensorsChunks(trainingStateContent(state, label))));
        this.afterSave(++this.saves);
        return Promise.resolve();
      },
    };
  }
}

interface Outcome {
  readonly losses: readonly number[];
  readonly bestEpoch: number;
  readonly ranks: Int32Array;
}

async function outcomeOf(method: Method, checkpoints?: Checkpoints): Promise<Outcome> {
  const model = await fit(method, split, { seed: 5, onProgress: () => undefined, checkpoints });
  return {
    losses: model.history.map(({ loss }) => loss),
    bestEpoch: model.bestEpoch,
    ranks: rank(model, split, "test").ranks,
  };
}

/** Ends a fit right after it has saved so many states, and goes on with what it left. */
async function stoppedAfter(method: Method, saves: number): Promise<{ outcome: Outcome; loads: number }> {
  const stopped = new MemoryCheckpoints(new Map(), (done) => {
    if (done === saves) throw new Error("pulled the plug");
  });
  await assert.rejects(outcomeOf(method, stopped), /pulled the plug/);
  const continued = new MemoryCheckpoints(stopped.files);
  const outcome = await expectNoLeakedTensors(() => outcomeOf(method, continued));
  return { outcome, loads: continued.loads };
}

const trained = methods()
  .map(({ method }) => method)
  .filter((name) => !["most-popular", "ease"].includes(name));
const variants: [string, Method][] = [
  ...trained.map((name): [string, Method] => [name, configured(name)]),
  [
    "two-tower on streamed in-batch candidates",
    configured("two-tower", { candidates: "batch", frequency: "streamed" }),
  ],
  [
    "head2tail on streamed in-batch candidates",
    configured("head2tail", { candidates: "batch", frequency: "streamed" }),
  ],
  ["two-tower on drawn candidates", configured("two-tower", { candidates: "drawn", draws: 16 })],
  ...["lazy-adam", "adagrad"].map((optimiser): [string, Method] => [
    `two-tower with ${optimiser}`,
    configured("two-tower", { optimiser, candidates: "batch" }),
  ]),
  [
    "mirec-stages of the last layer",
    configured("mirec-stages", { reading: "last-layer", layerEpochs: 2, vectorEpochs: undefined }),
  ],
  ["mirec with weight decay", configured("mirec", { weightDecay: 0.5 })],
  ["mirec by algorithm 1", configured("mirec", { update: "algorithm1" })],
];

describe("a fit that is stopped and goes on from its checkpoints", () => {
  for (const [name, method] of variants) {
    test(`comes to the numbers of one that never was stopped: ${name}`, async () => {
      const whole = new MemoryCheckpoints();
      const expected = await outcomeOf(method, whole);
      assert.deepEqual(await outcomeOf(method), expected, "keeping checkpoints changes nothing");
      assert.ok(whole.saves >= 2);
      const middle = Math.ceil(whole.saves / 2);
      for (const saves of new Set([1, middle, whole.saves - 1])) {
        const { outcome, loads } = await stoppedAfter(method, saves);
        assert.ok(loads >= 1);
        assert.deepEqual(outcome, expected, `stopped after ${saves} of ${whole.saves} checkpoints`);
      }
    });
  }

  test("reads the runs that were finished, without training them again", async () => {
    const method = configured("two-tower");
    const first = new MemoryCheckpoints();
    const expected = await outcomeOf(method, first);
    const again = new MemoryCheckpoints(first.files);
    assert.deepEqual(await outcomeOf(method, again), expected);
    assert.deepEqual([again.loads, again.saves], [1, 0]);
  });

  test("does not take another run's state for its own", async () => {
    const first = new MemoryCheckpoints();
    await outcomeOf(configured("two-tower"), first);
    const other = new MemoryCheckpoints(first.files);
    await assert.rejects(outcomeOf(configured("logq"), other), /of "two-tower" and not of "logq"/);
  });
});

describe("a safetensors file", () => {
  const shapes = fc.array(fc.nat(4), { maxLength: 3 });
  const tensor = fc
    .tuple(shapes, fc.constantFrom("f32", "f64", "i32"), fc.integer())
    .map(([shape, type, start]): SafeTensor => {
      const size = shape.reduce((product, side) => product * side, 1);
      const numbers = Array.from({ length: size }, (_, at) => Math.sin(start + at) * 1e6);
      const values =
        type === "f32"
          ? Float32Array.from(numbers)
          : type === "f64"
            ? Float64Array.from(numbers)
            : Int32Array.from(numbers);
      return { shape, values };
    });
  const names = fc.string({ minLength: 1 }).filter((name) => name !== "__metadata__" && name !== "__proto__");

  test("gives back every array and every text that was written", () => {
    fc.assert(
      fc.property(fc.dictionary(names, tensor), fc.dictionary(names, fc.string()), (tensors, metadata) => {
        const bytes = Buffer.concat(safetensorsChunks({ tensors, metadata }));
        const read = parseSafetensors(bytes);
        assert.deepEqual(Object.keys(read.tensors).sort(), Object.keys(tensors).sort());
        for (const [name, { shape, values }] of Object.entries(tensors)) {
          assert.deepEqual([read.tensors[name].shape, read.tensors[name].values], [shape, values]);
        }
        assert.deepEqual({ ...read.metadata }, { ...metadata });
      }),
      { numRuns: 200 },
    );
  });

  test("is laid out as the format says: length, header, numbers without gaps", () => {
    const tensors = {
      whole: { shape: [2], values: Int32Array.of(7, -1) },
      real: { shape: [1, 2], values: Float32Array.of(1.5, -2) },
    };
    const bytes = Buffer.concat(safetensorsChunks({ tensors, metadata: { by: "test" } }));
    const length = Number(bytes.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as unknown;
    assert.deepEqual(header, {
      __metadata__: { by: "test" },
      real: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
      whole: { dtype: "I32", shape: [2], data_offsets: [8, 16] },
    });
    assert.deepEqual([bytes.readFloatLE(8 + length), bytes.readInt32LE(8 + length + 8)], [1.5, 7]);
    assert.equal(bytes.length, 8 + length + 16);
  });

  test("that is cut short, at any place, is refused", () => {
    const tensors = { a: { shape: [3], values: Float64Array.of(1, 2, 3) } };
    const bytes = Buffer.concat(safetensorsChunks({ tensors, metadata: {} }));
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => parseSafetensors(bytes.subarray(0, length)), /cut short|header is damaged/);
    }
  });
});
