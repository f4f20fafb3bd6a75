import { closest } from "fastest-levenshtein";
import type { Method } from "../training";
import { classBalance } from "./classBalance";
import { ease } from "./ease";
import { logq } from "./logq";
import { longerTwoTower } from "./longerTwoTower";
import { melu } from "./melu";
import { mirec, mirecUsers } from "./mirec";
import { mirecItems } from "./mirecItems";
import { mirecStages } from "./mirecStages";
import { mostPopular } from "./mostPopular";
import { posthocAdjustment } from "./posthocAdjustment";
import { overSampling, underSampling } from "./resampling";
import { head2tail, ltcur, tail2head } from "./stagedTraining";
import { twoTower } from "./twoTower";
import { twoTowerBlend } from "./twoTowerBlend";
import { wideTwoTower } from "./wideTwoTower";

/** What a method is there for. */
export type MethodKind = "base" | "baseline" | "transfer" | "control";

/**
 * Every method of the workbook, once, under the article's name. `optionsType` names the interface whose docstrings
 * document the options; their defaults are those that `create` fills in.
 */
export const registry = {
  "two-tower": {
    kind: "base",
    description: "The base-learner: two towers trained with the softmax on all samples",
    optionsType: "BaseLearnerOptions",
    create: twoTower,
  },
  "over-sampling": {
    kind: "baseline",
    description: "Tail items' samples repeated until every item has a set count",
    optionsType: "OverSamplingMethodOptions",
    create: overSampling,
  },
  "under-sampling": {
    kind: "baseline",
    description: "Head items' samples cut to a set count",
    optionsType: "UnderSamplingOptions",
    create: underSampling,
  },
  logq: {
    kind: "baseline",
    description: "LogQ: lambda_c log p added to the logits in training (logit adjustment)",
    optionsType: "LogqOptions",
    create: logq,
  },
  "class-balance": {
    kind: "baseline",
    description: "Samples weighted by (1 - beta) / (1 - beta^n) of their item",
    optionsType: "ClassBalanceOptions",
    create: classBalance,
  },
  head2tail: {
    kind: "baseline",
    description: "Trained on all samples, then fine-tuned on the tail's",
    optionsType: "StagedTrainingOptions",
    create: head2tail,
  },
  tail2head: {
    kind: "baseline",
    description: "Trained on the tail's samples, then on all",
    optionsType: "StagedTrainingOptions",
    create: tail2head,
  },
  ltcur: {
    kind: "baseline",
    description: "LTCur alone: trained on all samples, then on k of each head item and all of the tail's",
    optionsType: "LongTailCurriculumMethodOptions",
    create: ltcur,
  },
  melu: {
    kind: "baseline",
    description: "MeLU: decision layers that adapt to each user by inner gradient steps",
    optionsType: "MeluOptions",
    create: melu,
  },
  mirec: {
    kind: "transfer",
    description: "MIRec with the towers' last layers mapped, the paper's reading",
    optionsType: "MirecOptions",
    create: mirec,
  },
  "mirec-items": {
    kind: "transfer",
    description: "MIRec with item vectors mapped: F taught by head items' own few-shot vectors",
    optionsType: "MirecItemsOptions",
    create: mirecItems,
  },
  "mirec-stages": {
    kind: "transfer",
    description: "MIRec in several stages: a chain of residual blocks, one a doubling of the shots",
    optionsType: "MirecStagesOptions",
    create: mirecStages,
  },
  "mirec-users": {
    kind: "transfer",
    description: "MIRec on the user side: active users capped at k samples, or both sides at once",
    optionsType: "MirecUsersOptions",
    create: mirecUsers,
  },
  "most-popular": {
    kind: "baseline",
    description: "The items with the most training samples, for everyone",
    optionsType: "MostPopularOptions",
    create: mostPopular,
  },
  ease: {
    kind: "baseline",
    description: "EASE: a linear item-item model in closed form",
    optionsType: "EaseOptions",
    create: ease,
  },
  "posthoc-adjustment": {
    kind: "control",
    description: "A trained two-tower's score - tau log p: the curve to beat, at no training",
    optionsType: "PosthocAdjustmentOptions",
    create: posthocAdjustment,
  },
  "wide-two-tower": {
    kind: "control",
    description: "A two-tower with vectors twice as wide, as long as MIRec's",
    optionsType: "WideTwoTowerOptions",
    create: wideTwoTower,
  },
  "two-tower-blend": {
    kind: "control",
    description: "Two two-towers of different seeds, blended as MIRec is",
    optionsType: "TwoTowerBlendOptions",
    create: twoTowerBlend,
  },
  "longer-two-tower": {
    kind: "control",
    description: "A converged two-tower trained on for as many steps as MIRec's second phase",
    optionsType: "LongerTwoTowerOptions",
    create: longerTwoTower,
  },
} as const;

type Registry = typeof registry;

/** Name of a method of the workbook. */
export type MethodName = keyof Registry;

/** Options of the method of that name. */
export type OptionsOfMethod<Name extends string> = Name extends MethodName
  ? NonNullable<Parameters<Registry[Name]["create"]>[0]>
  : Readonly<Record<string, unknown>>;

/** The method of that name, with the model that it fits. */
export type MethodOfName<Name extends string> = Name extends MethodName
  ? ReturnType<Registry[Name]["create"]>
  : Method;

/** What is registered under a name. Throws where nothing is, naming the nearest name. */
export function registered(name: string): Registry[MethodName] {
  if (Object.prototype.hasOwnProperty.call(registry, name)) return registry[name as MethodName];
  throw new Error(
    `There is no method "${name}"; did you mean "${closest(name, Object.keys(registry))}"? lt.methods() lists all.`,
  );
}

/**
 * The method of the workbook with that name, such as "logq", with its options. A method of your own needs no name:
 * `fit` takes any `Method`.
 *
 * @throws when there is no such method, naming the nearest; when an option is unknown or out of range, naming it.
 */
export function methodNamed<Name extends string>(
  name: Name,
  options?: OptionsOfMethod<Name>,
): MethodOfName<Name> {
  const create = registered(name).create as (options?: object) => Method;
  return create(options) as MethodOfName<Name>;
}
