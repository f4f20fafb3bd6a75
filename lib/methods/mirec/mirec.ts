import { headRows } from "../../curriculum";
import type { VectorScorer } from "../../evaluation";
import { itemShares, logitCorrection } from "../../losses";
import { twoTowerModel } from "../../models";
import type { Split } from "../../splitting";
import type { Method, TrainingResult } from "../../training";
import { chooseBlend, type ChosenBlend } from "../blend";
import { chooseBlendByGroup } from "../blendByGroup";
import { joinedHistory } from "../joinedHistory";
import { parseOptions } from "../options";
import { trainBaseLearner, type TrainedTwoTower } from "../trainBaseLearner";
import { fewShotPhase, type FewShotOutcome } from "./fewShotPhase";
import { lastLayerMap, type MapReport } from "./lastLayerMap";
import {
  mirecEffects,
  mirecSchema,
  mirecUsersSchema,
  type MirecOptions,
  type MirecUsersOptions,
} from "./options";

/** A second phase blended with the many-shot model: what is served. */
export interface BlendedTransfer extends VectorScorer {
  /** lambda_p, weight of the many-shot model, chosen on validation; of head items, where tail items have another. */
  readonly blendWeight: number;
  /** lambda_p of tail items, where `blendBy` is "group". */
  readonly tailBlendWeight?: number;
  /** How far F moves theta. */
  readonly map: MapReport;
  /** The model under F(theta) alone (lambda_p = 0). */
  readonly mapped: VectorScorer;
}

/** A trained MIRec: its served vectors, its parts, and its control. */
export type TrainedMirec = TrainingResult &
  BlendedTransfer & {
    /** The many-shot model alone (lambda_p = 1): the two-tower, where lambdaC is 0. */
    readonly manyShot: TrainedTwoTower;
    /** The same second phase with F = identity; null when it was not asked for. */
    readonly identityControl: BlendedTransfer | null;
  };

/**
 * MIRec with the last layers mapped, the paper's reading (Algorithm 1).
 *
 * Phase 1 trains theta* on Omega*, all feedback (lambdaC: with logits s + lambda_c log p). Phase 2 learns theta on
 * Omega(k) and F towards theta*. The prediction blends both (Eq 9), lambda_p chosen on validation.
 *
 * Ablations: transfer "model-level" trains theta* on the head's samples and theta on the head at k, so that F is learnt
 * from the head alone and met by the tail in serving only; "item-level" is the curriculum with F = identity.
 *
 * @throws when an option is unknown, out of range or contradicts another, naming it.
 */
export function mirec(options: Partial<MirecOptions> = {}): Method<TrainedMirec> {
  return mirecNamed("mirec", parseOptions<MirecOptions>("mirec", mirecSchema, options, mirecEffects));
}

/** MIRec on the user side, for long-tail users: Omega_user(k) caps every active user at k samples (or both sides). */
export function mirecUsers(options: Partial<MirecUsersOptions> = {}): Method<TrainedMirec> {
  const name = "mirec-users";
  return mirecNamed(name, parseOptions<MirecUsersOptions>(name, mirecUsersSchema, options, mirecEffects));
}

/** Says what F cannot map before the first phase is trained, not after. */
function refuseWhatCannotBeMapped({ data }: Split, settings: MirecOptions): void {
  if (settings.form !== "flattened") return;
  const model = twoTowerModel(data, settings, settings.features);
  try {
    lastLayerMap(model, settings);
  } finally {
    model.dispose();
  }
}

function mirecNamed(name: string, parsed: MirecOptions): Method<TrainedMirec> {
  const settings: MirecOptions = parsed.transfer === "item-level" ? { ...parsed, form: "identity" } : parsed;
  return {
    name,
    options: { ...settings },
    fit: async (split, context) => {
      refuseWhatCannotBeMapped(split, settings);
      const { train } = split;
      const head =
        settings.transfer === "model-level" ? headRows(train, settings.k, settings.side) : undefined;
      const manyShot = await trainBaseLearner(
        split,
        settings,
        {
          method: `${name}, many-shot`,
          itemBias: logitCorrection({ lambdaC: settings.lambdaC, p: itemShares(train) }),
          stages: head && [{ name: "", samples: () => head }],
        },
        context,
      );
      const blended = ({ mapped, report }: FewShotOutcome): BlendedTransfer => {
        const choosing = { ...settings, grid: settings.blendGrid };
        if (settings.blendBy === "group") {
          const { weights, vectors } = chooseBlendByGroup(manyShot, mapped, split, choosing);
          const both = { blendWeight: weights.head, tailBlendWeight: weights.tail };
          return { ...vectors, ...both, map: report, mapped };
        }
        const chosen: ChosenBlend = chooseBlend(manyShot, mapped, split, choosing);
        return { ...chosen.vectors, blendWeight: chosen.weight, map: report, mapped };
      };
      const outcome = await fewShotPhase(name, split, settings, manyShot.parameters, context);
      const control =
        settings.identityControl && settings.form !== "identity"
          ? blended(
              await fewShotPhase(
                name,
                split,
                { ...settings, form: "identity" },
                manyShot.parameters,
                context,
              ),
            )
          : null;
      return {
        method: name,
        seed: context.seed,
        history: joinedHistory(manyShot.history, outcome.history),
        bestEpoch: manyShot.history.length + outcome.bestEpoch,
        parameters: outcome.parameters,
        ...blended(outcome),
        manyShot,
        identityControl: control,
      };
    },
  };
}
