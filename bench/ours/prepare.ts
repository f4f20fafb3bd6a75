import * as lt from "longtail";
import type { PreparedCase } from "../harness/bench";
import { runScript, say } from "./conversation";
import { syntheticInteractions, zipfPairs } from "./synthetic";
import { writePrepared, type CaseDescription } from "./prepared";

const seed = 0;

type Case = (folder: string) => Promise<string>;

/** ML-1M where this machine has it or can fetch it, else data of its size. */
async function ml1m(): Promise<lt.Interactions> {
  try {
    return await lt.loadDataset("ml-1m");
  } catch (error) {
    console.error(`ml-1m cannot be had (${(error as Error).message}): synthetic data of its size instead.`);
    return syntheticInteractions({ users: 6040, items: 3706, pairs: 1_000_209, seed });
  }
}

const movieLens: Case = async (folder) => {
  const whole = await ml1m();
  // The features that the towers read by default: all but the title words.
  const itemFeatures = whole.itemFeatures.filter(({ name }) => name !== "title words");
  const split = lt.leaveLastOut({ ...whole, itemFeatures });
  const options = lt.baseLearnerOptions({});
  const model = lt.twoTowerModel(split.data, options, options.features);
  const parameters = model.initialise(seed);
  model.dispose();
  await writePrepared(folder, split, parameters, { source: whole.name, seed, options, optimiser: "adam" });
  return whole.name;
};

/** Id embeddings only, and so many items that most are never in a batch. */
const inBatch =
  (items: number, optimiser: CaseDescription["optimiser"]): Case =>
  async (folder) => {
    const users = 10_000;
    const train = zipfPairs({ users, items, pairs: 1_000_000, seed });
    const none: lt.Pairs = { ...train, users: new Int32Array(0), items: new Int32Array(0) };
    const source = `synthetic, ${items} items`;
    const data = {
      ...syntheticInteractions({ users, items, pairs: 0, seed }),
      userFeatures: [],
      itemFeatures: [],
    };
    const options = lt.baseLearnerOptions({ candidates: "batch" });
    const model = lt.twoTowerModel(data, options, options.features);
    const parameters = model.initialise(seed);
    model.dispose();
    const split = { data, train, validation: none, test: none };
    await writePrepared(folder, split, parameters, { source, seed, options, optimiser });
    return source;
  };

const cases: Readonly<Record<PreparedCase, Case>> = {
  "ml-1m": movieLens,
  "in-batch-10k": inBatch(10_000, "lazyAdam"),
  "in-batch-1m": inBatch(1_000_000, "lazyAdam"),
  "in-batch-1m-adagrad": inBatch(1_000_000, "adagrad"),
};

runScript(async () => {
  const [name, folder] = process.argv.slice(2);
  say({ source: await cases[name as PreparedCase](folder) });
});
