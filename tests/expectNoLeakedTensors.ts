import assert from "node:assert/strict";
import { tf } from "../lib/engine";

/** Runs a function and fails when it left tensors behind: `kept` is how many it may return undisposed. */
export async function expectNoLeakedTensors<Result>(
  run: () => Result | Promise<Result>,
  kept = 0,
): Promise<Result> {
  const before = tf.memory().numTensors;
  const result = await run();
  assert.equal(tf.memory().numTensors - before, kept, "tensors left behind");
  return result;
}
