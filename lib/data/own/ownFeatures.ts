import { buckets } from "../columns/buckets";
import { categorical } from "../columns/categorical";
import { givenValue } from "../columns/givenValue";
import { multiValued } from "../columns/multiValued";
import { titleWords } from "../columns/titleWords";
import type { OwnColumns } from "../datasetSpecification";
import type { FeatureColumn } from "../features";
import type { DescribedEntities } from "./entityFile";
import { dividedValues } from "./dividedValues";
import { guessedKind, type FeatureKind } from "./guessedKind";
import { nearestName } from "./nearestName";

/** Words and rare values of a single user or item say nothing of others. */
const shared = { minimumEntities: 2 };

/** The feature column that a file's column becomes. */
function featureColumn(name: string, values: readonly (string | null)[], kind: FeatureKind): FeatureColumn {
  switch (kind.kind) {
    case "categorical":
      return categorical(name, values.map(givenValue), kind.rare ? shared : {});
    case "multi-valued":
      return multiValued(
        name,
        values.map((value) => dividedValues(value, kind.separator)),
      );
    case "words":
      return multiValued(
        name,
        values.map((value) => titleWords(givenValue(value) ?? "")),
        shared,
      );
    case "buckets":
      return buckets(name, values.map(givenValue), kind.count);
  }
}

/** What the person says that columns are, by name. */
function statedKinds(columns: OwnColumns): ReadonlyMap<string, FeatureKind> {
  const kinds = new Map<string, FeatureKind>();
  const add = (name: string, kind: FeatureKind): void => {
    if (kinds.has(name)) {
      throw new Error(
        `Column "${name}" is named twice among the feature columns; it can be read in one way.`,
      );
    }
    kinds.set(name, kind);
  };
  for (const name of columns.categorical ?? []) add(name, { kind: "categorical", rare: false });
  for (const [name, separator] of Object.entries(columns.multiValued ?? {})) {
    add(name, { kind: "multi-valued", separator });
  }
  for (const name of columns.words ?? []) add(name, { kind: "words" });
  for (const [name, count] of Object.entries(columns.buckets ?? {})) add(name, { kind: "buckets", count });
  return kinds;
}

/** The feature columns of users and of items. */
export interface OwnFeatures {
  readonly users: readonly FeatureColumn[];
  readonly items: readonly FeatureColumn[];
  /** What was guessed, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Makes features of the columns of the files of users and items: those that the person names, or, where none is
 * named, those that look like one, which the notes say.
 *
 * @throws Error, one sentence, if a named column is in neither file.
 */
export function ownFeatures(
  columns: OwnColumns,
  users: DescribedEntities | undefined,
  items: DescribedEntities | undefined,
): OwnFeatures {
  const stated = statedKinds(columns);
  const described = [users, items].filter((each) => each !== undefined);
  const names = described.flatMap((each) => [...each.columns.keys()]);
  for (const name of stated.keys()) {
    if (names.includes(name)) continue;
    const where =
      described.length === 0
        ? "but neither a file of items nor one of users is given"
        : `but there is none in ${described.map((each) => each.file).join(" or ")}`;
    const near = nearestName(name, names);
    throw new Error(
      `Column "${name}" is named as a feature, ${where}${near === undefined ? "." : `; did you mean "${near}"?`}`,
    );
  }
  const notes: string[] = [];
  const featuresOf = (entities: DescribedEntities | undefined): FeatureColumn[] => {
    if (!entities) return [];
    const guesses: string[] = [];
    const features = [...entities.columns].flatMap(([name, values]) => {
      const guess = stated.size === 0 ? guessedKind(name, values) : undefined;
      const kind = guess?.kind ?? stated.get(name);
      if (guess) guesses.push(`${name} ${guess.words}`);
      return kind ? [featureColumn(name, values, kind)] : [];
    });
    if (guesses.length > 0) {
      notes.push(
        `Features guessed from ${entities.file}: ${guesses.join("; ")}. Say otherwise in "columns".`,
      );
    }
    return features;
  };
  return { users: featuresOf(users), items: featuresOf(items), notes };
}
