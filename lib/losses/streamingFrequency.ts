/** Options of streaming frequency estimation. */
export interface StreamingFrequencyOptions {
  /** H, length of each hash array: a few times the number of items that matter. */
  readonly buckets: number;
  /** Number of hash arrays; items that collide in one rarely do in all. Default 2. */
  readonly arrays?: number;
  /**
   * alpha, weight of a new gap, above 0 and at most 1: small is steady, large follows a drift. Default 0.01, which
   * remembers about the last hundred occurrences.
   */
  readonly rate?: number;
}

/** Mixes all bits of a whole number (the finaliser of MurmurHash3), a different mix for each array. */
function hashed(item: number, array: number): number {
  let bits = Math.imul(item ^ Math.imul(array + 1, 0x9e3779b9), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** One pair of hash arrays, and how often each bucket was hit. */
interface HashArrays {
  /** A: the step at which the bucket was last hit. */
  readonly lastStep: Float64Array;
  /** B: steps from one occurrence to the next, averaged. */
  readonly gap: Float64Array;
  readonly hits: Float64Array;
}

/**
 * Estimates how often each item occurs in a stream of batches, in memory that does not grow with the items (Yi et al.,
 * RecSys 2019). For each item y of the batch at step t, with h a hash:
 *
 *     B[h(y)] <- (1 - alpha) B[h(y)] + alpha (t - A[h(y)]),  A[h(y)] <- t;   frequency of y a step: 1 / B[h(y)]
 *
 * With several arrays the largest B counts: a collision can only shorten the gaps.
 *
 * Two details are ours. An item that occurs m times in a batch is m occurrences of gap (t - A) / m, so the frequency
 * is of occurrences, whose share is frequency / batch size (duplicates kept); feed each item once for the probability
 * that it is in a batch at all. And the first 1 / alpha occurrences are averaged evenly (the recursion with alpha =
 * 1 / occurrences so far), so that no start value has to fade.
 */
export class StreamingFrequency {
  private readonly rate: number;
  private readonly arrays: HashArrays[];
  private steps = 0;

  /** @throws RangeError when an option is out of range. */
  constructor({ buckets, arrays = 2, rate = 0.01 }: StreamingFrequencyOptions) {
    const whole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
    if (!whole(buckets))
      throw new RangeError(`buckets must be a whole number above 0, but it is ${buckets}.`);
    if (!whole(arrays)) throw new RangeError(`arrays must be a whole number above 0, but it is ${arrays}.`);
    if (!(rate > 0 && rate <= 1)) {
      throw new RangeError(`rate must lie above 0 and be at most 1, but it is ${rate}.`);
    }
    this.rate = rate;
    this.arrays = Array.from({ length: arrays }, () => ({
      lastStep: new Float64Array(buckets),
      gap: new Float64Array(buckets),
      hits: new Float64Array(buckets),
    }));
  }

  /** Takes in one batch, as item indices. */
  step(items: ArrayLike<number>): void {
    this.steps += 1;
    this.arrays.forEach(({ lastStep, gap, hits }, array) => {
      const occurrences = new Map<number, number>();
      for (let at = 0; at < items.length; at++) {
        const bucket = hashed(items[at], array) % gap.length;
        occurrences.set(bucket, (occurrences.get(bucket) ?? 0) + 1);
      }
      for (const [bucket, count] of occurrences) {
        hits[bucket] += count;
        const weight = Math.max(1 - (1 - this.rate) ** count, count / hits[bucket]);
        gap[bucket] += weight * ((this.steps - lastStep[bucket]) / count - gap[bucket]);
        lastStep[bucket] = this.steps;
      }
    });
  }

  /** A copy of all that it has learnt, by name. */
  state(): Readonly<Record<string, Float64Array>> {
    const state: Record<string, Float64Array> = { steps: Float64Array.of(this.steps) };
    this.arrays.forEach((arrays, index) => {
      for (const [name, values] of Object.entries(arrays)) {
        state[`${name}/${index}`] = (values as Float64Array).slice();
      }
    });
    return state;
  }

  /** Goes on from a state that `state()` gave of one with the same options. Throws where they were others. */
  restore(state: Readonly<Record<string, Float64Array>>): void {
    this.arrays.forEach((arrays, index) => {
      for (const [name, values] of Object.entries(arrays)) {
        const saved = state[`${name}/${index}`];
        if (saved?.length !== (values as Float64Array).length) {
          throw new Error(
            `The state of a streamed frequency lacks "${name}/${index}"; it is of another one.`,
          );
        }
        (values as Float64Array).set(saved);
      }
    });
    this.steps = state.steps[0];
  }

  /** Estimated occurrences of an item a step; of an item that never occurred, what one in the next step would make it. */
  perStep(item: number): number {
    let longest = 0;
    this.arrays.forEach(({ gap, hits }, array) => {
      const bucket = hashed(item, array) % gap.length;
      longest = Math.max(longest, hits[bucket] > 0 ? gap[bucket] : this.steps + 1);
    });
    return 1 / longest;
  }
}
