import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, type ParameterArray, type ParameterTensors } from "../engine";
import type { RandomStream } from "../random";
import { initialLinear } from "./initialisation";

/** Weights [inputs, outputs] and biases [outputs] of a linear layer: what is mapped. */
export interface LayerTensors {
  readonly weight: Tensor2D;
  readonly bias: Tensor1D;
}

/** How F reads a layer. */
export interface MetaLearnerOptions {
  /** Prefix of the parameter names, such as "meta.user". */
  readonly name: string;
  /** Inputs and outputs of the layer that is mapped. */
  readonly inputs: number;
  readonly outputs: number;
  /** Row by row with one shared net, the whole layer flattened (for small layers), or not at all (the control). */
  readonly form: "rows" | "flattened" | "identity";
  /** Width of f's hidden layer. */
  readonly hiddenSize: number;
}

/** F(.; w): sends few-shot parameters of a layer to many-shot parameters. A pure function of named parameters. */
export interface MetaLearner {
  readonly names: readonly string[];
  /** Fresh parameters w, with which F is the identity. */
  initialise(random: RandomStream): Record<string, ParameterArray>;
  /** F applied to a layer. */
  map(values: ParameterTensors, layer: LayerTensors): LayerTensors;
}

/** The most numbers of a layer that may be mapped flattened: the dense map has hiddenSize x twice as many weights. */
const mostFlattened = 16_384;

/**
 * The meta-learner: a residual net F(v) = v + f(v), f two linear layers with ReLU between, the second starting at
 * zero so that F starts as the identity (Eq 3).
 *
 * "rows": v is one unit's incoming weights and its bias, size inputs + 1, and all units share f.
 * "flattened": v is the whole layer, size (inputs + 1) x outputs.
 *
 * @throws when a layer is too large to be mapped flattened.
 */
export function metaLearner({ name, inputs, outputs, form, hiddenSize }: MetaLearnerOptions): MetaLearner {
  if (form === "identity") return { names: [], initialise: () => ({}), map: (_, layer) => layer };
  const size = form === "rows" ? inputs + 1 : (inputs + 1) * outputs;
  if (form === "flattened" && size > mostFlattened) {
    throw new RangeError(
      `Option "form" is "flattened", but a layer of ${inputs} x ${outputs} is too large for that (${size} numbers, at most ${mostFlattened}); use "rows".`,
    );
  }
  const names = [`${name}.in.weight`, `${name}.in.bias`, `${name}.out.weight`, `${name}.out.bias`] as const;
  return {
    names,
    initialise: (random) => {
      const first = initialLinear(size, hiddenSize, random);
      const zeros = (shape: number[]): ParameterArray => ({
        shape,
        values: new Float32Array(shape.reduce((product, side) => product * side, 1)),
      });
      return {
        [names[0]]: first.weight,
        [names[1]]: first.bias,
        [names[2]]: zeros([hiddenSize, size]),
        [names[3]]: zeros([size]),
      };
    },
    map: (values, { weight, bias }) => {
      const [inWeight, inBias, outWeight, outBias] = names.map((each) => values[each]);
      // One row a unit: its incoming weights, then its bias; shape [outputs, inputs + 1].
      const units = tf.concat2d([tf.transpose<Tensor2D>(weight), bias.reshape<Tensor2D>([outputs, 1])], 1);
      const rows = form === "rows" ? units : units.reshape<Tensor2D>([1, size]);
      const linear = (input: Tensor2D, layerWeight: Tensor, layerBias: Tensor): Tensor2D =>
        tf.add<Tensor2D>(tf.matMul(input, layerWeight), layerBias);
      const mapped = tf.add(rows, linear(tf.relu(linear(rows, inWeight, inBias)), outWeight, outBias));
      const layer = mapped.reshape<Tensor2D>([outputs, inputs + 1]);
      return {
        weight: tf.transpose(layer.slice([0, 0], [outputs, inputs])),
        bias: layer.slice([0, inputs], [outputs, 1]).reshape([outputs]),
      };
    },
  };
}
