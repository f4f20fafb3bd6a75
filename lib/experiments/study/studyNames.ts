import type { Study, StudyMethod } from "./study";

/** What a method of a study is called in its results. */
export const studyName = ({ name: own, method }: Pick<StudyMethod, "name" | "method">): string =>
  own ?? method;

/** What all of a study is called in its results, the base-learner first. */
export const studyNames = ({ base, methods }: Pick<Study, "base" | "methods">): readonly string[] => [
  studyName(base),
  ...methods.map(studyName),
];

/** The one option of a curve. */
export const curveOption = (curve: NonNullable<StudyMethod["curve"]>): string => Object.keys(curve)[0];

/** The strength that a value of a curve's option stands for: itself, or the one number of a list. */
export function strengthOf(value: unknown): number | undefined {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof one === "number" ? one : undefined;
}
