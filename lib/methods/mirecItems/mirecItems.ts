import { allRows } from "../../curriculum";
import { tf } from "../../engine";
import { itemCounts, type Split } from "../../splitting";
import type { FitContext, Method, TrainingResult } from "../../training";
import { chooseBlend } from "../blend";
import { joinedHistory } from "../joinedHistory";
import type { BlendedTransfer } from "../mirec";
import { parseOptions } from "../options";
import { trainBaseLearner, type TrainedTwoTower } from "../trainBaseLearner";
import { transferBatches } from "../transferBatches";
import { fewShotVectors } from "./fewShotVectors";
import { mirecItemsSchema, type MirecItemsOptions } from "./options";
import { headItems, teachingPairs, type TeachingPairs } from "./teachingPairs";
import { trainVectorMap, type VectorMapOutcome } from "./trainVectorMap";
import { userSpaceOf, type UserSpace } from "./userSpace";

/** What F was taught by, pair by pair, and what it made of each. */
export interface Teaching extends TeachingPairs {
  /** F(y_i(k), k), row-major, shape [pairs, size]; y_i(k) itself where F is the identity. */
  readonly reached: Float32Array;
  /** 1 for pairs of the head items that were kept from F, to measure it on, shape [pairs]. */
  readonly heldOut: Uint8Array;
}

/** A trained MIRec on item vectors: its served vectors, its base, and its control. */
export type TrainedMirecItems = TrainingResult &
  BlendedTransfer & {
    /** The two-tower model whose user space everything happens in. */
    readonly manyShot: TrainedTwoTower;
    /** The head items' few-shot vectors; their many-shot ones are those of `manyShot`. */
    readonly teaching: Teaching;
    /** The tail's own vectors, learnt in the same way, unmapped; null when it was not asked for. */
    readonly identityControl: BlendedTransfer | null;
  };

async function transfer(
  split: Split,
  space: UserSpace,
  options: MirecItemsOptions,
  context: FitContext,
): Promise<{ outcome: VectorMapOutcome; control: VectorMapOutcome | null; teaching: Teaching }> {
  const counts = itemCounts(split.train);
  const head = headItems(counts, options.k, context.seed);
  const isTail = Uint8Array.from(counts, (count) => (count < options.k ? 1 : 0));
  const heldOut = new Uint8Array(counts.length);
  for (const item of head.subarray(0, Math.round(options.heldOutShare * head.length))) heldOut[item] = 1;
  const pairs = await teachingPairs(space, head, options, "mirec-items, few-shot vectors", context);
  const own = await fewShotVectors(
    space,
    isTail,
    allRows(split.train),
    "mirec-items, the tail's own vectors",
    context,
  );
  const train = (form: MirecItemsOptions["form"]): Promise<VectorMapOutcome> =>
    trainVectorMap(split, space, pairs, own, isTail, heldOut, { ...options, form }, context);
  const outcome = await train(options.form);
  const wanted = options.identityControl && options.form !== "identity";
  const teaching: Teaching = {
    ...pairs,
    reached: outcome.reached,
    heldOut: Uint8Array.from(pairs.items, (item) => heldOut[item]),
  };
  return { outcome, control: wanted ? await train("identity") : null, teaching };
}

/**
 * MIRec with item vectors mapped, the reading closer to "Learning to Model the Tail": the parameters of an ITEM are its
 * output vector. In the space of a trained two-tower's users, head items' vectors are learnt from 1, 2, 4, ... of
 * their samples and paired with their many-shot vectors; F learns from these pairs, and maps every tail item's vector
 * at its own count. The head keeps its vectors. The prediction blends with the two-tower (Eq 9).
 *
 * @throws when an option is unknown or out of range, naming it.
 */
export function mirecItems(options: Partial<MirecItemsOptions> = {}): Method<TrainedMirecItems> {
  const settings = parseOptions<MirecItemsOptions>("mirec-items", mirecItemsSchema, options);
  return {
    name: "mirec-items",
    options: { ...settings },
    fit: async (split, context) => {
      const base = await trainBaseLearner(split, settings, { method: "mirec-items, many-shot" }, context);
      const training = {
        ...transferBatches(settings),
        epochs: settings.vectorEpochs,
        learningRate: settings.vectorLearningRate,
        learningRateOption: "vectorLearningRate",
      };
      const space = userSpaceOf(split, settings, training, base, context.seed);
      try {
        const { outcome, control, teaching } = await transfer(split, space, settings, context);
        const blended = ({ mapped, report }: VectorMapOutcome): BlendedTransfer => {
          const chosen = chooseBlend(base, mapped, split, {
            ...settings,
            grid: settings.blendGrid,
            fusion: "scores",
          });
          return { ...chosen.vectors, blendWeight: chosen.weight, map: report, mapped };
        };
        return {
          method: "mirec-items",
          seed: context.seed,
          history: joinedHistory(base.history, outcome.history),
          bestEpoch: base.history.length + outcome.bestEpoch,
          parameters: { ...base.parameters, ...outcome.parameters },
          ...blended(outcome),
          manyShot: base,
          teaching,
          identityControl: control && blended(control),
        };
      } finally {
        tf.dispose([space.userVectors, space.manyShot, space.cold]);
      }
    },
  };
}
