import type { CriterionOptions } from "../../evaluation";
import type { PlannedRun } from "../plan";
import type { TuningRequest } from "../tuning";
import { tuningRun } from "../tuning/tuningRuns";
import type { Study, StudyMethod } from "./study";
import { curveOption, studyName } from "./studyNames";

type Setting = Readonly<Record<string, unknown>>;

/** Default criteria: see `Study`. */
export const studyCriteria = ({
  criteria = ["overall", "harmonic"],
}: Study): readonly CriterionOptions["criterion"][] => criteria;

/** Default seeds of tuning: see `Study`. */
export const studyTuningSeeds = ({ tuningSeeds, seeds }: Study): readonly number[] =>
  tuningSeeds ?? seeds.slice(0, 1);

/** By what settings are chosen, with the study's metric and cut. */
export const studyCriterion = (
  { metric = "NDCG@50", headShare = 0.2 }: Study,
  criterion: CriterionOptions["criterion"],
): CriterionOptions => ({ criterion, metric, headShare });

/** The entry whose setting a method takes; undefined where it is tuned itself. */
export const studyModel = ({ methods }: Study, { like }: StudyMethod): StudyMethod | undefined =>
  like === undefined ? undefined : methods.find((one) => studyName(one) === like);

/**
 * What is tuned for one method by one criterion. Its options are those chosen for the base-learner, then its own, then
 * the criterion where it chooses something itself; what its grid tries is left out of all of them. Of a method that is like
 * another they are the other's, but for its own.
 *
 * @param base options that were chosen for the base-learner.
 */
export function studyRequest(
  study: Study,
  method: StudyMethod,
  kind: CriterionOptions["criterion"],
  base: Setting,
): TuningRequest {
  const criterion = studyCriterion(study, kind);
  const model = studyModel(study, method);
  const { grid = {}, options = {}, base: takesBase = true, chooses = false } = model ?? method;
  const own = model ? (method.options ?? {}) : {};
  const all: Setting = { ...(takesBase ? base : {}), ...options, ...(chooses ? criterion : {}), ...own };
  return {
    ...{ data: study.data, split: study.split, method: method.method },
    options: Object.fromEntries(Object.entries(all).filter(([option]) => !(option in grid) || option in own)),
    ...{ space: grid, seeds: studyTuningSeeds(study), criterion },
  };
}

/** A run of a study, with what it is for. */
export interface StudyRun extends PlannedRun {
  readonly name: string;
  readonly criterion: CriterionOptions["criterion"];
  /** The value of its curve's option; undefined of a method's chosen setting. */
  readonly curveValue?: unknown;
}

type UnplacedRun = Omit<StudyRun, "index">;

/** The runs that measure a setting on every seed: a method's chosen one, or a point of its curve. */
const onEverySeed = (
  { seeds }: Study,
  request: TuningRequest,
  run: Omit<UnplacedRun, "specification">,
): UnplacedRun[] => seeds.map((seed) => ({ ...run, specification: tuningRun(request, run.setting, seed) }));

/** The runs that measure a chosen setting, on every seed. */
export const chosenRuns = (
  study: Study,
  method: StudyMethod,
  criterion: CriterionOptions["criterion"],
  request: TuningRequest,
  setting: Setting,
): UnplacedRun[] => onEverySeed(study, request, { name: studyName(method), criterion, setting });

/** The runs of a method's curve, on every seed, its other options as chosen. */
export function curveRuns(
  study: Study,
  method: StudyMethod,
  criterion: CriterionOptions["criterion"],
  request: TuningRequest,
  chosen: Setting,
): UnplacedRun[] {
  if (!method.curve) return [];
  const option = curveOption(method.curve);
  return method.curve[option].flatMap((curveValue) => {
    const setting = { ...chosen, [option]: curveValue };
    return onEverySeed(study, request, { name: studyName(method), criterion, setting, curveValue });
  });
}
