import { methodSentences } from "../plan/checkPlan";
import type { Study, StudyMethod } from "./study";
import { studyCriteria, studyRequest } from "./studyRequests";

type Options = Readonly<Record<string, unknown>>;

const without = <Value>(some: Readonly<Record<string, Value>>, others: object): Record<string, Value> =>
  Object.fromEntries(Object.entries(some).filter(([name]) => !(name in others)));

/**
 * What is wrong with the settings of a study's entries, as they are run: with the base-learner's options and, of an entry
 * that is like another, the other's. The base-learner's grid is what it starts with here, being tuned later.
 */
export function settingSentences(study: Study): string[] {
  const [kind] = studyCriteria(study);
  const { base, methods } = study;
  const firsts = Object.fromEntries(
    Object.entries(base.grid ?? {}).map(([option, values]) => [option, values[0]]),
  );
  const ofEntry = (entry: StudyMethod, place: string, start: Options): string[] => {
    const { options = {}, space } = studyRequest(study, entry, kind, start);
    const grid = without(space as Readonly<Record<string, readonly unknown[]>>, options);
    const { method, curve } = entry;
    const found = methodSentences({ method, options, grid }, `The study's ${place}`);
    if (!curve || found.length > 0) return found;
    const traced = { method, options: without(options, curve), grid: { ...without(grid, curve), ...curve } };
    return methodSentences(traced, `The study's ${place}.curve`);
  };
  return [
    ...ofEntry(base, "base", {}),
    ...methods.flatMap((entry, index) => ofEntry(entry, `methods[${index}]`, { ...base.options, ...firsts })),
  ];
}
