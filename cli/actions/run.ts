import { runExperiment, type RunSpecification } from "../../lib/experiments";
import { splitByTimes } from "../../lib/experiments/plan/splitByTimes";
import { stopping } from "../interruption";
import { checkCatalogueName } from "../options/catalogueName";
import { specifiedData, type DataFlags } from "../options/dataOptions";
import { setOptions } from "../options/setOptions";
import { specifiedSplit } from "../options/splitOption";
import { note, print, writeJson } from "../output";
import { epochLines } from "../progressLines";
import { datasetName, metricsText, runJson } from "../runReport";

/** The flags of `longtail run`. */
export interface RunFlags extends DataFlags {
  readonly method: string;
  readonly seed: number;
  readonly set: readonly string[];
  readonly split?: string;
  readonly headShare: number;
  readonly records?: string;
  readonly changedCode: "rerun" | "accept" | "refuse";
  readonly checkpointEvery?: number;
  readonly json?: string;
  readonly quiet?: boolean;
}

/** Carries out one run and tells its metrics. */
export async function run(flags: RunFlags): Promise<void> {
  const data = specifiedData(flags);
  if (flags.data !== undefined) checkCatalogueName(flags.data);
  const specification: RunSpecification = {
    data,
    split: specifiedSplit(flags.split) ?? splitByTimes(data),
    headShare: flags.headShare,
    method: flags.method,
    options: setOptions(flags.method, flags.set),
    seed: flags.seed,
  };
  const { records, changedCode, checkpointEvery, quiet } = flags;
  const result = await runExperiment(specification, {
    ...{ records, changedCode, checkpointEvery, signal: stopping },
    ...(quiet ? { onProgress: () => {} } : process.stderr.isTTY ? {} : { onProgress: epochLines() }),
  });
  const { record, cached, resumed, recordError } = result;
  if (flags.json !== undefined) await writeJson(runJson(result), flags.json);
  if (quiet || flags.json === "-") return;
  if (recordError !== null) note(recordError);
  const how = cached
    ? `read from its record of ${(record.ended ?? "").slice(0, 16).replace("T", " ")} UTC`
    : `took ${record.seconds.toFixed(1)} s${resumed ? ", gone on from a checkpoint" : ""}`;
  await print(
    `${datasetName(record)} (${record.data.split}), ${record.specification.method}, seed ${flags.seed}: ${how}`,
  );
  await print(metricsText(record));
  await print(`record ${record.id}`);
}
