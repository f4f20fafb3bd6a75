import type { Rank, Scalar } from "@tensorflow/tfjs-node";
import {
  noDropout,
  parameterArrays,
  Parameters,
  plainResult,
  tf,
  type ParameterArrays,
  type ParameterTensors,
} from "../../engine";
import type { FunctionScorer, Scorer } from "../../evaluation";
import { twoTowerModel, type TwoTowerModel } from "../../models";
import { randomStream, shuffleInPlace } from "../../random";
import type { Split } from "../../splitting";
import {
  currentVectors,
  stepSizes,
  trainEpochs,
  type Method,
  type TrainingResult,
  type TrainingTask,
} from "../../training";
import { candidateBatch, drawShared, trainingItems, type CandidateBatch, type UserItems } from "./candidates";
import { decisionNames, initialDecisionLayers, layersForUsers } from "./decisionLayers";
import { adapt } from "./innerSteps";
import { meluOptions, type MeluOptions } from "./options";
import { rankingLoss } from "./rankingLoss";
import { meluScorer } from "./serving";

/** The fields of users and items: towers without layers, of which only the concatenated embeddings are used. */
function fieldsOf(split: Split, { embeddingSize, features }: MeluOptions): TwoTowerModel {
  const shape = {
    embeddingSize,
    featureEmbeddingSize: embeddingSize,
    hiddenSizes: [],
    outputSize: 1,
    dropout: 0,
  };
  return twoTowerModel(split.data, shape, features);
}

function initialParameters(fields: TwoTowerModel, options: MeluOptions, seed: number): ParameterArrays {
  const towers = fields.initialise(seed);
  const { user, item } = fields;
  const inputs = towers[user.lastLayer.weight].shape[0] + towers[item.lastLayer.weight].shape[0];
  const unused = [user.lastLayer, item.lastLayer].flatMap(({ weight, bias }) => [weight, bias]);
  const embeddings = Object.fromEntries(Object.entries(towers).filter(([name]) => !unused.includes(name)));
  const random = randomStream(seed, "initial decision layers");
  return { ...embeddings, ...initialDecisionLayers(inputs, options.hiddenSizes, random) };
}

/** Users that are trained on: those with `leastItems` to `mostItems` training items. Throws when there is none. */
function trainedUsers(split: Split, itemsOf: UserItems, { leastItems, mostItems }: MeluOptions): Int32Array {
  const users = Int32Array.from({ length: split.train.userCount }, (_, user) => user).filter((user) => {
    const { length } = itemsOf(user);
    return length >= leastItems && length <= mostItems;
  });
  if (users.length === 0) {
    throw new Error(
      `No user of "${split.data.name}" has ${leastItems} to ${mostItems} training items for melu to learn from; lower leastItems or raise mostItems.`,
    );
  }
  return users;
}

/** The scorer under current parameters. Runs in a tidy scope. */
function scorerOf(
  split: Split,
  options: MeluOptions,
  fields: TwoTowerModel,
  values: ParameterTensors,
  seed: number,
): FunctionScorer {
  const layers = Object.fromEntries(decisionNames(values).map((name) => [name, values[name]]));
  const embedded = parameterArrays({
    users: fields.user.hidden(values, null, noDropout),
    items: fields.item.hidden(values, null, noDropout),
  });
  return meluScorer(
    split,
    options,
    { users: embedded.users, items: embedded.items, layers: parameterArrays(layers) },
    seed,
  );
}

/**
 * The outer loss of a batch: the mean over users of the query set's ranking loss under the layers that the support
 * set adapted.
 */
function outerLoss(
  fields: TwoTowerModel,
  options: MeluOptions,
  values: ParameterTensors,
  batch: CandidateBatch,
): Scalar {
  const users = batch.users.length;
  const columns: [number, number] = [users, batch.bias.length / users];
  const items = fields.item.hidden(
    values,
    { entities: Int32Array.from([...batch.own, ...batch.shared]) },
    noDropout,
  );
  const own = tf.slice(items, [0, 0], [batch.own.length, items.shape[1]]);
  const inputs = {
    users: fields.user.hidden(values, { entities: batch.users }, noDropout),
    own: tf.reshape<Rank.R3>(own, [users, batch.own.length / users, items.shape[1]]),
    shared: tf.slice(items, [batch.own.length, 0], [batch.shared.length, items.shape[1]]),
    bias: tf.tensor2d(batch.bias, columns),
  };
  const support = tf.tensor2d(batch.support, columns);
  const adapted = adapt(
    (layers) => tf.sum<Scalar>(rankingLoss(layers, inputs, support)),
    layersForUsers(values, users),
    options,
  );
  return tf.mean<Scalar>(rankingLoss(adapted, inputs, tf.tensor2d(batch.query, columns)));
}

/**
 * MeLU, the meta-learned user preference estimator (Lee et al., KDD 2019), with the ranking loss on both sets.
 *
 * Users and items are fields, each embedded, and decision layers on the concatenation score. For every user the
 * decision layers alone adapt by inner gradient steps on the support set; Adam moves embeddings and decision layers on
 * the query set's loss under the adapted layers. Both losses are softmax cross-entropies over a user's own training
 * items and items drawn uniformly (`negatives`). Serving adapts to each user on all training items.
 *
 * It has no vectors: a score is the output of the user's own network.
 *
 * @throws when an option is unknown, out of range or contradicts another; when no user has as many training items as
 * training asks for.
 */
export function melu(options: Partial<MeluOptions> = {}): Method<TrainingResult & FunctionScorer> {
  const settings = meluOptions(options);
  return {
    name: "melu",
    options: { ...settings },
    fit: async (split, context) => {
      const { seed } = context;
      const { itemCount } = split.train;
      const itemsOf = trainingItems(split.train);
      const users = trainedUsers(split, itemsOf, settings);
      const fields = fieldsOf(split, settings);
      const parameters = new Parameters(initialParameters(fields, settings, seed));

      function* batches(epoch: number): Generator<CandidateBatch> {
        const random = randomStream(seed, `melu epoch ${epoch}`);
        const order = shuffleInPlace(users.slice(), random);
        for (let start = 0; start < order.length; start += settings.usersPerStep) {
          const episodes = Array.from(order.subarray(start, start + settings.usersPerStep), (user) => {
            const items = shuffleInPlace(itemsOf(user), random);
            const supportSize = items.length - settings.queryItems;
            return { user, support: items.subarray(0, supportSize), query: items.subarray(supportSize) };
          });
          yield candidateBatch(episodes, drawShared(itemCount, settings.negatives, random), itemCount);
        }
      }
      const task: TrainingTask<CandidateBatch, Scorer & FunctionScorer> = {
        label: "melu",
        parameters,
        learningRate: settings.learningRate,
        stepSizes: stepSizes(
          settings,
          "learningRate",
          ...(settings.innerSteps > 0 ? (["innerLearningRate"] as const) : []),
        ),
        dropout: 0,
        batches,
        batchSize: (batch) => batch.users.length,
        loss: (values, batch) => outerLoss(fields, settings, values, batch),
        vectors: (values) => scorerOf(split, settings, fields, values, seed),
      };
      try {
        const { history, bestEpoch, bestParameters } = await trainEpochs(task, settings, split, context);
        return {
          method: "melu",
          seed,
          history,
          bestEpoch,
          parameters: bestParameters,
          ...currentVectors(task),
        };
      } finally {
        parameters.dispose();
        fields.dispose();
      }
    },
    restore: (split, parameters, seed) => {
      const fields = fieldsOf(split, settings);
      try {
        return plainResult(() => {
          const values = Object.fromEntries(
            Object.entries(parameters).map(([name, { values: array, shape }]) => [
              name,
              tf.tensor(array, [...shape]),
            ]),
          );
          return scorerOf(split, settings, fields, values, seed);
        });
      } finally {
        fields.dispose();
      }
    },
  };
}
