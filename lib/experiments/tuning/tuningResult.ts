import type { CriterionOptions } from "../../evaluation";
import { criterionText } from "../../evaluation";
import { htmlTable } from "../../host";
import type { ExperimentResult } from "../experimentOptions";
import { inPercent } from "../inPercent";
import { settingText } from "../plan";

/** A setting that was tried, with what it came to on validation, and nothing of the test part. */
export interface TriedSetting {
  readonly setting: Readonly<Record<string, unknown>>;
  /** Mean of the validation values over the seeds, as a fraction; null where a run failed. */
  readonly value: number | null;
  /** Validation value of each seed, in their order; null where the run failed. */
  readonly values: readonly (number | null)[];
  /** Why it failed, where it did. */
  readonly error: string | null;
}

/** What tuning came to. A notebook shows it as a table. */
export interface TuningResult {
  readonly method: string;
  readonly criterion: CriterionOptions;
  /** How many settings were tried: it belongs beside every result of the chosen one. */
  readonly triedCount: number;
  /** Every setting that was tried, in the order of the search. */
  readonly tried: readonly TriedSetting[];
  /** Settings that were not tried because the budget was spent. */
  readonly leftCount: number;
  /** The setting with the highest validation value; the first of equals. */
  readonly chosen: TriedSetting;
  /** The chosen setting's runs, one a seed, with their ranks on validation and test: of no other setting. */
  readonly runs: readonly ExperimentResult[];
}

/** Lets a notebook show a tuning as a table, the chosen setting first. */
export function shownAsTable(result: TuningResult): TuningResult {
  const { method, criterion, tried, triedCount, leftCount, chosen } = result;
  const ranked = [...tried].sort((one, other) => (other.value ?? -Infinity) - (one.value ?? -Infinity));
  const left = leftCount > 0 ? `, ${leftCount} left for want of budget` : "";
  const caption = `${method}: ${triedCount} settings tried on validation by ${criterionText(criterion)}${left}; test ranks are of the chosen setting alone.`;
  const rows = ranked.map((one) => [
    settingText(one.setting),
    one === chosen ? "chosen" : one.error ? `failed: ${one.error}` : "",
    inPercent(one.value),
  ]);
  const bundle = {
    "text/html": htmlTable({
      columns: ["setting", "", `validation ${criterion.metric} %`],
      rows,
      rowLimit: 50,
      caption,
    }),
    "text/plain": [...rows.map((row) => row.join("  ")), caption].join("\n"),
  };
  // Not enumerable, so that the result stays a plain record to whatever else reads it.
  return Object.defineProperty(result, Symbol.for("Jupyter.display"), { value: () => bundle });
}
