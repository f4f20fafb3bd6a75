import { escapeUTF8 } from "entities";
import type { Interactions } from "../data";
import { tensorflowVersion } from "../engine";
import { usedRecords, type RunRecord } from "../experiments";
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

/** The last lines of a chapter: the data with its SHA-256, seeds, versions and the run records behind its numbers. The report's footer repeats it. */
export function chapterFooter({
  data,
  seeds,
  quick = false,
  records = usedRecords(),
}: ChapterFooterOptions): Displayable {
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
  return displayable({
    "application/vnd.longtail.footer+json": {
      dataset: data.name,
      sha256: provenance.sha256,
      seeds,
      versions,
      quick,
      records: records.map(({ id }) => id),
    },
    "text/html": `<small>${lines.map(escapeUTF8).join("<br>")}</small>`,
    "text/plain": lines.join("\n"),
  });
}
