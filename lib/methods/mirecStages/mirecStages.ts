import { tf } from "../../engine";
import type { Split } from "../../splitting";
import type { FitContext, Method, TrainingResult } from "../../training";
import { chooseBlend } from "../blend";
import { joinedHistory } from "../joinedHistory";
import type { BlendedTransfer } from "../mirec";
import { userSpaceOf, type UserSpace } from "../mirecItems/userSpace";
import { parseOptions } from "../options";
import { trainBaseLearner, type TrainedTwoTower } from "../trainBaseLearner";
import { transferBatches } from "../transferBatches";
import type { StagedMapReport } from "./chainReport";
import { layerSpaceOf } from "./layerSpace";
import { mirecStagesEffects, mirecStagesSchema, type MirecStagesOptions } from "./options";
import { stagedLayers } from "./stagedLayers";
import type { StagedParameters } from "./stagedParameters";
import { stagedVectors } from "./stagedVectors";
import { trainChain, type ChainOutcome } from "./trainChain";

/** A chain's transfer, blended with the many-shot model. */
export type StagedTransfer = BlendedTransfer & {
  /** How far the chain moves what passes through it, whole and block by block. */
  readonly map: StagedMapReport;
};

/** A trained MIRec in several stages: its served vectors, its base, and its control. */
export type TrainedMirecStages = TrainingResult &
  StagedTransfer & {
    /** The two-tower model whose user space everything happens in. */
    readonly manyShot: TrainedTwoTower;
    /** The same few-shot parameters, unmapped; null when it was not asked for. */
    readonly identityControl: StagedTransfer | null;
  };

/** What passes through the chain: learnt once, for the chain and for its control. */
async function stagedParameters(
  split: Split,
  space: UserSpace,
  options: MirecStagesOptions,
  base: TrainedTwoTower,
  context: FitContext,
): Promise<StagedParameters> {
  if (options.reading === "item-vectors") return stagedVectors(space, options, context);
  const layerSpace = layerSpaceOf(split, options, space, base, context.seed);
  try {
    return await stagedLayers(layerSpace, options, context);
  } finally {
    layerSpace.hidden.dispose();
  }
}

/**
 * MIRec in several stages, an extension that its authors name: 1-shot -> 2-shot -> 4-shot -> ... -> many-shot, one
 * residual block a doubling (MetaModelNet, "Learning to Model the Tail"), trained from the last block back to the first;
 * an item with n samples enters at block floor(log2 n). Two readings: each item's own vector, learnt from its
 * samples in the space of a trained two-tower's users; or the item tower's last layer, one for each doubling. Items with
 * 2^doublings samples and more keep their vectors. The prediction blends with the two-tower (Eq 9).
 *
 * @throws when an option is unknown or out of range, naming it.
 */
export function mirecStages(options: Partial<MirecStagesOptions> = {}): Method<TrainedMirecStages> {
  const settings = parseOptions<MirecStagesOptions>(
    "mirec-stages",
    mirecStagesSchema,
    options,
    mirecStagesEffects,
  );
  return {
    name: "mirec-stages",
    options: { ...settings },
    fit: async (split, context) => {
      const base = await trainBaseLearner(split, settings, { method: "mirec-stages, many-shot" }, context);
      const training = {
        ...transferBatches(settings),
        epochs: settings.reading === "item-vectors" ? settings.vectorEpochs : settings.layerEpochs,
        learningRate: settings.fewShotLearningRate,
        learningRateOption: "fewShotLearningRate",
      };
      const space = userSpaceOf(split, settings, training, base, context.seed);
      const blended = ({ mapped, report }: ChainOutcome): StagedTransfer => {
        const choice = { ...settings, grid: settings.blendGrid, fusion: "scores" as const };
        const chosen = chooseBlend(base, mapped, split, choice);
        return { ...chosen.vectors, blendWeight: chosen.weight, map: report, mapped };
      };
      let staged: StagedParameters | undefined;
      try {
        staged = await stagedParameters(split, space, settings, base, context);
        const outcome = await trainChain(split, space, staged, settings, context);
        const wanted = settings.identityControl && settings.form !== "identity";
        const unmapped = { ...settings, form: "identity" as const };
        const control = wanted ? await trainChain(split, space, staged, unmapped, context) : null;
        return {
          method: "mirec-stages",
          seed: context.seed,
          history: joinedHistory(base.history, outcome.history),
          bestEpoch: base.history.length + outcome.bestEpoch,
          parameters: { ...base.parameters, ...outcome.parameters },
          ...blended(outcome),
          manyShot: base,
          identityControl: control && blended(control),
        };
      } finally {
        staged?.dispose();
        tf.dispose([space.userVectors, space.manyShot, space.cold]);
      }
    },
  };
}
