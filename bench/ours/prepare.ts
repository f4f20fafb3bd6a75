import * as lt from "longtail";
import type { PreparedCase } from "../harness/bench";
import { runScript, say } from "./conversation";
import { syntheticInteractions, zipfPairs } from "./synthetic";
import { writeArray, writePrepared } from "./prepared";

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
  await writePrepared(folder, split, parameters, { source: whole.name, seed, options });
  await writeVectors(folder, split);
  return whole.name;
};

/** Vectors to evaluate, and which items are head: drawn, since what they hold makes no difference to the time. */
async function writeVectors(folder: string, split: lt.Split): Promise<void> {
  const random = lt.randomStream(seed, "vectors to evaluate");
  const size = 64;
  for (const [side, count] of [
    ["user", split.data.userIds.length],
    ["item", split.data.itemIds.length],
  ] as const) {
    const values = Float32Array.from({ length: count * size }, () => random.normal());
    await writeArray(folder, `vectors.${side}`, values, [count, size]);
  }
  const { isHead } = lt.popularityGroups(split.train, { headShare: 0.2 });
  await writeArray(folder, "head", Int32Array.from(isHead));
}

/** Id embeddings only, and so many items that most are never in a batch. */
const inBatch =
  (items: number): Case =>
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
    await writePrepared(folder, split, parameters, { source, seed, options });
    return source;
  };

const cases: Readonly<Record<PreparedCase, Case>> = {
  "ml-1m": movieLens,
  "in-batch-10k": inBatch(10_000),
  "in-batch-1m": inBatch(1_000_000),
};

runScript(async () => {
  const [name, folder] = process.argv.slice(2);
  say({ source: await cases[name as PreparedCase](folder) });
});
