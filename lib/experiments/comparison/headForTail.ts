import { groupCard, type GroupCard } from "../../evaluation";
import type { Groups } from "../../splitting";
import { methodCalled, runsByMethod, type ComparedMethod, type ComparisonRun } from "./comparisonRun";
import { effectIn, type Effect, type Resampled } from "./effect";
import { percentileInterval, type Interval } from "./interval";
import { differenceOf, seedAverages, sharedPositives } from "./pairedSample";
import { resampledHalves, resampledMeans, resamplingOptions, type ResamplingOptions } from "./resampledUsers";

/** What is exchanged, and with whom the methods are compared. */
export interface HeadForTailOptions extends ResamplingOptions {
  /** Name of the method that the others are compared with. */
  readonly baseline: string;
  /** "HR@K", "NDCG@K" or "MRR". Default "NDCG@50". */
  readonly metric?: string;
}

/** What the tail gains for each point that the head loses. */
export interface ExchangeRate {
  readonly rate: number;
  readonly interval: Interval | null;
}

/** What one method gains on the tail for what it loses on the head. */
export interface Exchange extends ComparedMethod {
  /** Null where the group has no positive. */
  readonly head: Effect | null;
  readonly tail: Effect | null;
  /**
   * Tail gained for each point of head lost. Null where the head's loss cannot be told from none (its interval reaches
   * 0): a rate of what was perhaps not paid says nothing.
   */
  readonly exchange: ExchangeRate | null;
}

/** The exchange of several methods against a baseline, as plain values. */
export interface HeadForTail {
  readonly baseline: string;
  readonly metric: string;
  readonly methods: readonly Exchange[];
  readonly resamples: number;
  readonly level: number;
  readonly card: GroupCard;
}

function exchangeRate(
  head: Effect | null,
  tail: Effect | null,
  { sums }: Resampled,
  counts: Resampled,
  level: number,
): ExchangeRate | null {
  if (!head?.interval || !tail || head.interval[1] >= 0) return null;
  const headMeans = resampledMeans(sums, counts.sums, "head");
  const tailMeans = resampledMeans(sums, counts.sums, "tail");
  // A resample in which the head lost nothing got its tail for free: the rate has no bound there.
  const rates = tailMeans.map((gain, index) =>
    headMeans[index] < 0 ? gain / -headMeans[index] : gain * Infinity,
  );
  return { rate: tail.difference / -head.difference, interval: percentileInterval(rates, level) };
}

/**
 * The head-for-tail exchange: what each method gains on the tail for what it loses on the head, against the baseline,
 * with paired bootstrap intervals over users as in `compare`.
 *
 * @throws as `compare` does.
 */
export function headForTail(
  runs: readonly ComparisonRun[],
  groups: Groups,
  options: HeadForTailOptions,
): HeadForTail {
  const { resamples, level, seed } = resamplingOptions(options);
  const metric = options.metric ?? "NDCG@50";
  const methods = runsByMethod(runs);
  const positives = sharedPositives(methods, groups);
  const baseline = methodCalled(options.baseline, methods);
  const others = methods.filter((method) => method !== baseline);
  const from = seedAverages(metric, baseline, positives);
  const columns = [
    positives.counts,
    from,
    ...others.map((other) => differenceOf(seedAverages(metric, other, positives), from)),
  ];
  const sums = resampledHalves(columns, { resamples, seed });
  const [counts, base, ...differences] = columns.map((values, index): Resampled => ({
    values,
    sums: sums[index],
  }));
  return {
    baseline: baseline.name,
    metric,
    methods: others.map(({ name, seeds, settingsTried }, index) => {
      const head = effectIn("head", differences[index], base, counts, level);
      const tail = effectIn("tail", differences[index], base, counts, level);
      const exchange = exchangeRate(head, tail, differences[index], counts, level);
      return { name, seeds, settingsTried, head, tail, exchange };
    }),
    resamples,
    level,
    card: groupCard(groups, baseline.ranks[0]),
  };
}
