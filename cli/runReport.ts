import { transferText, type ExperimentResult, type PartMetrics, type RunRecord } from "../lib/experiments";
import { percent } from "../lib/host";
import { textTable } from "./output";

const parts = ["validation", "test"] as const;
const groups = ["overall", "head", "tail"] as const;

/** Metrics by name, or null where a group has no positive to measure. */
type GroupMetrics = Readonly<Record<string, number>> | null;

/** Metrics of one part by group. */
export type PartReport = Readonly<Record<(typeof groups)[number], GroupMetrics>>;

function partReport(metrics: PartMetrics): PartReport {
  const ofGroup = (values: Readonly<Record<string, number | null>>): GroupMetrics =>
    Object.values(values).some((value) => value === null)
      ? null
      : (values as Readonly<Record<string, number>>);
  return { overall: ofGroup(metrics.overall), head: ofGroup(metrics.head), tail: ofGroup(metrics.tail) };
}

/** A record's metrics as fractions, an empty group as null; null unless it is finished. */
export function metricsReport({ metrics }: RunRecord): { test: PartReport; validation: PartReport } | null {
  return metrics && { test: partReport(metrics.test), validation: partReport(metrics.validation) };
}

/** What `longtail run --json` writes. */
export function runJson({ record, cached, resumed, recordError }: ExperimentResult): Record<string, unknown> {
  const { specification, data, versions, seconds, epochs, bestEpoch, chosen } = record;
  return {
    metrics: metricsReport(record),
    groups: record.groups,
    record: record.id,
    resumed,
    cached,
    specification,
    data,
    ...{ epochs, bestEpoch, chosen, seconds, versions },
    ...(recordError === null ? {} : { recordError }),
  };
}

/** Name of the data set that a record is of. */
export const datasetName = ({ data }: RunRecord): string => data.name;

/**
 * The metrics of a finished record as a table in percent, with the group card under it. Of a method with F: how far F
 * moves, and beside it the same with F = identity, where that was asked for.
 */
export function metricsText({ metrics, groups: card, chosen }: RunRecord): string {
  if (!metrics) return "no metrics";
  const names = Object.keys(metrics.test.overall);
  const rowsOf = (measured: NonNullable<RunRecord["metrics"]>, of: string): string[][] =>
    parts.flatMap((part) =>
      groups.map((group) => [
        `${part}${of}`,
        group,
        ...names.map((name) => percent(measured[part][group][name], 2)),
      ]),
    );
  const control = chosen?.identityControl as RunRecord["chosen"] | undefined;
  const ofControl = control?.metrics as RunRecord["metrics"] | undefined;
  const rows = [...rowsOf(metrics, ""), ...(ofControl ? rowsOf(ofControl, ", F = identity") : [])];
  const transfer = transferText([chosen]);
  return [
    textTable([["", "", ...names], ...rows]),
    ...(card ? [card.sentence] : []),
    ...(transfer === ""
      ? []
      : [`${transfer}.${control ? ` F = identity: ${transferText([control])}.` : ""}`]),
  ].join("\n");
}
