import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { booleanAttribute, runKernelWithoutOutput, typeAttribute } from "./kernels";
import type { OptimiserState } from "./optimiserState";
import { parameterArrays, type Parameters, type ParameterTensors } from "./parameters";
import { ResourceVariable } from "./resource";
import { tf } from "./tensorflow";

/** Settings of Adam (Kingma and Ba, ICLR 2015); the defaults are the paper's. */
export interface AdamOptions {
  readonly learningRate: number;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment. Default 1e-8. */
  readonly epsilon?: number;
}

/** One fused Adam kernel a parameter (ResourceApplyAdam): one pass over the memory in place of a dozen. */
export class Adam {
  private readonly moments = new Map<string, { first: ResourceVariable; second: ResourceVariable }>();
  private readonly constants: Record<"learningRate" | "beta1" | "beta2" | "epsilon", Scalar>;
  private readonly beta1: number;
  private readonly beta2: number;
  private steps = 0;

  /** @param trainable names of the parameters to update; default all. */
  constructor(
    private readonly parameters: Parameters,
    options: AdamOptions,
    trainable: readonly string[] = parameters.names,
  ) {
    const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.constants = tf.tidy(() => ({
      learningRate: tf.keep(tf.scalar(learningRate)),
      beta1: tf.keep(tf.scalar(beta1)),
      beta2: tf.keep(tf.scalar(beta2)),
      epsilon: tf.keep(tf.scalar(epsilon)),
    }));
    for (const name of trainable) {
      const zeros = tf.zeros([...parameters.variable(name).shape]);
      this.moments.set(name, { first: new ResourceVariable(zeros), second: new ResourceVariable(zeros) });
      zeros.dispose();
    }
  }

  /** Names of the parameters it updates. */
  get trainable(): string[] {
    return [...this.moments.keys()];
  }

  /** Takes one step against `gradients`, one tensor for every trainable parameter. */
  apply(gradients: ParameterTensors): void {
    this.steps += 1;
    const { learningRate, beta1, beta2, epsilon } = this.constants;
    tf.tidy(() => {
      const beta1Power = tf.scalar(this.beta1 ** this.steps);
      const beta2Power = tf.scalar(this.beta2 ** this.steps);
      const attributes = [
        typeAttribute("T", "float32"),
        booleanAttribute("use_locking", false),
        booleanAttribute("use_nesterov", false),
      ];
      for (const [name, { first, second }] of this.moments) {
        const variable = this.parameters.variable(name).handle;
        runKernelWithoutOutput("ResourceApplyAdam", attributes, [
          ...[variable, first.handle, second.handle],
          ...[beta1Power, beta2Power, learningRate, beta1, beta2, epsilon, gradients[name]],
        ]);
      }
    });
  }

  /** A copy of the moments and the number of steps. */
  state(): OptimiserState {
    const tensors: Record<string, Tensor> = {};
    for (const [name, { first, second }] of this.moments) {
      tensors[`${name}/first`] = first.read();
      tensors[`${name}/second`] = second.read();
    }
    const arrays = parameterArrays(tensors);
    tf.dispose(tensors);
    return { steps: this.steps, arrays };
  }

  /** Goes on from a state that `state()` gave of an optimiser of the same parameters. Throws where it is of others. */
  restore({ steps, arrays }: OptimiserState): void {
    const assign = (variable: ResourceVariable, name: string): void => {
      const array = arrays[name];
      if (!array) throw new Error(`The optimiser's state lacks "${name}"; it is of other parameters.`);
      const tensor = tf.tensor(array.values, [...array.shape]);
      variable.assign(tensor);
      tensor.dispose();
    };
    for (const [name, { first, second }] of this.moments) {
      assign(first, `${name}/first`);
      assign(second, `${name}/second`);
    }
    this.steps = steps;
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) {
      first.dispose();
      second.dispose();
    }
    for (const constant of Object.values(this.constants)) constant.dispose();
    this.moments.clear();
  }
}
