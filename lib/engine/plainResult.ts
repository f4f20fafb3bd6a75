import { tf } from "./tensorflow";

/**
 * Runs a computation whose result holds no tensor, and frees all tensors that it made.
 *
 * tf.tidy alone looks for tensors in what is returned, and for that puts every number of a typed array into a set:
 * seconds and gigabytes for some millions of numbers.
 */
export function plainResult<Result>(compute: () => Result): Result {
  const kept: { result?: Result } = {};
  tf.tidy(() => {
    kept.result = compute();
  });
  return kept.result as Result;
}
