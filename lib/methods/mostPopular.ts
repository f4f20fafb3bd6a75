import { z } from "zod";
import type { VectorScorer } from "../evaluation";
import { itemCounts } from "../splitting";
import type { Method, TrainingResult } from "../training";
import { parseOptions } from "./options";

/** Most-popular takes no options. */
export type MostPopularOptions = Readonly<Record<string, never>>;

/**
 * Most-popular: every user is shown the items with the most training samples; the score is the count.
 *
 * The count is a vector of size 1 that meets a user vector of 1, so it is served as every other model is. Counts up
 * to 16,777,216 are exact in float32.
 */
export function mostPopular(
  options: Partial<MostPopularOptions> = {},
): Method<TrainingResult & VectorScorer> {
  const settings = parseOptions<MostPopularOptions>("most-popular", z.object({}).strict(), options);
  return {
    name: "most-popular",
    options: { ...settings },
    fit: (split, { seed }) => {
      const scorer: VectorScorer = {
        userVectors: new Float32Array(split.train.userCount).fill(1),
        itemVectors: Float32Array.from(itemCounts(split.train)),
        size: 1,
      };
      return Promise.resolve({
        method: "most-popular",
        seed,
        history: [],
        bestEpoch: 0,
        parameters: {},
        ...scorer,
      });
    },
  };
}
