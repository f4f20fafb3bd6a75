import { fit, leaveLastOut, loadDataset, tf, twoTower } from "longtail";

/**
 * Whether a long fit keeps what it should free: `node --import tsx bench/residentSize.ts [steps] [batching]`, a step being
 * 1,024 samples. Trains the two-tower on ML-100K and prints the resident size as it goes, and the engine's tensors before and after.
 */
async function main(): Promise<void> {
  const [steps = "2000", batching = "samples"] = process.argv.slice(2);
  const split = leaveLastOut(await loadDataset("ml-100k"));
  if (batching !== "samples" && batching !== "users")
    throw new Error(`batching is "${batching}", and must be samples or users.`);
  const epochs = Math.ceil(Number(steps) / Math.ceil(split.train.users.length / 1024));
  const tensors = tf.memory().numTensors;
  const method = twoTower({ epochs, patience: epochs, batching });
  await fit(method, split, {
    seed: 0,
    onProgress: ({ epoch }) => {
      const megabytes = process.memoryUsage().rss / 2 ** 20;
      const bar = "#".repeat(Math.round(megabytes / 10));
      console.log(`epoch ${String(epoch).padStart(3)}  ${megabytes.toFixed(0).padStart(5)} MB  ${bar}`);
    },
  });
  console.log(`Tensors before ${tensors}, after ${tf.memory().numTensors}.`);
}

void main();
