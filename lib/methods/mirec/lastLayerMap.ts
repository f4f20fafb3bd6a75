import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { stopGradient, tf, type ParameterArrays, type ParameterTensors } from "../../engine";
import { metaLearner, type LayerTensors, type MetaLearner, type TwoTowerModel } from "../../models";
import { randomStream } from "../../random";
import type { MirecOptions } from "./options";

/** F for the last layers of both towers, one meta-learner a tower. */
export interface LastLayerMap {
  /** Names of theta: weight and bias of both last layers. */
  readonly theta: readonly string[];
  /** Names of w. */
  readonly w: readonly string[];
  initialise(seed: number): ParameterArrays;
  /** The parameters with theta replaced by F(theta; w). */
  apply(values: ParameterTensors): ParameterTensors;
  /** || F(theta; w) - theta* ||^2, summed over both towers; to F alone where theta is not to be moved by it. */
  squaredDistance(values: ParameterTensors, manyShot: ParameterTensors, moves: "both" | "map"): Scalar;
}

function squaredNorm(tensors: readonly Tensor[]): Scalar {
  return tf.addN(tensors.map((tensor) => tf.sum<Scalar>(tf.square(tensor))));
}

/** Builds F for a two-tower model. */
export function lastLayerMap(model: TwoTowerModel, options: MirecOptions): LastLayerMap {
  const towers = ([model.user, model.item] as const).map((tower, index) => ({
    layer: tower.lastLayer,
    learner: metaLearner({
      name: index === 0 ? "meta.user" : "meta.item",
      inputs: tower.hiddenSize,
      outputs: tower.outputSize,
      form: options.form,
      hiddenSize: options.metaHiddenSize,
    }),
  }));
  const layerOf = (
    values: ParameterTensors,
    { weight, bias }: { weight: string; bias: string },
  ): LayerTensors => ({ weight: values[weight], bias: values[bias] }) as LayerTensors;
  const mapped = (
    values: ParameterTensors,
    { layer, learner }: { layer: { weight: string; bias: string }; learner: MetaLearner },
  ): Record<string, Tensor> => {
    const { weight, bias } = learner.map(values, layerOf(values, layer));
    return { [layer.weight]: weight, [layer.bias]: bias };
  };
  const theta = towers.flatMap(({ layer }) => [layer.weight, layer.bias]);
  const apply = (values: ParameterTensors): ParameterTensors =>
    Object.assign({}, values, ...towers.map((tower) => mapped(values, tower))) as ParameterTensors;
  return {
    theta,
    w: towers.flatMap(({ learner }) => learner.names),
    initialise: (seed) => {
      const random = randomStream(seed, "initial meta-learner");
      return Object.assign({}, ...towers.map(({ learner }) => learner.initialise(random))) as ParameterArrays;
    },
    apply,
    squaredDistance: (values, manyShot, moves) => {
      const from =
        moves === "both"
          ? values
          : { ...values, ...Object.fromEntries(theta.map((name) => [name, stopGradient(values[name])])) };
      const reached = apply(from);
      return squaredNorm(theta.map((name) => tf.sub(reached[name], manyShot[name])));
    },
  };
}

/** How far F moves the last layers, of both towers together. */
export interface MapReport {
  /** || F(theta) - theta || / || theta ||: 0 when F does nothing. */
  readonly relativeChange: number;
  /** || F(theta) - theta* || / || theta - theta* ||: below 1 when F comes closer; null when theta is at theta*. */
  readonly remainingDistance: number | null;
}

/** Measures how far F moves theta, and how much nearer to theta* it comes. */
export function reportMap(
  map: LastLayerMap,
  values: ParameterTensors,
  manyShot: ParameterTensors,
): MapReport {
  const report = tf.tidy(() => {
    const reached = map.apply(values);
    const norm = (difference: (name: string) => Tensor): number =>
      Math.sqrt(squaredNorm(map.theta.map(difference)).dataSync()[0]);
    const before = norm((name) => tf.sub(values[name], manyShot[name]));
    return {
      change: norm((name) => tf.sub(reached[name], values[name])),
      size: norm((name) => values[name]),
      before,
      after: norm((name) => tf.sub(reached[name], manyShot[name])),
    } as never;
  }) as { change: number; size: number; before: number; after: number };
  return {
    relativeChange: report.change / report.size,
    remainingDistance: report.before > 0 ? report.after / report.before : null,
  };
}
