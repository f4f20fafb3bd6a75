import type { Ranks } from "../../evaluation";

/** One run of a method, as far as a comparison needs it. A run record's values fit. */
export interface ComparisonRun {
  /** The method, or the setting of it, that the run is of: runs of one name and strength differ by seed alone. */
  readonly name: string;
  readonly seed: number;
  readonly ranks: Ranks;
  /** Where a method has a strength (LogQ's lambda_c, tau, lambda_p ...): its value, which makes the runs a curve. */
  readonly strength?: number;
  /** How many settings were tried on validation before this one was chosen; tables print it. */
  readonly settingsTried?: number;
}

/** A method of a comparison, without its ranks. */
export interface ComparedMethod {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly settingsTried?: number;
}

/** The runs of one name and strength: one a seed. */
export interface SeedRuns extends ComparedMethod {
  readonly strength?: number;
  /** One a seed. */
  readonly ranks: readonly Ranks[];
}

const called = (name: string, strength: number | undefined): string =>
  strength === undefined ? `"${name}"` : `"${name}" with strength ${strength}`;

/**
 * Runs put together by name and strength, in the order in which these first come, each by rising seed.
 *
 * @throws when a seed occurs twice.
 */
export function runsBySetting(runs: readonly ComparisonRun[]): SeedRuns[] {
  const settings = new Map<string, ComparisonRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.name, run.strength ?? null]);
    settings.set(key, [...(settings.get(key) ?? []), run]);
  }
  return [...settings.values()].map((unsorted) => {
    const sorted = [...unsorted].sort((one, other) => one.seed - other.seed);
    const [{ name, strength }] = sorted;
    sorted.forEach(({ seed }, index) => {
      if (index === 0 || seed !== sorted[index - 1].seed) return;
      throw new Error(
        `Two runs of ${called(name, strength)} have seed ${seed}; give different settings different names.`,
      );
    });
    const tried = sorted.flatMap(({ settingsTried }) => settingsTried ?? []);
    return {
      name,
      strength,
      seeds: sorted.map(({ seed }) => seed),
      ranks: sorted.map(({ ranks }) => ranks),
      // Tuned on one seed and carried over to the others, or on each: the most that stand behind any of them.
      settingsTried: tried.length > 0 ? Math.max(...tried) : undefined,
    };
  });
}

/** What a table of one line a method needs. @throws when a name has several strengths. */
export function runsByMethod(runs: readonly ComparisonRun[]): SeedRuns[] {
  const settings = runsBySetting(runs);
  settings.forEach(({ name, strength }, index) => {
    const other = settings.findIndex((setting) => setting.name === name);
    if (other === index) return;
    throw new Error(
      `"${name}" has runs of several strengths (${settings[other].strength ?? "none"}, ${strength ?? "none"}); choose one, or give each a name of its own.`,
    );
  });
  return settings;
}

/** The method of that name. @throws naming those that there are. */
export function methodCalled(name: string, methods: readonly SeedRuns[]): SeedRuns {
  const found = methods.find((method) => method.name === name);
  if (found) return found;
  throw new Error(
    `There is no run of the baseline "${name}"; there are runs of ${methods.map((method) => `"${method.name}"`).join(", ")}.`,
  );
}
