import { defaultCriterion, type CriterionOptions } from "../../evaluation";
import { methodNamed } from "../../methods";
import type { DatasetSpecification } from "../datasetSpecification";
import { optionSettings, type OptionGrid, type PlannedRun } from "../plan";
import { splitByTimes } from "../plan/splitByTimes";
import type { RunSpecification } from "../runSpecification";
import { randomSettings, spaceSentences } from "./searchSpace";
import type { TuningRequest } from "./tuningRequest";

type Setting = Readonly<Record<string, unknown>>;

/** What a request's settings are chosen by, defaults filled in. */
export const criterionOf = (request: TuningRequest): CriterionOptions => ({
  ...defaultCriterion,
  ...request.criterion,
});

/** The settings that a request asks for, each checked. @throws an Error that says what is wrong with them. */
export function tuningSettings({
  method,
  options = {},
  space,
  search = "grid",
  draws = 20,
  drawSeed = 0,
}: TuningRequest): Setting[] {
  const sentences = spaceSentences(space, search);
  const twice = Object.keys(space).filter((option) => option in options);
  sentences.push(
    ...twice.map((option) => `"${option}" is both in options and in space; say it in one of them alone.`),
  );
  if (!(Number.isSafeInteger(draws) && draws > 0))
    sentences.push(`draws must be a whole number from 1, but it is ${draws}.`);
  if (sentences.length > 0) throw new Error(sentences.join(" "));
  const settings =
    search === "grid" ? optionSettings(space as OptionGrid) : randomSettings(space, draws, drawSeed);
  for (const setting of settings) methodNamed(method, { ...options, ...setting });
  return settings;
}

/** The run of one setting with one seed. */
export function tuningRun(request: TuningRequest, setting: Setting, seed: number): RunSpecification {
  const data: DatasetSpecification = typeof request.data === "string" ? { name: request.data } : request.data;
  return {
    ...{ data, split: request.split ?? splitByTimes(data), headShare: criterionOf(request).headShare },
    ...{ method: request.method, options: { ...request.options, ...setting }, seed },
  };
}

/** All runs of a request, seed by seed, in each setting by setting. */
export function tuningRuns(request: TuningRequest, settings = tuningSettings(request)): PlannedRun[] {
  return (request.seeds ?? [0])
    .flatMap((seed) =>
      settings.map((setting) => ({ setting, specification: tuningRun(request, setting, seed) })),
    )
    .map((run, index) => ({ index, ...run }));
}
