import type { SplitSpecification } from "../../lib/experiments/splitSpecification";
import { UsageError } from "../exitCodes";

/** How `--split` is written. */
export const splitHelp =
  "leave-last-out, random-hold-out[:SEED] or temporal; default: by the data's times, a random hold-out where it has none";

/** The split that `--split` names; undefined where it is left to the data. */
export function specifiedSplit(text: string | undefined): SplitSpecification | undefined {
  if (text === undefined) return undefined;
  const [kind, seed, ...more] = text.split(":");
  if (more.length === 0) {
    if (kind === "leave-last-out" && seed === undefined) return { kind };
    if (kind === "temporal" && seed === undefined) return { kind };
    if (kind === "random-hold-out" && /^-?\d+$/.test(seed ?? "0")) return { kind, seed: Number(seed ?? 0) };
  }
  throw new UsageError(`--split is "${text}", but it is one of ${splitHelp.split(";")[0]}.`);
}
