import { createHash } from "node:crypto";
import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from "pure-rand";

/** A seeded source of numbers. Whatever draws takes one as an argument; nothing draws from hidden state. */
export interface RandomStream {
  /** Uniform on [0, 1), 32 bits of randomness. */
  uniform(): number;
  /** Uniform whole number in 0 .. below - 1, without modulo bias. */
  integer(below: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The generator's 128 bits of state from a seed and the name of what it is for (SHA-256), so that two purposes have
 * nothing to do with each other, however alike their names are.
 */
function mixedState(seed: number, purpose: string): number[] {
  const digest = createHash("sha256").update(`${seed}/${purpose}`).digest();
  return [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset));
}

/**
 * The stream for one purpose under one seed, such as (0, "shuffle"): xoroshiro128+.
 *
 * The same seed and purpose give the same numbers on every machine; adding a consumer with a purpose of its own
 * changes no other consumer's numbers.
 */
export function randomStream(seed: number, purpose: string): RandomStream {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`The seed must be a whole number, but it is ${seed}.`);
  }
  const generator: RandomGenerator = xoroshiro128plus.fromState(mixedState(seed, purpose));
  let spare: number | undefined;
  const uniform = (): number => (generator.unsafeNext() >>> 0) / 0x1_0000_0000;
  return {
    uniform,
    integer: (below) => unsafeUniformIntDistribution(0, below - 1, generator),
    // Box and Muller's method draws normals in pairs; the second waits for the next call.
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
