import type { Tensor } from "@tensorflow/tfjs-node";
import { gatherRows, ResourceVariable } from "./resource";
import { tf } from "./tensorflow";

/** Values of one parameter outside TensorFlow, row-major. */
export interface ParameterArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** All parameters of a model by name, as plain arrays: what is initialised, kept as best, saved and loaded. */
export type ParameterArrays = Readonly<Record<string, ParameterArray>>;

/** All parameters of a model by name, as tensors: what a model's forward pass is a pure function of. */
export type ParameterTensors = Readonly<Record<string, Tensor>>;

/** Trainable parameters, held in TensorFlow and updated in place. Dispose when training is over. */
export class Parameters {
  private readonly variables = new Map<string, ResourceVariable>();

  constructor(initial: ParameterArrays) {
    for (const [name, { shape, values }] of Object.entries(initial)) {
      const tensor = tf.tensor(values, [...shape]);
      this.variables.set(name, new ResourceVariable(tensor));
      tensor.dispose();
    }
  }

  get names(): string[] {
    return [...this.variables.keys()];
  }

  /** The variable called `name`. Throws where there is none. */
  variable(name: string): ResourceVariable {
    const variable = this.variables.get(name);
    if (!variable) throw new Error(`There is no parameter "${name}"; there are ${this.names.join(", ")}.`);
    return variable;
  }

  /**
   * Current values as tensors of the current tidy scope.
   *
   * @param rows of the tables named in it, these rows alone are read, in this order.
   */
  read(rows: Readonly<Record<string, Tensor>> = {}): ParameterTensors {
    const tensors: Record<string, Tensor> = {};
    for (const [name, variable] of this.variables) {
      tensors[name] = rows[name] ? gatherRows(variable.handle, rows[name]) : variable.read();
    }
    return tensors;
  }

  /** A copy of the current values outside TensorFlow. */
  snapshot(): ParameterArrays {
    const tensors = this.read();
    const arrays = parameterArrays(tensors);
    tf.dispose(Object.values(tensors));
    return arrays;
  }

  /** Sets the named parameters to `values`; others keep theirs. */
  restore(values: ParameterArrays): void {
    for (const [name, { shape, values: array }] of Object.entries(values)) {
      const tensor = tf.tensor(array, [...shape]);
      this.variable(name).assign(tensor);
      tensor.dispose();
    }
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }
}

/** Copies tensors by name into plain arrays. */
export function parameterArrays(tensors: ParameterTensors): ParameterArrays {
  const arrays: Record<string, ParameterArray> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    arrays[name] = { shape: tensor.shape, values: tensor.dataSync<"float32">().slice() };
  }
  return arrays;
}
