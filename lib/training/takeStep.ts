import { tf, valueAndGradients, type Dropout, type Optimiser, type TouchedRows } from "../engine";
import type { Scorer } from "../evaluation";
import type { TrainingTask } from "./trainingTask";

/** Takes one optimiser step and returns the batch's loss. */
export function takeStep<Batch>(
  task: TrainingTask<Batch, Scorer>,
  optimiser: Optimiser,
  batch: Batch,
  dropout: Dropout,
): number {
  return tf.tidy(() => {
    if (task.step) return task.step(batch, dropout);
    const touched: TouchedRows = Object.fromEntries(
      Object.entries(task.touched?.(batch) ?? {}).map(([name, rows]) => [name, tf.tensor1d(rows, "int32")]),
    );
    const values = task.parameters.read(touched);
    const { value, gradients } = valueAndGradients(
      (current) => task.loss(current, batch, dropout),
      values,
      optimiser.trainable,
    );
    // Read before the update: a variable whose values are still held elsewhere is copied by the update.
    const loss = value.dataSync()[0];
    tf.dispose(Object.values(values));
    optimiser.apply(gradients, touched);
    return loss;
  });
}
