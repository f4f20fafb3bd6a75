import { movesTouchedRowsOnly } from "../engine";
import { distinctItems, filledPositions, filledUp, type Candidates, type DistinctItems } from "../losses";
import type { EntityRows, TwoTowerModel } from "../models";
import type { Pairs } from "../splitting";
import type { BaseLearnerOptions } from "./baseLearnerOptions";
import { batchUsers } from "./batchUsers";
import { mergedCandidates } from "./mergedCandidates";
import type { RowBatch } from "./shuffledBatches";

/** The samples of one step and what they are held against. */
export interface SampleBatch {
  /** Rows of the training pairs. */
  readonly rows: RowBatch;
  /** Each item once where no mask tells one candidate from another (`mergedCandidates`). */
  readonly candidates: Candidates & { readonly occurrences?: Float32Array };
  /** User of each sample, or each user once where a row of theirs serves all their samples. */
  readonly users: EntityRows;
  /** Which of `users` each sample is of; left out where each sample has its own. */
  readonly userOfSample?: Int32Array;
  /** Items that occur among the candidates, each once, then filled up (`filledUp`); null: all, in order. */
  readonly items: EntityRows | null;
  /** Which of `items` each candidate is; left out where they are the same. */
  readonly itemOfCandidate?: Int32Array;
  /** Rows of the id tables that the batch touches, where the optimiser moves no others. */
  readonly touched: Readonly<Record<string, Int32Array>>;
}

/** Says which users and items a batch needs, and where the towers find their id embeddings. */
export function sampleBatch(
  rows: RowBatch,
  candidates: Candidates,
  model: TwoTowerModel,
  train: Pairs,
  { optimiser, batching }: BaseLearnerOptions,
): SampleBatch {
  const sparse = movesTouchedRowsOnly(optimiser);
  const touched: Record<string, Int32Array> = {};
  const userOfRow = rows.map((row) => train.users[row]);
  const { users: entities, userOfSample, occurring } = batchUsers(userOfRow, batching, sparse);
  if (sparse && occurring) touched[model.user.idTable] = occurring.distinct;
  const users: EntityRows = { entities, rows: sparse ? occurring?.ofRow : undefined };
  if (!candidates.items) return { rows, candidates, users, userOfSample, items: null, touched };
  const merged = candidates.mask ? undefined : mergedCandidates(candidates.items, candidates);
  const { distinct, positions }: Pick<DistinctItems, "distinct"> & Partial<DistinctItems> =
    merged ?? distinctItems(candidates.items);
  const items = merged?.items ?? filledUp(distinct);
  if (sparse) touched[model.item.idTable] = distinct;
  const rowOfItem = sparse ? filledPositions(items, distinct.length) : undefined;
  return {
    rows,
    candidates: merged ?? candidates,
    users,
    userOfSample,
    items: { entities: items, rows: rowOfItem },
    itemOfCandidate: positions,
    touched,
  };
}
