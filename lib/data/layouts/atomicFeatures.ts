import { givenValue } from "../columns/givenValue";
import { multiValued } from "../columns/multiValued";
import { filmYears, year, yearOfTitle } from "../columns/year";
import type { FeatureColumn } from "../features";
import {
  ageColumn,
  filmYearColumn,
  genresColumn,
  plainColumn,
  rareColumn,
  titleWordsColumn,
  zipColumn,
} from "./featureColumns";

type Values = readonly (string | null)[];
type Columns = ReadonlyMap<string, Values>;

const titleName = /^(?:\w+_)?title$/;
const yearName = /^(?:\w+_)?year$/;
const genreNames = ["class", "genre", "genres"];
const rareNames = ["author", "publisher"];

/**
 * The feature that an atomic file's field becomes; null for the ids and for numbers.
 *
 * @param field - Name and type, such as "movie_title:token_seq".
 */
export function atomicFeature(field: string, values: Values, columns: Columns): FeatureColumn | null {
  const [name, type] = splitField(field);
  if (type !== "token" && type !== "token_seq") return null;
  if (name === "age") return ageColumn(values);
  if (name === "zip_code" || name === "zip") return zipColumn(values);
  if (titleName.test(name)) return titleWordsColumn(values);
  if (yearName.test(name)) return filmYearColumn(titlesOf(columns) ?? values.map(() => null), values);
  if (genreNames.includes(name)) return genresColumn(values.map(words));
  if (rareNames.includes(name)) return rareColumn(name, values);
  return type === "token" ? plainColumn(name, values) : multiValued(name, values.map(words));
}

/**
 * Titles for people: the title field, with the year field put behind it as MovieLens does itself
 * (RecBole took it out), unless it has one.
 */
export function atomicItemTitles(columns: Columns, itemIds: readonly string[]): Values {
  const titles = titlesOf(columns);
  const years = valuesOf(columns, yearName);
  return itemIds.map((_, item) => {
    const title = givenValue(titles?.[item] ?? null);
    const released = year(years?.[item] ?? null, filmYears);
    return title !== null && released !== null && yearOfTitle(title) === null
      ? `${title} (${released})`
      : title;
  });
}

function titlesOf(columns: Columns): Values | undefined {
  return valuesOf(columns, titleName);
}

function valuesOf(columns: Columns, name: RegExp): Values | undefined {
  return [...columns].find(([field]) => name.test(splitField(field)[0]))?.[1];
}

function splitField(field: string): readonly [string, string] {
  const colon = field.lastIndexOf(":");
  return colon < 0 ? [field, ""] : [field.slice(0, colon), field.slice(colon + 1)];
}

function words(list: string | null): readonly string[] {
  return (list ?? "").split(" ").filter((word) => word !== "");
}
