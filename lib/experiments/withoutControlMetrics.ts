import type { RunRecord } from "./runRecord";

/** What a model tells of itself, its control's metrics left out: they are a table of their own. */
export function withoutControlMetrics(chosen: RunRecord["chosen"]): RunRecord["chosen"] {
  const control = chosen?.identityControl as Readonly<Record<string, unknown>> | undefined;
  if (!control) return chosen;
  return {
    ...chosen,
    identityControl: Object.fromEntries(Object.entries(control).filter(([name]) => name !== "metrics")),
  };
}
