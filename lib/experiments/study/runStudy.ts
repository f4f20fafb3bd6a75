import type { CriterionOptions } from "../../evaluation";
import { currentHost } from "../../host";
import { canonicalJson } from "../canonicalJson";
import type { RunPlanOptions } from "../plan";
import { carryOutRuns } from "../plan/runPlan";
import { workerProcesses } from "../plan/workerProcesses";
import { readFinished } from "../readRecord";
import { recordsFolder } from "../recordFiles";
import { tune, type TuningResult } from "../tuning";
import { tuningRuns } from "../tuning/tuningRuns";
import { checkStudy } from "./checkStudy";
import type { Study, StudyMethod } from "./study";
import { studyName } from "./studyNames";
import {
  chosenRuns,
  curveRuns,
  studyCriteria,
  studyCriterion,
  studyRequest,
  type StudyRun,
} from "./studyRequests";
import type { MeasuredStudy, StudyLeft, StudyOutcome } from "./studyOutcome";

/** Why a method is left that `only` does not name. */
export const notAskedFor = "not asked for";

/** How a study is carried out. */
export interface RunStudyOptions extends RunPlanOptions {
  /** Seconds of wall time; the same call goes on with what is left. Default no limit. */
  readonly seconds?: number;
  /** Seconds that each part has at least, so that what is finished is read whatever the time. Default 10. */
  readonly readingSeconds?: number;
  /** Names of the methods that are studied besides the base-learner and the references. Default all. */
  readonly only?: readonly string[];
}

type Criterion = CriterionOptions["criterion"];

interface Tuned {
  readonly method: StudyMethod;
  readonly kind: Criterion;
  readonly tuned: TuningResult;
}

/** The methods that are asked for. @throws where a name is of none. */
function studied({ methods, references = [] }: Study, only: readonly string[] | undefined): StudyMethod[] {
  const names = methods.map(studyName);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`The study has no method "${unknown}"; it has ${names.join(", ")}.`);
  const models = methods.filter((method) => only?.includes(studyName(method))).map(({ like }) => like);
  return methods.filter((method) => !only || [...only, ...references, ...models].includes(studyName(method)));
}

/** The setting chosen for the method that another is like, but for what the other's own options say: none was tried. */
function tunedLike(model: TuningResult, { options = {} }: StudyMethod): TuningResult {
  const setting = Object.fromEntries(
    Object.entries(model.chosen.setting).filter(([option]) => !(option in options)),
  );
  return {
    ...model,
    tried: [],
    triedCount: 0,
    runs: [],
    chosen: { ...model.chosen, setting, value: null, values: [] },
  };
}

/** Carries out the parts of a study one after the other, within its time. */
class StudyRunner {
  private readonly began = performance.now();

  constructor(
    private readonly study: Study,
    private readonly options: RunStudyOptions & Required<Pick<RunStudyOptions, "executor" | "records">>,
  ) {}

  /** Seconds that are left, and at least those that reading what is finished takes. */
  private budget(): { readonly seconds?: number } {
    const { seconds, readingSeconds = 10 } = this.options;
    return seconds === undefined
      ? {}
      : { seconds: Math.max(readingSeconds, seconds - (performance.now() - this.began) / 1000) };
  }

  /** Tries a method's settings; null where some of them are left. */
  async tuned(
    method: StudyMethod,
    kind: Criterion,
    base: TuningResult["chosen"]["setting"],
  ): Promise<TuningResult | null> {
    const request = studyRequest(this.study, method, kind, base);
    const result = await tune({ ...request, budget: this.budget() }, this.options);
    return result.leftCount > 0 ? null : result;
  }

  /**
   * Carries out runs of many methods together, so that no worker waits for the end of one method. What two criteria or
   * two entries ask for alike is carried out once.
   */
  async together(runs: readonly Omit<StudyRun, "index">[]): Promise<StudyOutcome[]> {
    const { metric } = studyCriterion(this.study, "overall");
    const asked = runs.map((run, index) => ({ run, index, key: canonicalJson(run.specification) }));
    const distinct = [...new Map(asked.map((one) => [one.key, one])).values()];
    const places = new Map(distinct.map(({ key }, place) => [key, place]));
    const planned = distinct.map(({ run }, index): StudyRun => ({ ...run, index }));
    const { runs: results } = await carryOutRuns(planned, this.options, {
      budget: this.budget(),
      criterion: { name: metric, value: (record) => record.metrics?.validation.overall[metric] ?? null },
    });
    return Promise.all(
      asked.map(async ({ run: of, index, key }): Promise<StudyOutcome> => {
        const result = results[places.get(key)!];
        const placed: StudyRun = { ...of, index };
        if (result.status === "failed") return { ...placed, status: "failed", error: result.error.message };
        const run =
          result.status === "finished"
            ? await readFinished(this.options.records, result.record.id, () => undefined)
            : undefined;
        return run ? { ...placed, status: "finished", run } : { ...placed, status: "left" };
      }),
    );
  }
}

/**
 * Carries out a study: tunes the base-learner, then every method on validation alone, then measures what was chosen, and
 * the curves, on test over all seeds. What is finished is read from its record, so a study that was stopped goes on.
 *
 * @throws an Error that names what is wrong with the study; one when the base-learner could not be tuned; the signal's
 * reason when it was raised.
 */
export async function runStudy(study: Study, options: RunStudyOptions = {}): Promise<MeasuredStudy> {
  const checked = checkStudy(study);
  const methods = studied(checked, options.only);
  const { records = recordsFolder(), signal = currentHost().signal() } = options;
  const executor = options.executor ?? workerProcesses(options);
  const runner = new StudyRunner(checked, { ...options, records, signal, executor });
  try {
    const kinds = studyCriteria(checked);
    const baseMethod: StudyMethod = { ...checked.base, name: checked.base.method };
    const base = await runner.tuned(baseMethod, kinds[0], {});
    if (!base)
      throw new Error("The time is up before the base-learner's settings were all tried; call again.");
    const baseOptions = { ...checked.base.options, ...base.chosen.setting };
    const byEach = (some: readonly StudyMethod[]): [StudyMethod, Criterion][] =>
      some.flatMap((method) => kinds.map((kind): [StudyMethod, Criterion] => [method, kind]));
    const all = byEach(methods.filter(({ like }) => like === undefined));
    const tried = await runner.together(
      all.flatMap(([method, kind]) =>
        tuningRuns(studyRequest(checked, method, kind, baseOptions)).map((run) => ({
          ...run,
          ...{ name: studyName(method), criterion: kind },
        })),
      ),
    );
    const tuned: Tuned[] = [{ method: baseMethod, kind: kinds[0], tuned: base }];
    const unasked = checked.methods.filter((method) => !methods.includes(method));
    const left: StudyLeft[] = byEach(unasked).map(([method, kind]) => ({
      ...{ name: studyName(method), criterion: kind, reason: notAskedFor },
    }));
    for (const [method, kind] of all) {
      const of = { name: studyName(method), criterion: kind };
      const isLeft = ({ name, criterion, status }: StudyOutcome): boolean =>
        status === "left" && name === of.name && criterion === kind;
      try {
        const result = tried.some(isLeft) ? null : await runner.tuned(method, kind, baseOptions);
        if (result) tuned.push({ method, kind, tuned: result });
        else left.push({ ...of, reason: "not all settings are tried yet" });
      } catch (error) {
        signal.throwIfAborted();
        left.push({ ...of, reason: (error as Error).message });
      }
    }
    for (const [method, kind] of byEach(methods.filter(({ like }) => like !== undefined))) {
      const model = tuned.find((one) => one.kind === kind && studyName(one.method) === method.like);
      if (model) tuned.push({ method, kind, tuned: tunedLike(model.tuned, method) });
      else
        left.push({ name: studyName(method), criterion: kind, reason: `"${method.like}" is not tuned yet` });
    }
    const last = kinds[kinds.length - 1];
    const outcomes = await runner.together(
      tuned.flatMap(({ method, kind, tuned: { chosen } }) => {
        const request = studyRequest(checked, method, kind, method === baseMethod ? {} : baseOptions);
        return [
          ...chosenRuns(checked, method, kind, request, chosen.setting),
          ...(kind === last ? curveRuns(checked, method, kind, request, chosen.setting) : []),
        ];
      }),
    );
    return {
      ...{ study: checked, base: baseOptions, outcomes, left },
      tuned: tuned.map(({ method, kind, tuned: tuning }) => ({
        ...{ name: studyName(method), criterion: kind, tuning },
      })),
    };
  } finally {
    if (!options.executor) await executor.close();
  }
}
