import { tf } from "../../engine";
import type { ByHalf } from "../../evaluation";
import { randomStream, type RandomStream } from "../../random";
import type { Group } from "../../splitting";

/** How chance is measured. */
export interface ResamplingOptions {
  /** Number of bootstrap resamples. Default 10,000: the ends of a 95 % interval then move by little between seeds. */
  readonly resamples?: number;
  /** Coverage of the intervals, between 0 and 1. Default 0.95. */
  readonly level?: number;
  /** Seed of the resampling, nothing to do with the runs' seeds. Default 0. */
  readonly seed?: number;
}

/** Options with their defaults. @throws RangeError naming the option that is out of its range. */
export function resamplingOptions(options: ResamplingOptions): Required<ResamplingOptions> {
  const { resamples = 10_000, level = 0.95, seed = 0 } = options;
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`resamples must be a whole number from 1, but it is ${resamples}.`);
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`level must lie between 0 and 1, such as 0.95, but it is ${level}.`);
  }
  return { resamples, level, seed };
}

/** Counts of a block of resamples are at most this many (1 MiB), so that they stay in the processor's cache. */
const mostCounts = 2 ** 18;

/**
 * Sums of columns over resampled users: each resample draws as many users as there are, with replacement, and every
 * column meets the same resamples, so that differences of their sums are paired. How often each user was drawn, times
 * the columns: one matrix product, by the engine in single precision (a mean is right to seven digits).
 *
 * @param columns a value a user each, shape [users].
 * @returns a sum a resample for each column, shape [resamples].
 */
export function resampledSums(
  userCount: number,
  columns: readonly Float64Array[],
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): Float64Array[] {
  const sums = columns.map(() => new Float64Array(resamples));
  const random = randomStream(seed, "bootstrap over users");
  const values = new Float32Array(columns.length * userCount);
  columns.forEach((column, index) => values.set(column, index * userCount));
  const table = tf.tensor2d(values, [columns.length, userCount]);
  const blockSize = Math.max(1, Math.min(resamples, Math.floor(mostCounts / userCount)));
  try {
    for (let start = 0; start < resamples; start += blockSize) {
      const block = Math.min(blockSize, resamples - start);
      const counts = drawCounts(userCount, block, random);
      const weighted = tf.tidy(() => tf.matMul(table, tf.tensor2d(counts, [block, userCount]), false, true));
      const product = weighted.dataSync<"float32">();
      weighted.dispose();
      sums.forEach((sum, index) => sum.set(product.subarray(index * block, (index + 1) * block), start));
    }
  } finally {
    table.dispose();
  }
  return sums;
}

/** How often each user is drawn in each resample of a block, shape [block, userCount]. */
function drawCounts(userCount: number, block: number, random: RandomStream): Float32Array {
  const counts = new Float32Array(block * userCount);
  for (let resample = 0; resample < block; resample++) {
    const first = resample * userCount;
    // 32 random bits over some thousand users: no user is favoured by more than a part in a million.
    for (let draw = 0; draw < userCount; draw++)
      counts[first + Math.floor(random.uniform() * userCount)] += 1;
  }
  return counts;
}

/** Values by half of the cut, a value a resample, shape [resamples]. */
export type ResampledHalves = ByHalf;

/** `resampledSums` of columns that come by half of the cut. */
export function resampledHalves(
  columns: readonly ByHalf[],
  options: { readonly resamples: number; readonly seed: number },
): ResampledHalves[] {
  const userCount = columns[0]?.head.length ?? 0;
  const sums = resampledSums(
    userCount,
    columns.flatMap(({ head, tail }) => [head, tail]),
    options,
  );
  return columns.map((_, index) => ({ head: sums[2 * index], tail: sums[2 * index + 1] }));
}

/** Mean of a group in each resample; NaN in those that drew no positive of it. Shape [resamples]. */
export function resampledMeans(sums: ResampledHalves, counts: ResampledHalves, group: Group): Float64Array {
  const of = (halves: ResampledHalves, index: number): number =>
    group === "overall" ? halves.head[index] + halves.tail[index] : halves[group][index];
  return sums.head.map((_, index) => of(sums, index) / of(counts, index));
}
