import { mean } from "simple-statistics";
import { percent } from "../../host";
import type { RunRecord } from "../runRecord";

type Chosen = RunRecord["chosen"];

/** A number of what a model tells of itself, by its path. */
function numberAt(chosen: unknown, path: readonly string[]): number | undefined {
  const found = path.reduce<unknown>(
    (value, name) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[name],
    chosen,
  );
  return typeof found === "number" ? found : undefined;
}

/** Mean over the models that tell the number, null where none does. */
function meanAt(chosen: readonly Chosen[], ...path: readonly string[]): number | null {
  const found = chosen.map((one) => numberAt(one, path)).filter((value) => value !== undefined);
  return found.length > 0 ? mean(found) : null;
}

/**
 * What models tell of their transfer, means over the seeds: lambda_p, how far F moves what it maps, and how much of the
 * way to the many-shot end is left after it. "" of models without one.
 *
 * @param chosen what each seed's model tells of itself, as records keep it.
 */
export function transferText(chosen: readonly Chosen[]): string {
  const [all, tail] = [meanAt(chosen, "blendWeight"), meanAt(chosen, "tailBlendWeight")];
  const [change, left] = ["relativeChange", "remainingDistance"].map((name) => meanAt(chosen, "map", name));
  const weights = tail === null ? all?.toFixed(2) : `${all!.toFixed(2)} (head), ${tail.toFixed(2)} (tail)`;
  const parts = [
    weights && `lambda_p ${weights}`,
    change !== null && `F moves what it maps by ${percent(change, 1)}`,
    left !== null && `${percent(left, 0)} of the way left`,
  ];
  return parts.filter(Boolean).join(", ");
}
