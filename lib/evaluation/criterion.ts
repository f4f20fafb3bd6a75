import { popularityGroups, type Split } from "../splitting";
import { meanMetric, metricNamed } from "./metrics";
import { rank } from "./ranks";
import type { Scorer } from "./scorer";

/** By what a setting is chosen on validation. */
export interface CriterionOptions {
  /**
   * The metric over all positives, or the harmonic mean of its head and tail values. Default "overall". The first
   * picks what serves the head, where most positives are; the second asks for both.
   */
  readonly criterion: "overall" | "harmonic";
  /** "HR@K", "NDCG@K" or "MRR". Default "NDCG@50". */
  readonly metric: string;
  /** Reporting cut of the harmonic mean. Default 0.2. */
  readonly headShare: number;
}

export const defaultCriterion: CriterionOptions = { criterion: "overall", metric: "NDCG@50", headShare: 0.2 };

/**
 * Value of a model on the validation positives; higher is better.
 *
 * @throws when there is no validation positive, so that nothing can be chosen by it.
 */
export function validationValue(model: Scorer, split: Split, options: CriterionOptions): number {
  if (split.validation.users.length === 0) {
    throw new Error(
      `"${split.data.name}" (${split.name}) has no validation positive to choose a setting by.`,
    );
  }
  const ranks = rank(model, split, "validation");
  const groups = popularityGroups(split.train, { headShare: options.headShare });
  const metric = metricNamed(options.metric);
  if (options.criterion === "overall") return meanMetric(metric, ranks, groups, "overall")!;
  const head = meanMetric(metric, ranks, groups, "head");
  const tail = meanMetric(metric, ranks, groups, "tail");
  // A data set without one of the groups has only the other to go by.
  if (head === null || tail === null) return (head ?? tail)!;
  return head + tail > 0 ? (2 * head * tail) / (head + tail) : 0;
}
