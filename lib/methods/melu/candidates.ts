import type { Pairs } from "../../splitting";
import { groupRows } from "../../splitting";
import { shuffledIndices, type RandomStream } from "../../random";

/** The items of each user in training. */
export type UserItems = (user: number) => Int32Array;

/** Reads training items by user. */
export function trainingItems({ users, items, userCount }: Pairs): UserItems {
  const { offsets, rows } = groupRows(users, userCount);
  return (user) => rows.subarray(offsets[user], offsets[user + 1]).map((row) => items[row]);
}

/** Candidate items drawn uniformly without replacement; all of them, in order, where as many are asked for. */
export function drawShared(itemCount: number, negatives: number | "all", random: RandomStream): Int32Array {
  if (negatives === "all" || negatives >= itemCount)
    return Int32Array.from({ length: itemCount }, (_, item) => item);
  return shuffledIndices(itemCount, random).slice(0, negatives);
}

/** One user's part of a batch: the items to score well, and all that are the user's own. */
export interface Episode {
  readonly user: number;
  readonly support: Int32Array;
  readonly query: Int32Array;
}

/** What the ranking loss of a batch of users is computed on; columns are a user's own items, then the shared ones. */
export interface CandidateBatch {
  readonly users: Int32Array;
  /** Own items of each user, support first, padded; shape [users, own]. */
  readonly own: Int32Array;
  /** Shape [shared]. */
  readonly shared: Int32Array;
  /** Added to each candidate's logit, shape [users, own + shared]. */
  readonly bias: Float32Array;
  /** Share of each candidate in the support set, and in the query set, rows summing to 1; shape [users, own + shared]. */
  readonly support: Float32Array;
  readonly query: Float32Array;
}

/** Takes a candidate that does not count out of the softmax and keeps it finite. */
const maskedLogit = -1e9;

/**
 * Lays a batch of users out for the loss: candidates are a user's own training items, each once, and the shared drawn
 * ones that are not the user's, each with the logit raised by log(items not the user's / drawn ones of them), so that
 * the softmax's normaliser estimates the one over all items; with all items drawn it is that one.
 */
export function candidateBatch(
  episodes: readonly Episode[],
  shared: Int32Array,
  itemCount: number,
): CandidateBatch {
  const most = episodes.reduce(
    (size, { support, query }) => Math.max(size, support.length + query.length),
    1,
  );
  const columns = most + shared.length;
  const own = new Int32Array(episodes.length * most);
  const bias = new Float32Array(episodes.length * columns).fill(maskedLogit);
  const targets = { support: bias.map(() => 0), query: bias.map(() => 0) };
  episodes.forEach(({ support, query }, row) => {
    own.set(support, row * most);
    own.set(query, row * most + support.length);
    const start = row * columns;
    const owned = support.length + query.length;
    bias.fill(0, start, start + owned);
    targets.support.fill(1 / support.length, start, start + support.length);
    targets.query.fill(1 / query.length, start + support.length, start + owned);
    const mine = new Set([...support, ...query]);
    const unseen = shared.reduce((count, item) => count + (mine.has(item) ? 0 : 1), 0);
    const correction = Math.log((itemCount - mine.size) / unseen);
    shared.forEach((item, column) => {
      if (!mine.has(item)) bias[start + most + column] = correction;
    });
  });
  return { users: Int32Array.from(episodes, ({ user }) => user), own, shared, bias, ...targets };
}
