import type { FeatureColumn } from "../features";
import { ageDecade, areAgeCodes } from "../columns/age";
import { categorical } from "../columns/categorical";
import { givenValue } from "../columns/givenValue";
import { zipArea } from "../columns/location";
import { multiValued } from "../columns/multiValued";
import { titleWords } from "../columns/titleWords";
import { filmYears, titleWithoutYear, year, yearOfTitle } from "../columns/year";

type Values = readonly (string | null)[];

/** A value or word that only one user or item has cannot be learnt from others. */
const shared = { minimumEntities: 2 };

/**
 * Ages as decades; MovieLens 1M's codes are groups already and stay as they are.
 */
export function ageColumn(ages: Values): FeatureColumn {
  return categorical("age", areAgeCodes(ages) ? ages.map(givenValue) : ages.map(ageDecade));
}

export function plainColumn(name: string, values: Values): FeatureColumn {
  return categorical(name, values.map(givenValue));
}

/**
 * Names that nearly every entity has its own of, such as authors; those of a single entity become "unknown". In small
 * letters, since one author is written in several ways.
 */
export function rareColumn(name: string, values: Values): FeatureColumn {
  const names = values.map((value) => givenValue(value)?.toLowerCase() ?? null);
  return categorical(name, names, shared);
}

export function zipColumn(zips: Values): FeatureColumn {
  return categorical("zip", zips.map(zipArea), shared);
}

/** The year in the title, else the given date's: a re-release is still the old film. */
export function filmYearColumn(titles: Values, dates: Values): FeatureColumn {
  const years = titles.map((title, item) => yearOfTitle(title ?? "") ?? year(dates[item], filmYears));
  return categorical("year", years);
}

export function genresColumn(lists: readonly (readonly string[])[]): FeatureColumn {
  return multiValued(
    "genres",
    lists.map((list) => list.flatMap((genre) => givenValue(genre) ?? [])),
  );
}

/** Words of the title without its year. */
export function titleWordsColumn(titles: Values): FeatureColumn {
  const words = titles.map((title) => titleWords(titleWithoutYear(givenValue(title) ?? "")));
  return multiValued("title words", words, shared);
}
