import { existsSync } from "node:fs";
import {
  checkStudy,
  differenceFrom,
  isAt,
  notAskedFor,
  readStudyReport,
  runStudy,
  studyReport,
  transferText,
  withEarlier,
  type Study,
  type StudiedMethod,
  type StudyReport,
} from "../../lib/experiments";
import { settingText } from "../../lib/experiments/plan";
import { percent } from "../../lib/host";
import { allGroups } from "../../lib/splitting";
import { exitCodes, UsageError } from "../exitCodes";
import { stopping } from "../interruption";
import { readJsonFile } from "../options/jsonFile";
import { ownFilesFrom } from "../options/ownFilesFrom";
import type { WorkersFlags } from "../options/shared";
import { note, print, standardOutput, textTable, writeJson } from "../output";

/** The flags of `longtail study`. */
export interface StudyFlags extends WorkersFlags {
  readonly only: readonly string[];
}

/** A difference in points of percent, with its sign; "" where there is none. */
const points = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : `${value < 0 ? "" : "+"}${(100 * value).toFixed(2)}`;

/** The same with its interval, where there is one. */
const pointsWithin = (value: number | null | undefined, interval?: readonly number[] | null): string =>
  `${points(value)}${interval ? ` [${interval.map(points).join(", ")}]` : ""}`;

function row({ study }: StudyReport, method: StudiedMethod): string[] {
  const { metric = "NDCG@50" } = study;
  const means = allGroups.map((group) => {
    const { mean, standardDeviation } = method.test[group][metric];
    return `${percent(mean, 2)}${standardDeviation === null ? "" : ` ± ${(100 * standardDeviation).toFixed(2)}`}`;
  });
  const gap = method.aboveReferences;
  const name = `${method.name} (${method.criterion})`;
  const setting = settingText(method.setting);
  return [name, ...means, pointsWithin(gap?.gap, gap?.interval), transferText(method.chosen), setting];
}

/** What a study's methods gain on others that it names, a line each. */
const contrastRows = ({ contrasts }: StudyReport): string[][] =>
  contrasts.map(({ method, against, criterion, gains }) => [
    `${method}, against ${against} (${criterion})`,
    ...allGroups.map((group) => pointsWithin(gains[group]?.difference, gains[group]?.interval)),
  ]);

/** What the file that the result goes to holds of this study already. Refused before anything is trained where it is of another. */
async function earlierResult(study: Study, target: string | undefined): Promise<StudyReport | undefined> {
  if (target === undefined || target === standardOutput || !existsSync(target)) return undefined;
  const earlier = await readStudyReport(target).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  const differing = differenceFrom(study, earlier.study);
  if (differing === undefined) return earlier;
  throw new UsageError(
    `${target} holds the result of another study: ${differing} differs. Name another file, or remove that one.`,
  );
}

/** The result with what its file holds. The runs are in their records, so nothing is lost where it cannot be. */
function added(measured: StudyReport, earlier: StudyReport, target: string): StudyReport {
  const report = withEarlierOf(target, measured, earlier);
  const { methods, contrasts, study: of } = report;
  const lacks = (some: readonly StudiedMethod[]) => (one: StudiedMethod) => !some.some(isAt(one));
  const listed = (some: readonly StudiedMethod[]): string =>
    some.map(({ name, criterion }) => `${name} (${criterion})`).join(", ");
  const kept = methods.filter(lacks(measured.methods));
  if (kept.length > 0) note(`Kept from ${target}: ${listed(kept)}.`);
  const dropped = earlier.methods.filter(lacks(methods));
  if (dropped.length > 0)
    note(`No longer in ${target}, as the study says otherwise of them: ${listed(dropped)}.`);
  const uncompared = (of.contrasts ?? []).filter(
    ([method, against]) =>
      [method, against].every((name) => methods.some((one) => one.name === name)) &&
      !contrasts.some((one) => one.method === method && one.against === against),
  );
  if (uncompared.length > 0)
    note(`Not compared, being measured apart: ${uncompared.map((pair) => pair.join(" with ")).join(", ")}.`);
  return report;
}

function withEarlierOf(target: string, measured: StudyReport, earlier: StudyReport): StudyReport {
  try {
    return withEarlier(measured, earlier);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`${target} is as it was. ${message} The runs are in their records; name another file.`, {
      cause,
    });
  }
}

/** The command that makes a result whole, for who finds the file. */
function commandOf(file: string, target: string | undefined): string {
  const word = (text: string): string => (/[^\w./-]/.test(text) ? `"${text}"` : text);
  return [
    "npm run longtail -- study",
    word(file),
    ...(target === undefined ? [] : ["--json", word(target)]),
  ].join(" ");
}

/** Carries out a study, as far as its time goes, and prints what is measured so far. */
export async function study(file: string, flags: StudyFlags): Promise<number> {
  const read = await readJsonFile(file, "study", (value) => {
    const checked = checkStudy(value);
    return { ...checked, data: ownFilesFrom(file, checked.data) };
  });
  if (flags.check) {
    await print(`${file} is a study of ${read.methods.length + 1} methods on ${read.seeds.length} seeds.`);
    return exitCodes.done;
  }
  await earlierResult(read, flags.json);
  const { workers, engineThreads, records, changedCode, checkpointEvery, seconds, only, quiet } = flags;
  const measured = studyReport(
    await runStudy(read, {
      ...{ workers, engineThreads, records, changedCode, checkpointEvery, seconds },
      only: only.length > 0 ? only : undefined,
      ...(quiet ? { onProgress: () => {} } : {}),
      signal: stopping,
    }),
  );
  // Read again: another command may have added to it meanwhile.
  const earlier = await earlierResult(read, flags.json);
  const whole = earlier ? added(measured, earlier, flags.json!) : measured;
  const report = { command: commandOf(file, flags.json), ...whole };
  if (flags.json !== undefined) await writeJson(report, flags.json);
  if (flags.json !== "-" && !quiet) {
    const columns = ["method (chosen by)", ...allGroups, "above the references", "transfer", "setting"];
    await print(textTable([columns, ...report.methods.map((method) => row(report, method))]));
    if (report.contrasts.length > 0)
      await print(textTable([["gains, in points", ...allGroups], ...contrastRows(report)]));
  }
  for (const { name, criterion, reason } of measured.left.filter((one) => one.reason !== notAskedFor))
    note(`Left: ${name} by ${criterion}: ${reason}.`);
  return exitCodes.done;
}
