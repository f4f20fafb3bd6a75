import { movesTouchedRowsOnly } from "../engine";
import { distinctItems, filledUp, type Candidates } from "../losses";
import type { EntityRows, TwoTowerModel } from "../models";
import type { Pairs } from "../splitting";
import type { BaseLearnerOptions } from "./baseLearnerOptions";
import type { RowBatch } from "./shuffledBatches";

/** The samples of one step and what they are held against. */
export interface SampleBatch {
  /** Rows of the training pairs. */
  readonly rows: RowBatch;
  readonly candidates: Candidates;
  /** User of each sample. */
  readonly users: EntityRows;
  /** Items that occur among the candidates, each once, then filled up (`filledUp`); null: all, in order. */
  readonly items: EntityRows | null;
  /** Which of `items` each candidate is; left out where these are all items. */
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
  { optimiser }: BaseLearnerOptions,
): SampleBatch {
  const sparse = movesTouchedRowsOnly(optimiser);
  const touched: Record<string, Int32Array> = {};
  const entities = rows.map((row) => train.users[row]);
  let users: EntityRows = { entities };
  if (sparse) {
    const { distinct, positions } = distinctItems(entities);
    touched[model.user.idTable] = distinct;
    users = { entities, rows: positions };
  }
  if (!candidates.items) return { rows, candidates, users, items: null, touched };
  const { distinct, positions } = distinctItems(candidates.items);
  const items = filledUp(distinct);
  if (sparse) touched[model.item.idTable] = distinct;
  const rowOfItem = sparse ? items.map((_, at) => (at < distinct.length ? at : 0)) : undefined;
  return {
    rows,
    candidates,
    users,
    items: { entities: items, rows: rowOfItem },
    itemOfCandidate: positions,
    touched,
  };
}
