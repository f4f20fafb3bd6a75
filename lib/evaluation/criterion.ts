import { shortPercent } from "../host";
import { popularityGroups, type Group, type Groups, type Split } from "../splitting";
import { meanMetric, metricNamed } from "./metrics";
import { rank, type Ranks } from "./ranks";
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

/** The criterion in words, such as "NDCG@50 over all positives". */
export function criterionText({ criterion, metric, headShare }: CriterionOptions): string {
  if (criterion === "overall") return `${metric} over all positives`;
  return `harmonic mean of ${metric} on the head (top ${shortPercent(headShare)}) and on the tail`;
}

/** What a criterion makes of a metric's means; null where there is no positive. */
export function criterionValue(
  { criterion }: Pick<CriterionOptions, "criterion">,
  { overall, head, tail }: Readonly<Record<Group, number | null>>,
): number | null {
  if (criterion === "overall") return overall;
  // A data set without one of the groups has only the other to go by.
  if (head === null || tail === null) return head ?? tail;
  return head + tail > 0 ? (2 * head * tail) / (head + tail) : 0;
}

/**
 * Value of a model on the validation positives; higher is better.
 *
 * @throws when there is no validation positive, so that nothing can be chosen by it.
 */
export function validationValue(model: Scorer, split: Split, options: CriterionOptions): number {
  const groups = popularityGroups(split.train, { headShare: options.headShare });
  const value =
    split.validation.users.length === 0
      ? null
      : ranksValue(rank(model, split, "validation"), groups, options);
  if (value !== null) return value;
  throw new Error(`"${split.data.name}" (${split.name}) has no validation positive to choose a setting by.`);
}

/** Value of validation ranks, with the groups that the criterion's head share cuts; null where there is no positive. */
export function ranksValue(ranks: Ranks, groups: Groups, options: CriterionOptions): number | null {
  const metric = metricNamed(options.metric);
  const mean = (group: Group): number | null => meanMetric(metric, ranks, groups, group);
  return criterionValue(options, { overall: mean("overall"), head: mean("head"), tail: mean("tail") });
}
