import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs-node";
import type { OptimiserState } from "./optimiserState";
import { parameterArrays, type Parameters, type ParameterTensors } from "./parameters";
import { ResourceVariable } from "./resource";
import { tf } from "./tensorflow";

/** Rows of tables that a step touches, each once, by the table's name; int32 [touched]. */
export type TouchedRows = Readonly<Record<string, Tensor1D>>;

/** What an update of one parameter reads and writes. */
export interface Update {
  readonly variable: Tensor;
  /** Handles of what is remembered about the parameter, in the order of the optimiser's slots. */
  readonly slots: readonly Tensor[];
  /** Of the whole parameter's shape, or of its touched rows. */
  readonly gradient: Tensor;
  /** The touched rows; left out where the gradient is of the whole parameter. */
  readonly rows?: Tensor1D;
  /** The rule's numbers as tensors: its constants, and those of this step. */
  readonly numbers: Readonly<Record<string, Scalar>>;
}

/** How one kind of optimiser updates one parameter. */
export interface UpdateRule {
  /** Names of what it remembers about each element, such as "first" moment; each starts at zero. */
  readonly slots: readonly string[];
  /** Numbers that every update reads; made once. */
  readonly constants: Readonly<Record<string, number>>;
  /** Numbers that every update of one step reads; steps count from 1. */
  readonly ofStep?: (step: number) => Readonly<Record<string, number>>;
  /** Writes the update. Runs in a tidy scope. */
  readonly update: (update: Update) => void;
}

function scalars(numbers: Readonly<Record<string, number>>): Record<string, Scalar> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, tf.scalar(value)]));
}

/** Moves parameters against their gradients, remembering what its rule asks for. Dispose when training is over. */
export class Optimiser {
  private readonly slots = new Map<string, ResourceVariable[]>();
  private readonly constants: Readonly<Record<string, Scalar>>;
  private steps = 0;

  /** @param trainable names of the parameters to update; default all. */
  constructor(
    private readonly rule: UpdateRule,
    private readonly parameters: Parameters,
    trainable: readonly string[] = parameters.names,
  ) {
    this.constants = scalars(rule.constants);
    Object.values(this.constants).forEach((constant) => tf.keep(constant));
    for (const name of trainable) {
      const zeros = tf.zeros([...parameters.variable(name).shape]);
      this.slots.set(
        name,
        rule.slots.map(() => new ResourceVariable(zeros)),
      );
      zeros.dispose();
    }
  }

  /** Names of the parameters it updates. */
  get trainable(): string[] {
    return [...this.slots.keys()];
  }

  /**
   * Takes one step.
   *
   * @param gradients one tensor for every trainable parameter.
   * @param touched where a gradient is of some of a table's rows only: of which. The other rows stay as they are.
   */
  apply(gradients: ParameterTensors, touched: TouchedRows = {}): void {
    this.steps += 1;
    tf.tidy(() => {
      const numbers = { ...this.constants, ...scalars(this.rule.ofStep?.(this.steps) ?? {}) };
      for (const [name, slots] of this.slots) {
        this.rule.update({
          variable: this.parameters.variable(name).handle,
          slots: slots.map(({ handle }) => handle),
          gradient: gradients[name],
          rows: touched[name],
          numbers,
        });
      }
    });
  }

  private eachSlot(visit: (variable: ResourceVariable, name: string) => void): void {
    for (const [parameter, variables] of this.slots) {
      variables.forEach((variable, slot) => visit(variable, `${parameter}/${this.rule.slots[slot]}`));
    }
  }

  /** A copy of what it remembers, and the number of steps. */
  state(): OptimiserState {
    const tensors: Record<string, Tensor> = {};
    this.eachSlot((variable, name) => (tensors[name] = variable.read()));
    const arrays = parameterArrays(tensors);
    tf.dispose(tensors);
    return { steps: this.steps, arrays };
  }

  /** Goes on from a state that `state()` gave of an optimiser of the same parameters. Throws where it is of others. */
  restore({ steps, arrays }: OptimiserState): void {
    this.eachSlot((variable, name) => {
      const array = arrays[name];
      if (!array) throw new Error(`The optimiser's state lacks "${name}"; it is of other parameters.`);
      const tensor = tf.tensor(array.values, [...array.shape]);
      variable.assign(tensor);
      tensor.dispose();
    });
    this.steps = steps;
  }

  dispose(): void {
    this.eachSlot((variable) => variable.dispose());
    for (const constant of Object.values(this.constants)) constant.dispose();
    this.slots.clear();
  }
}
