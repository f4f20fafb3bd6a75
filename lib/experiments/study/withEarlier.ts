import { canonicalJson } from "../canonicalJson";
import type { Study, StudyMethod } from "./study";
import { studyName, studyNames } from "./studyNames";
import type { StudiedMethod, StudyReport } from "./studyReport";
import { studyCriteria, studyCriterion, studyModel, studyTuningSeeds } from "./studyRequests";

const equal = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

type Place = Pick<StudiedMethod, "name" | "criterion">;

/** Whether another row is of the same method, chosen by the same criterion. */
export const isAt =
  ({ name, criterion }: Place) =>
  (other: Place): boolean =>
    other.name === name && other.criterion === criterion;

/** An entry of a study and the one that it is like, with or without their curves; undefined where there is none of that name. */
function entryOf(study: Study, name: string, part: "row" | "curve"): unknown {
  const entry = study.methods.find((one) => studyName(one) === name);
  const without = ({ curve, ...rest }: StudyMethod): StudyMethod =>
    part === "curve" ? { ...rest, curve } : rest;
  const model = entry && studyModel(study, entry);
  return entry && [without(entry), model && without(model)];
}

/** What every number of a study follows from, besides its data's content and a method's own entry. */
const groundOf = (study: Study): Readonly<Record<string, unknown>> => {
  const { data, split, seeds, base, references = [] } = study;
  const { metric, headShare } = studyCriterion(study, "overall");
  return {
    data: typeof data === "string" ? data : "files",
    ...{ split, headShare, seeds, tuningSeeds: studyTuningSeeds(study), metric },
    ...{ criteria: studyCriteria(study), base, references },
    "what its references are": references.map((name) => entryOf(study, name, "curve")),
  };
};

/**
 * What keeps a study's result from being added to an earlier one: the part of the study in which they differ, such as
 * "seeds"; undefined where nothing does. Methods may differ, but for those of the references.
 */
export function differenceFrom(study: Study, earlier: Study): string | undefined {
  const [ground, before] = [groundOf(study), groundOf(earlier)];
  return Object.keys(ground).find((part) => !equal(ground[part], before[part]));
}

/** What was measured in both and should be the same, but is not; undefined where all of it is. */
function otherMeasurement(report: StudyReport, earlier: StudyReport): string | undefined {
  const { study, data, base, methods, curves } = report;
  if (data.fingerprint !== earlier.data.fingerprint) return "its data";
  if (!equal([base, methods[0].test], [earlier.base, earlier.methods[0].test]))
    return "what was measured of its base-learner";
  const differing = study.references?.find((name) => {
    const [now, before] = [curves, earlier.curves].map((some) => some.find((curve) => curve.name === name));
    return now && before && !equal(now, before);
  });
  return differing && `the curve of ${differing}`;
}

/**
 * A study's result, and of an earlier one what this one left: rows, curves and contrasts whose entries in the study are
 * what they were, and which nothing that was measured since contradicts. So a study can be measured method by method, its
 * records gone in between. A contrast needs both sides measured at once.
 *
 * @throws an Error when the earlier result is of another study or other data, or base-learner or references have other
 * numbers now, saying which; one when a reference's curve is not measured again yet.
 */
export function withEarlier(report: StudyReport, earlier: StudyReport): StudyReport {
  const { study } = report;
  const differing = differenceFrom(study, earlier.study) ?? otherMeasurement(report, earlier);
  if (differing !== undefined)
    throw new Error(`The earlier result is of another study: ${differing} differs.`);
  const knobsOf = ({ curves }: StudyReport): string[] =>
    (study.references ?? []).filter((name) => curves.some((curve) => curve.name === name));
  const [knobs, before] = [knobsOf(report), knobsOf(earlier)];
  const missing = before.find((name) => !knobs.includes(name));
  if (missing !== undefined)
    throw new Error(`The curve of ${missing} is not measured again yet; the same command goes on.`);
  // A gap above fewer curves is another number.
  const kept = <One extends { readonly aboveReferences: unknown }>(one: One): One =>
    knobs.length === before.length ? one : { ...one, aboveReferences: null };

  const isSameEntry = (name: string, part: "row" | "curve"): boolean =>
    name === studyName(study.base) || equal(entryOf(study, name, part), entryOf(earlier.study, name, part));
  /** Whether a row stands in both results with the same numbers. */
  const isUnchanged = (rows: readonly StudiedMethod[], place: Place): boolean => {
    const [now, then] = [rows, earlier.methods].map((some) => some.find(isAt(place)));
    return (
      now !== undefined && then !== undefined && equal([now.setting, now.test], [then.setting, then.test])
    );
  };
  const earlierRow = (place: Place): readonly StudiedMethod[] => {
    if (!isSameEntry(place.name, "row")) return [];
    const like = study.methods.find((one) => studyName(one) === place.name)?.like;
    const model = like === undefined ? undefined : { ...place, name: like };
    const contradicted = model && report.methods.some(isAt(model)) && !isUnchanged(report.methods, model);
    return contradicted ? [] : earlier.methods.filter(isAt(place)).map(kept);
  };
  const names = studyNames(study);
  const criteria = studyCriteria(study);
  const methods = criteria.flatMap((criterion) =>
    names.flatMap(
      (name) => report.methods.find(isAt({ name, criterion })) ?? earlierRow({ name, criterion }),
    ),
  );
  const isSame = (name: string, criterion: Place["criterion"]): boolean =>
    isSameEntry(name, "row") && isUnchanged(methods, { name, criterion });
  const curves = names.flatMap((name) => {
    const measured = report.curves.find((curve) => curve.name === name);
    const stands = isSameEntry(name, "curve") && isSame(name, criteria[criteria.length - 1]);
    return measured ?? (stands ? earlier.curves.filter((curve) => curve.name === name).map(kept) : []);
  });
  const contrasts = criteria.flatMap((criterion) =>
    (study.contrasts ?? []).flatMap(([method, against]) => {
      const isIt = (one: StudyReport["contrasts"][number]): boolean =>
        one.method === method && one.against === against && one.criterion === criterion;
      const stands = isSame(method, criterion) && (against === names[0] || isSame(against, criterion));
      return report.contrasts.find(isIt) ?? (stands ? earlier.contrasts.filter(isIt) : []);
    }),
  );
  const others = methods.length > report.methods.length ? [earlier.versions] : [];
  const versions = [...others, ...(earlier.earlierVersions ?? [])].filter(
    (one, at, all) => !equal(one, report.versions) && all.findIndex((other) => equal(one, other)) === at,
  );
  return {
    ...{ ...report, methods, curves, contrasts },
    ...(versions.length > 0 ? { earlierVersions: versions } : {}),
    left: report.left.filter((one) => !methods.some(isAt(one))),
  };
}
