import { escapeUTF8 } from "entities";
import type { Interactions } from "../data";
import { tensorflowVersion } from "../engine";
import { usedRecords, usedRecordsOfOtherCode, type RunRecord } from "../experiments";
import { currentHost, type MimeBundle } from "../host";
import packageJson from "../package.json";
import { displayable, type Displayable } from "./displayable";

/** What a chapter's numbers rest on. */
export interface ChapterFooterOptions {
  readonly data: Interactions;
  readonly seeds: readonly number[];
  /** Whether the chapter ran in its quick mode, whose numbers are not evidence. */
  readonly quick?: boolean;
  /** Records of the runs that are shown. Default: those that the notebook's cells have computed or read. */
  readonly records?: readonly RunRecord[];
}

const warning = "What this chapter shows may be out of date; restart the kernel and run all cells.";

/** Why what the notebook shows may be out of date, a sentence each; empty where it is not. */
async function problems(): Promise<string[]> {
  const changed = await usedRecordsOfOtherCode();
  return [
    ...(currentHost().notebook?.orderProblems() ?? []),
    ...changed.map(
      ({ id, specification: { method, seed } }) =>
        `The record ${id} (${method}, seed ${seed}) is of other library code than lib/ holds now.`,
    ),
  ];
}

/**
 * The last lines of a chapter: the data with its SHA-256, seeds, versions and the run records behind its numbers. The
 * report's footer repeats them. Where the notebook was not run top to bottom, or a record it shows is of other library
 * code than there is now, a warning says so, and the report refuses to make a page of it.
 */
export function chapterFooter(options: ChapterFooterOptions): Displayable {
  return displayable(async () => footer(options, await problems()));
}

function footer(
  { data, seeds, quick = false, records = usedRecords() }: ChapterFooterOptions,
  outOfDate: readonly string[],
): MimeBundle {
  const { provenance } = data;
  const versions = {
    longtail: packageJson.version,
    tensorflow: tensorflowVersion(),
    node: process.versions.node,
  };
  const lines = [
    `Data: ${data.name}, from ${provenance.source}, SHA-256 ${provenance.sha256}.`,
    ...(provenance.note ? [provenance.note] : []),
    `${provenance.badRowCount} rows left out as unreadable, ${provenance.duplicateCount} as repeated.`,
    `Seeds: ${seeds.join(", ")}.`,
    ...(records.length > 0 ? [`Run records: ${records.map(({ id }) => id).join(", ")}.`] : []),
    `Versions: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}.`,
    ...(quick ? ["Quick mode: these numbers show the way, they are not evidence."] : []),
  ];
  const warnings = outOfDate.length > 0 ? [warning, ...outOfDate] : [];
  const shownWarnings =
    warnings.length > 0 ? `<p><strong>${warnings.map(escapeUTF8).join("<br>")}</strong></p>` : "";
  return {
    "application/vnd.longtail.footer+json": {
      dataset: data.name,
      sha256: provenance.sha256,
      seeds,
      versions,
      quick,
      records: records.map(({ id }) => id),
      problems: outOfDate,
    },
    "text/html": `${shownWarnings}<small>${lines.map(escapeUTF8).join("<br>")}</small>`,
    "text/plain": [...warnings, ...lines].join("\n"),
  };
}
