import { givenValue } from "./givenValue";

/** Ages outside these bounds are slips of the pen: Book-Crossing has users of 0 and of 244 years. */
const youngest = 5;
const oldest = 100;

/** The decade of an age in years, such as "20-29"; null for a missing or absurd one. */
export function ageDecade(text: string | null): string | null {
  const given = givenValue(text);
  const age = Math.floor(Number(given ?? Number.NaN));
  if (!(age >= youngest && age <= oldest)) return null;
  const decade = Math.floor(age / 10) * 10;
  return `${decade}-${decade + 9}`;
}

/** The codes of MovieLens 1M's age groups: under 18, 18-24, 25-34, 35-44, 45-49, 50-55, 56 or older. */
const movieLensCodes = new Set(["1", "18", "25", "35", "45", "50", "56"]);

/** Whether a column of ages holds MovieLens 1M's group codes instead of years. */
export function areAgeCodes(values: readonly (string | null)[]): boolean {
  const given = values.flatMap((value) => givenValue(value) ?? []);
  return given.includes("1") && given.every((value) => movieLensCodes.has(value));
}
