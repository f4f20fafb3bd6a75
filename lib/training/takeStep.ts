import { tf, valueAndGradients, type Adam, type Dropout } from "../engine";
import type { Scorer } from "../evaluation";
import type { TrainingTask } from "./trainingTask";

/** Takes one optimiser step and returns the batch's loss. */
export function takeStep<Batch>(
  task: TrainingTask<Batch, Scorer>,
  optimiser: Adam,
  batch: Batch,
  dropout: Dropout,
): number {
  return tf.tidy(() => {
    if (task.step) return task.step(batch, dropout);
    const values = task.parameters.read();
    const { value, gradients } = valueAndGradients(
      (current) => task.loss(current, batch, dropout),
      values,
      optimiser.trainable,
    );
    // Read before the update: a variable whose values are still held elsewhere is copied by the update.
    const loss = value.dataSync()[0];
    tf.dispose(Object.values(values));
    optimiser.apply(gradients);
    return loss;
  });
}
