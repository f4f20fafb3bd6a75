import { randomStream, type RandomStream } from "../../random";

/** A range of an option's values, for random search. */
export interface OptionRange {
  readonly from: number;
  readonly to: number;
  /** "log" draws evenly on the logarithm, which suits step sizes and weights. Default "linear". */
  readonly scale?: "linear" | "log";
  /** Whether values are whole numbers. Default false. */
  readonly whole?: boolean;
}

/** Values of each option that is searched: a list, or, for random search, a range. */
export type SearchSpace = Readonly<Record<string, readonly unknown[] | OptionRange>>;

const isList = (values: readonly unknown[] | OptionRange): values is readonly unknown[] =>
  Array.isArray(values);

/** What is wrong with a search space, a sentence each. */
export function spaceSentences(space: SearchSpace, search: "grid" | "random"): string[] {
  return Object.entries(space).flatMap(([option, values]) => {
    if (isList(values)) {
      return values.length > 0 ? [] : [`The values of "${option}" are an empty list; give at least one.`];
    }
    if (search === "grid") {
      return [`"${option}" has a range, and a grid needs a list of values; give one, or search at random.`];
    }
    const { from, to, scale = "linear" } = values;
    if (!(Number.isFinite(from) && Number.isFinite(to) && from <= to)) {
      return [
        `The range of "${option}" must go from a number to one that is not lower, not ${from} to ${to}.`,
      ];
    }
    return scale === "log" && from <= 0
      ? [`The range of "${option}" starts at ${from}, and on a log scale it must start above 0.`]
      : [];
  });
}

function drawn(values: readonly unknown[] | OptionRange, random: RandomStream): unknown {
  if (isList(values)) return values[random.integer(values.length)];
  const { from, to, scale = "linear", whole = false } = values;
  // A whole number has the numbers around it as its share of the range, the ends too.
  const [low, high] = whole ? [from - 0.5, to + 0.5] : [from, to];
  const position = random.uniform();
  const value =
    scale === "log" && low > 0
      ? Math.exp(Math.log(low) + position * (Math.log(high) - Math.log(low)))
      : low + position * (high - low);
  return whole ? Math.min(Math.max(Math.round(value), from), to) : value;
}

/**
 * Different settings drawn from a space, each option by itself (Bergstra and Bengio, JMLR 13, 2012). The same seed draws
 * the same settings, and more draws only add to them. Fewer where the space has not that many.
 */
export function randomSettings(space: SearchSpace, draws: number, seed: number): Record<string, unknown>[] {
  const random = randomStream(seed, "random search");
  const settings = new Map<string, Record<string, unknown>>();
  // In a small space most draws come again: it is taken to be used up after many in a row.
  for (let again = 0; settings.size < draws && again < 1000; again++) {
    const setting = Object.fromEntries(
      Object.entries(space).map(([option, values]) => [option, drawn(values, random)]),
    );
    const key = JSON.stringify(setting);
    if (settings.has(key)) continue;
    settings.set(key, setting);
    again = 0;
  }
  return [...settings.values()];
}
