import type { Tensor } from "@tensorflow/tfjs-node";
import { z } from "zod";
import { booleanAttribute, plainResult, runKernel, tf, typeAttribute, type ParameterArrays } from "../engine";
import type { FunctionScorer } from "../evaluation";
import { groupRows, type Pairs, type Split } from "../splitting";
import { breather, type Method, type TrainingResult } from "../training";
import { parseOptions } from "./options";

/** Options of EASE. */
export interface EaseOptions {
  /** lambda, added to the diagonal of X^T X. Default 100, of 50 to 800 the best on ML-100K's validation positives. */
  readonly lambda: number;
}

const schema = z.object({ lambda: z.number().positive().default(100) }).strict();

/** Items at most: the engine takes tensors below 2 GiB, and three of items x items floats are held at once. */
const mostItems = 20_000;

/** Name of B among the parameters. */
const itemWeights = "item weights";

/** Columns of P that are solved for at once are at most this many floats (64 MiB). */
const blockFloats = 16 * 2 ** 20;

/** X^T X + lambda I: how many users have both items; shape [items, items], row-major. */
function regularisedGram({ users, items, userCount, itemCount }: Pairs, lambda: number): Float32Array {
  const gram = new Float32Array(itemCount * itemCount);
  const { offsets, rows } = groupRows(users, userCount);
  for (let user = 0; user < userCount; user++) {
    const own = rows.subarray(offsets[user], offsets[user + 1]);
    for (const one of own) for (const other of own) gram[items[one] * itemCount + items[other]] += 1;
  }
  for (let item = 0; item < itemCount; item++) gram[item * itemCount + item] += lambda;
  return gram;
}

function triangularSolve(factor: Tensor, rightHandSide: Tensor, adjoint: boolean): Tensor {
  const attributes = [
    booleanAttribute("lower", true),
    booleanAttribute("adjoint", adjoint),
    typeAttribute("T", "float32"),
  ];
  return runKernel("MatrixTriangularSolve", attributes, [factor, rightHandSide]);
}

/** L with L L^T = X^T X + lambda I; the caller disposes of it. */
function choleskyFactor(train: Pairs, lambda: number): Tensor {
  const { itemCount } = train;
  return tf.tidy(() => {
    const gram = tf.tensor2d(regularisedGram(train, lambda), [itemCount, itemCount]);
    return runKernel("Cholesky", [typeAttribute("T", "float32")], [gram]);
  });
}

/**
 * B = I - P diagMat(1 / diag(P)), P = (X^T X + lambda I)^-1: column j is -P_ij / P_jj off the diagonal, 0 on it.
 *
 * P's columns come in blocks from two triangular solves with the Cholesky factor against columns of the identity.
 *
 * @returns shape [items, items], row-major.
 */
async function itemItemWeights(train: Pairs, lambda: number, signal: AbortSignal): Promise<Float32Array> {
  const { itemCount } = train;
  const weights = new Float32Array(itemCount * itemCount);
  const breathe = breather(signal);
  const factor = choleskyFactor(train, lambda);
  try {
    const width = Math.max(1, Math.min(itemCount, Math.floor(blockFloats / itemCount)));
    for (let start = 0; start < itemCount; start += width) {
      await breathe();
      const columns = Math.min(width, itemCount - start);
      const identity = new Float32Array(itemCount * columns);
      for (let column = 0; column < columns; column++) identity[(start + column) * columns + column] = 1;
      const inverse = plainResult(() => {
        const half = triangularSolve(factor, tf.tensor2d(identity, [itemCount, columns]), false);
        return triangularSolve(factor, half, true).dataSync<"float32">();
      });
      const diagonal = Float32Array.from(
        { length: columns },
        (_, at) => inverse[(start + at) * columns + at],
      );
      const broken = diagonal.findIndex((value) => !(value > 0));
      if (broken >= 0) {
        throw new Error(
          `EASE cannot solve for item ${start + broken} in float32; raise lambda (now ${lambda}), which conditions X^T X.`,
        );
      }
      for (let row = 0; row < itemCount; row++) {
        for (let column = 0; column < columns; column++) {
          if (row === start + column) continue;
          weights[row * itemCount + start + column] = -inverse[row * columns + column] / diagonal[column];
        }
      }
    }
    return weights;
  } finally {
    factor.dispose();
  }
}

/** Scores X_u B: the sum of B's rows over the items that the user has in training. */
function easeScorer({ train }: Split, parameters: ParameterArrays): FunctionScorer {
  const { users: trainUsers, items, userCount, itemCount } = train;
  const { offsets, rows } = groupRows(trainUsers, userCount);
  const { values } = parameters[itemWeights];
  return {
    scores: (users) => {
      const scores = new Float32Array(users.length * itemCount);
      users.forEach((user, position) => {
        const own = scores.subarray(position * itemCount, (position + 1) * itemCount);
        for (const row of rows.subarray(offsets[user], offsets[user + 1])) {
          const weights = values.subarray(items[row] * itemCount, (items[row] + 1) * itemCount);
          for (let item = 0; item < itemCount; item++) own[item] += weights[item];
        }
      });
      return scores;
    },
  };
}

/**
 * EASE, a linear item-item model in closed form (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data",
 * WWW 2019).
 *
 *     scores = X B,  B = I - P diagMat(1 / diag(P)),  P = (X^T X + lambda I)^-1
 *
 * X is the users x items matrix of training feedback. B is kept as the parameter "item weights". Memory is three
 * items x items float32 matrices at the peak: 34 MB on ML-100K, 3.6 GB on 17,384 items.
 *
 * @throws when an option is unknown or out of range; when there are more than 20,000 items.
 */
export function ease(options: Partial<EaseOptions> = {}): Method<TrainingResult & FunctionScorer> {
  const settings = parseOptions<EaseOptions>("ease", schema, options);
  return {
    name: "ease",
    options: { ...settings },
    fit: async (split, { seed, signal }) => {
      const { itemCount } = split.train;
      if (itemCount > mostItems) {
        throw new RangeError(
          `EASE holds items x items matrices, at most ${mostItems} items, and "${split.data.name}" has ${itemCount}; keep fewer items (coreFilter).`,
        );
      }
      const values = await itemItemWeights(split.train, settings.lambda, signal);
      const parameters = { [itemWeights]: { shape: [itemCount, itemCount], values } };
      return {
        method: "ease",
        seed,
        history: [],
        bestEpoch: 0,
        parameters,
        ...easeScorer(split, parameters),
      };
    },
    restore: easeScorer,
  };
}
