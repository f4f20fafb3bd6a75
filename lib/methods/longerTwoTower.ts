import { z } from "zod";
import { allRows, fewShotDraw, type FewShotSide } from "../curriculum";
import { metricNamed, overallMetric } from "../evaluation";
import { randomStream } from "../random";
import type { Pairs } from "../splitting";
import type { Method } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { epochBatches, type BatchingOptions } from "./epochBatches";
import { joinedHistory } from "./joinedHistory";
import { effective } from "./optionEffects";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of the longer two-tower: those of the two-tower, and of the MIRec whose second phase it matches in steps. */
export interface LongerTwoTowerOptions extends BaseLearnerOptions {
  /** k of the MIRec to match. Default 150, MIRec's. */
  readonly k: number;
  /** Whose samples the MIRec to match caps at k. Default "items". */
  readonly side: FewShotSide;
  /** Epochs of the second phase of the MIRec to match, each over Omega(k). Default 100, MIRec's. */
  readonly fewShotEpochs: number;
  /** Further epochs over all samples, at most. Default null: as many steps as the MIRec to match takes at most. */
  readonly furtherEpochs: number | null;
}

/** The model, and what it was when training first ended. */
export type TrainedLongerTwoTower = TrainedTwoTower & {
  /** The two-tower before the further epochs. */
  readonly converged: TrainedTwoTower;
  /** Whether the further epochs made it better on validation: else the converged one is kept. */
  readonly improved: boolean;
};

const whole = z.number().int().positive();

const schema = z
  .object({
    ...baseLearnerShape,
    k: whole.default(150),
    side: z.enum(["items", "users", "both"]).default("items"),
    fewShotEpochs: whole.default(100),
    furtherEpochs: whole.nullable().default(null),
  })
  .strict();

/** What says how long it trains has no effect where that is said itself. */
const effects = effective<LongerTwoTowerOptions>(["k", "side", "fewShotEpochs"], "furtherEpochs", [null]);

/** Epochs over all samples that take as many steps as MIRec's second phase over Omega(k) takes at most, rounded up. */
export function epochsLikeMirec(
  train: Pairs,
  {
    k,
    side,
    fewShotEpochs,
    ...batches
  }: Pick<LongerTwoTowerOptions, "k" | "side" | "fewShotEpochs" | keyof BatchingOptions>,
  seed: number,
): number {
  // By users, how many batches there are hangs on the order a little: one of each is counted.
  const steps = (rows: Int32Array): number =>
    [...epochBatches(rows, train.users, batches, seed, "steps to count")].length;
  const fewShot = fewShotDraw(train, { k, side }, randomStream(seed, "few-shot draw to count"));
  return Math.ceil((fewShotEpochs * steps(fewShot)) / steps(allRows(train)));
}

/**
 * Control: the two-tower trained until validation stops improving, then for as many further steps on ALL samples, with
 * a fresh Adam, as MIRec's second phase takes; the best on validation of both is kept. So a gain of transfer can be
 * told from a gain of training on.
 */
export function longerTwoTower(options: Partial<LongerTwoTowerOptions> = {}): Method<TrainedLongerTwoTower> {
  const name = "longer-two-tower";
  const settings = parseOptions<LongerTwoTowerOptions>(name, schema, options, effects);
  return {
    name,
    options: { ...settings },
    fit: async (split, context) => {
      const { train } = split;
      const converged = await trainBaseLearner(split, settings, { method: name }, context);
      const rows = allRows(train);
      const further = await trainBaseLearner(
        split,
        { ...settings, epochs: settings.furtherEpochs ?? epochsLikeMirec(train, settings, context.seed) },
        {
          method: name,
          initial: converged.parameters,
          stages: [{ name: "further epochs", samples: () => rows }],
        },
        context,
      );
      const metric = metricNamed(settings.monitor);
      const value = ({ history, bestEpoch }: TrainedTwoTower): number | null =>
        overallMetric(metric, history[bestEpoch - 1].validation);
      const [before, after] = [value(converged), value(further)];
      // Without validation positives nothing can be compared, and the last weights are kept, as everywhere.
      const improved = before === null || after === null || after > before;
      return {
        ...(improved ? further : converged),
        history: joinedHistory(converged.history, further.history),
        bestEpoch: improved ? converged.history.length + further.bestEpoch : converged.bestEpoch,
        converged,
        improved,
      };
    },
  };
}
