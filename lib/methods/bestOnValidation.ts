import { validationValue, type CriterionOptions, type Scorer } from "../evaluation";
import type { Split } from "../splitting";

/** A value of a grid, and the model it makes. */
export interface ChosenValue<Model extends Scorer> {
  readonly value: number;
  readonly model: Model;
}

/**
 * The value of a grid whose model is best on validation; the first of equals. A grid of one value is not measured.
 *
 * @param option name of the option that holds the grid, for errors.
 * @throws RangeError when the grid is empty; an Error when there is no validation positive to choose by.
 */
export function bestOnValidation<Model extends Scorer>(
  [option, grid]: readonly [option: string, grid: readonly number[]],
  modelOf: (value: number) => Model,
  split: Split,
  criterion: CriterionOptions,
): ChosenValue<Model> {
  if (grid.length === 0) throw new RangeError(`Option "${option}" is empty; give at least one value.`);
  let best = { value: grid[0], model: modelOf(grid[0]) };
  if (grid.length === 1) return best;
  if (split.validation.users.length === 0) {
    throw new Error(
      `"${split.data.name}" (${split.name}) has no validation positive to choose by; give option "${option}" one value.`,
    );
  }
  let highest = validationValue(best.model, split, criterion);
  for (const value of grid.slice(1)) {
    const model = modelOf(value);
    const measured = validationValue(model, split, criterion);
    if (measured > highest) {
      best = { value, model };
      highest = measured;
    }
  }
  return best;
}
