import type { RandomStream } from "../random";
import { groupRows, type Pairs } from "../splitting";
import { candidateMask, markOtherPositives } from "./candidateMask";
import type { CandidateOptions } from "./candidateOptions";
import { distinctItems, filledUp } from "./distinctItems";
import { drawProbability } from "./drawProbability";
import { itemShares } from "./popularity";
import { StreamingFrequency } from "./streamingFrequency";
import { weightedDraw } from "./weightedDraw";

/** What the samples of one batch are held against: the inputs of `softmaxLoss` and `logitCorrection`. */
export interface Candidates {
  /** Item of each candidate, shape [candidates]; an item may occur more than once. Null: all items, in order. */
  readonly items: Int32Array | null;
  /** Which candidate is each sample's positive, shape [batch]. */
  readonly positives: Int32Array;
  /** q_j of each candidate, shape [candidates]; left out where nothing is corrected for. */
  readonly q?: Float64Array;
  /** 1 where a candidate does not count for a sample, shape [batch, candidates]; left out where all count. */
  readonly mask?: Float32Array;
}

/** Candidates of a batch, given as rows of the training pairs. */
export type BatchCandidates = (batch: Int32Array) => Candidates;

/** Gives the batches of one training run their candidates. */
export interface CandidateSource {
  /**
   * @param rows rows of the training pairs that the epoch sees: the p of the batch's items is their share in these.
   * @param random draws the candidates, where they are drawn.
   */
  ofEpoch(rows: Int32Array, random: RandomStream): BatchCandidates;
  /** What it has learnt from the batches so far; left out where it learns nothing, so that every epoch starts afresh. */
  readonly streamed?: StreamingFrequency;
}

type Choice<Kind> = (options: CandidateOptions, train: Pairs) => Kind;

const allItems: Choice<CandidateSource> = ({ otherPositives }, train) => {
  const byUser = groupRows(train.users, train.userCount);
  return {
    ofEpoch: () => (batch) => {
      const positives = batch.map((row) => train.items[row]);
      if (otherPositives === "kept") return { items: null, positives };
      const mask = candidateMask(batch.length, null, train.itemCount);
      markOtherPositives(mask, batch, train, byUser);
      return { items: null, positives, mask: mask.values };
    },
  };
};

/** The p of the batch's items: their share in the epoch's samples, or as estimated while these stream by. */
interface BatchShares {
  readonly sharesOf: (rows: Int32Array) => (items: Int32Array) => (item: number) => number;
  readonly streamed?: StreamingFrequency;
}

const batchShares: Choice<BatchShares> = ({ frequency, frequencyRate }, train) => {
  if (frequency === "counted") {
    const sharesOf: BatchShares["sharesOf"] = (rows) => {
      const counts = new Int32Array(train.itemCount);
      for (const row of rows) counts[train.items[row]] += 1;
      return () => (item) => counts[item] / rows.length;
    };
    return { sharesOf };
  }
  // Four buckets an item keep collisions rare; the point of hashing is a stream without a list of its items.
  const streamed = new StreamingFrequency({ buckets: 4 * train.itemCount, rate: frequencyRate });
  const sharesOf: BatchShares["sharesOf"] = () => (items) => {
    streamed.step(items);
    return (item) => Math.min(1, streamed.perStep(item) / items.length);
  };
  return { sharesOf, streamed };
};

const batchItems: Choice<CandidateSource> = (options, train) => {
  const { duplicates, corrected, otherPositives } = options;
  const byUser = groupRows(train.users, train.userCount);
  const { sharesOf, streamed } = batchShares(options, train);
  return {
    streamed,
    ofEpoch: (rows) => {
      const sharesIn = sharesOf(rows);
      return (batch) => {
        const occurring = batch.map((row) => train.items[row]);
        const once = duplicates === "once" ? distinctItems(occurring) : undefined;
        const items = once?.distinct ?? occurring;
        const share = sharesIn(occurring);
        const probability = (item: number): number => drawProbability(share(item), batch.length, duplicates);
        const mask =
          otherPositives === "masked" ? candidateMask(batch.length, items, train.itemCount) : undefined;
        if (mask) markOtherPositives(mask, batch, train, byUser);
        return {
          items,
          positives: once?.positions ?? batch.map((_, sample) => sample),
          q: corrected ? new Float64Array(items).map(probability) : undefined,
          mask: mask?.values,
        };
      };
    },
  };
};

/**
 * The batch's positives, each for its own samples alone, then the drawn items, which do not count where they are the
 * sample's own positive. So each sample's normaliser is
 *
 *     exp(s_i) + sum over draws j != i of exp(s_j - log(n q_j)),  whose expectation is Z,
 *
 * for n draws; here times n, which a softmax does not see, so that the own positive's q is 1 / n. With each drawn item
 * once, its q is the probability of being drawn at all, and the own positive's is 1.
 */
const drawnItems: Choice<CandidateSource> = (options, train) => {
  const { duplicates, corrected, otherPositives, draws, drawExponent } = options;
  const byUser = groupRows(train.users, train.userCount);
  const weights = itemShares(train).map((share) => share ** drawExponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const draw = weightedDraw(weights);
  const probability = (item: number): number => drawProbability(weights[item] / total, draws, duplicates);
  return {
    ofEpoch: (_, random) => (batch) => {
      const { distinct, positions } = distinctItems(batch.map((row) => train.items[row]));
      // What fills it up is a positive of no sample, so that it counts for none.
      const own = filledUp(distinct);
      const drawn = draw(draws, random);
      const others = duplicates === "once" ? distinctItems(drawn).distinct : drawn;
      const items = new Int32Array(own.length + others.length);
      items.set(own);
      items.set(others, own.length);
      const mask = candidateMask(batch.length, items, train.itemCount);
      batch.forEach((row, sample) => {
        mask.markAllBut(sample, 0, own.length, positions[sample]);
        mask.markItem(sample, train.items[row], own.length);
      });
      if (otherPositives === "masked") markOtherPositives(mask, batch, train, byUser);
      const ownProbability = duplicates === "once" ? 1 : 1 / draws;
      const q = Float64Array.from(items, (item, at) =>
        at < own.length ? ownProbability : probability(item),
      );
      return { items, positives: positions, q: corrected ? q : undefined, mask: mask.values };
    },
  };
};

/**
 * The candidates that options ask for, batch by batch. The logit of a candidate is s + lambda_c log p_j - log q_j in
 * every case; q follows the choice (`drawProbability`).
 *
 * @param train the training pairs that batches are rows of; a user's other positives are all of theirs here.
 */
export function candidateSource(options: CandidateOptions, train: Pairs): CandidateSource {
  const choices = { all: allItems, batch: batchItems, drawn: drawnItems };
  return choices[options.candidates](options, train);
}
