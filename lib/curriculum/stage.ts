/** One stage of a curriculum: which samples are seen, for how long. A curriculum is a list of these. */
export interface Stage {
  /** Shown with the progress, such as "few-shot". */
  readonly name: string;
  /** Epochs at most. Default: those of the method. */
  readonly epochs?: number;
  /** Rows of the training pairs that an epoch (from 1) sees; a row may occur more than once. */
  readonly samples: (epoch: number) => Int32Array;
}

/** Rows of all training pairs. */
export function allRows(pairs: { readonly users: Int32Array }): Int32Array {
  const rows = new Int32Array(pairs.users.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return rows;
}
