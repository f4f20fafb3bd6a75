import type { CriterionOptions } from "../../evaluation";
import { canonicalJson } from "../canonicalJson";
import type { RunRecord } from "../runRecord";
import { studyName } from "./checkStudy";
import type { Study, StudyMethod } from "./study";
import type { StudyReport } from "./studyReport";
import { studyCriteria, studyModel } from "./studyRequests";

const equal = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

/** An entry of a study with the one that it is like; undefined where the study has none of that name. */
function entryOf(study: Study, name: string): readonly (StudyMethod | undefined)[] | undefined {
  const entry = study.methods.find((one) => studyName(one) === name);
  return entry && [entry, studyModel(study, entry)];
}

/** What every number of a study follows from, besides its data and a method's own entry. */
const groundOf = (study: Study): Readonly<Record<string, unknown>> => {
  const { split, headShare, seeds, tuningSeeds, metric, base, references } = study;
  const knobs = references?.map((name) => entryOf(study, name));
  const criteria = studyCriteria(study);
  return { split, headShare, seeds, tuningSeeds, metric, base, references, knobs, criteria };
};

/**
 * What keeps a study's result from being added to an earlier one: the part of the study in which they differ, such as
 * "seeds"; undefined where nothing does. Methods may differ, but for those of the references.
 */
export function differenceFrom(study: Study, earlier: Study): string | undefined {
  const [ground, before] = [groundOf(study), groundOf(earlier)];
  const differing = Object.keys(ground).find((part) => !equal(ground[part], before[part]));
  return differing === "knobs" ? "its references' methods" : differing;
}

/** Each version, and beside it the earlier one where that differs. */
const bothVersions = (
  versions: RunRecord["versions"],
  earlier: RunRecord["versions"],
): RunRecord["versions"] => {
  const both = (name: keyof typeof versions): string =>
    versions[name] === earlier[name] ? versions[name] : `${versions[name]} (some: ${earlier[name]})`;
  return { longtail: both("longtail"), tensorflow: both("tensorflow"), node: both("node") };
};

/**
 * A study's result, and of an earlier one what this one left: methods, curves and contrasts whose entries in the study are
 * what they were. So a study can be measured method by method, its records gone in between.
 *
 * @throws an Error when the earlier result is of another study or other data, saying in what they differ.
 */
export function withEarlier(report: StudyReport, earlier: StudyReport): StudyReport {
  const { study } = report;
  const differing = equal([report.data.sha256, report.base], [earlier.data.sha256, earlier.base])
    ? differenceFrom(study, earlier.study)
    : "its data, or what was chosen for its base-learner,";
  if (differing !== undefined)
    throw new Error(`The earlier result is of another study: ${differing} differs.`);
  const names = [studyName(study.base), ...study.methods.map(studyName)];
  const isSame = (name: string): boolean =>
    name === names[0] || equal(entryOf(study, name), entryOf(earlier.study, name));
  type Place = { readonly name: string; readonly criterion: CriterionOptions["criterion"] };
  const at =
    ({ name, criterion }: Place) =>
    (other: Place): boolean =>
      other.name === name && other.criterion === criterion;
  const left = report.left.filter((one) => !(isSame(one.name) && earlier.methods.some(at(one))));
  const kept = earlier.methods.filter(
    (one) => report.left.some(at(one)) && isSame(one.name) && !report.methods.some(at(one)),
  );
  const criteria = studyCriteria(study);
  const placed = [...report.methods, ...kept].sort(
    (one, other) =>
      criteria.indexOf(one.criterion) - criteria.indexOf(other.criterion) ||
      names.indexOf(one.name) - names.indexOf(other.name),
  );
  const curves = [
    ...report.curves,
    ...earlier.curves.filter(
      ({ name }) => isSame(name) && !report.curves.some((curve) => curve.name === name),
    ),
  ].filter(({ name }) => names.includes(name));
  const contrasts = criteria.flatMap((criterion) =>
    (study.contrasts ?? []).flatMap(([method, against]) => {
      const isIt = (one: StudyReport["contrasts"][number]): boolean =>
        one.method === method && one.against === against && one.criterion === criterion;
      const found = report.contrasts.find(isIt);
      if (found) return [found];
      return isSame(method) && isSame(against) ? earlier.contrasts.filter(isIt) : [];
    }),
  );
  return {
    ...report,
    versions: kept.length > 0 ? bothVersions(report.versions, earlier.versions) : report.versions,
    methods: placed,
    curves: curves.sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name)),
    contrasts,
    left,
  };
}
