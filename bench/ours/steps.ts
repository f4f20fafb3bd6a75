import * as lt from "longtail";
import { hear, leave, runScript, say } from "./conversation";
import { readPrepared, writeChecked, type Prepared } from "./prepared";

/** Batches whose loss both sides compute, one step after each, so that the optimisers are held against each other too. */
const checkedSteps = 6;

type SampleBatch = ReturnType<lt.PredictionLoss["batches"]> extends Iterable<infer Batch> ? Batch : never;

/**
 * Trains through `trainEpochs` on batches that `batches` hands out. Timing sits between two batches, so that it
 * measures whatever the library does for one step.
 */
async function train(
  { description, split, parameters: initial }: Prepared,
  dropout: number,
  batches: (all: Iterable<SampleBatch>) => Iterable<SampleBatch>,
): Promise<lt.TrainingOutcome> {
  const { options, seed } = description;
  const model = lt.twoTowerModel(split.data, options, options.features);
  const parameters = new lt.Parameters(initial);
  const prediction = lt.predictionLoss(model, split.train, options, {});
  if (split.train.users.length < options.batchSize)
    throw new Error("The case has fewer pairs than one batch.");
  const rows = Int32Array.from({ length: split.train.users.length }, (_, row) => row);
  const task: lt.TrainingTask<SampleBatch> = {
    label: "two-tower",
    parameters,
    learningRate: options.learningRate,
    optimiser: options.optimiser,
    touched: (batch) => batch.touched,
    dropout,
    batches: () => batches(endless((epoch) => prediction.batches(rows, seed, `order of epoch ${epoch}`))),
    batchSize: (batch) => batch.rows.length,
    loss: (values, batch, drop) => prediction.loss(values, batch, drop),
    vectors: (values) => lt.towerVectors(model, values),
  };
  const signal = new AbortController().signal;
  return lt.trainEpochs(task, { epochs: 1, patience: 1, monitor: "NDCG@50" }, split, {
    seed,
    signal,
    onProgress: () => {},
  });
}

function* endless<Value>(epoch: (number: number) => Iterable<Value>): Generator<Value> {
  for (let number = 1; ; number++) yield* epoch(number);
}

/** Whole batches only, as on the other side. */
function* whole(all: Iterable<SampleBatch>, size: number): Generator<SampleBatch> {
  for (const batch of all) if (batch.rows.length === size) yield batch;
}

/** The mean loss of the first steps without dropout, and the rows of their batches for the other side. */
async function check(prepared: Prepared, folder: string): Promise<void> {
  const { options } = prepared.description;
  const chosen: Int32Array[] = [];
  function* first(all: Iterable<SampleBatch>): Generator<SampleBatch> {
    for (const batch of whole(all, options.batchSize)) {
      chosen.push(batch.rows);
      yield batch;
      if (chosen.length === checkedSteps) return;
    }
  }
  const { history } = await train(withoutHeldOut(prepared), 0, first);
  await writeChecked(folder, Int32Array.from(chosen.flatMap((rows) => [...rows])));
  say({ loss: history[0].loss });
}

/** Nothing is ranked after the steps. */
function withoutHeldOut(prepared: Prepared): Prepared {
  const none = { users: new Int32Array(0), items: new Int32Array(0) };
  const { split } = prepared;
  return {
    ...prepared,
    split: { ...split, validation: { ...split.validation, ...none }, test: { ...split.test, ...none } },
  };
}

/** Blocks of steps, as the harness asks for them. */
async function time(prepared: Prepared): Promise<void> {
  const { options } = prepared.description;
  function* inBlocks(all: Iterable<SampleBatch>): Generator<SampleBatch> {
    const batches = whole(all, options.batchSize);
    say({ versions: { node: process.versions.node, tensorflow: lt.tensorflowVersion() } });
    for (;;) {
      const request = hear();
      if ("end" in request) leave();
      const began = performance.now();
      for (let step = 0; step < request.run; step++) yield batches.next().value as SampleBatch;
      say({ seconds: (performance.now() - began) / 1000 });
    }
  }
  await train(withoutHeldOut(prepared), options.dropout, inBlocks);
}

runScript(async () => {
  const [task, folder, optimiser, candidates] = process.argv.slice(2);
  const read = await readPrepared(folder);
  const options = lt.baseLearnerOptions({
    ...read.description.options,
    optimiser: optimiser as lt.OptimiserName,
    ...(candidates ? { candidates: candidates as "drawn" } : {}),
  });
  const prepared = { ...read, description: { ...read.description, options } };
  return task === "check" ? check(prepared, folder) : time(prepared);
});
