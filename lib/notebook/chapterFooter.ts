import { escapeUTF8 } from "entities";
import type { Interactions } from "../data";
import { tensorflowVersion } from "../engine";
import packageJson from "../package.json";
import { displayable, type Displayable } from "./displayable";

/** What a chapter's numbers rest on. */
export interface ChapterFooterOptions {
  readonly data: Interactions;
  readonly seeds: readonly number[];
  /** Whether the chapter ran in its quick mode, whose numbers are not evidence. */
  readonly quick?: boolean;
}

/** The last line of a chapter: the data with its SHA-256, seeds and versions. The report's footer repeats it. */
export function chapterFooter({ data, seeds, quick = false }: ChapterFooterOptions): Displayable {
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
      records: [],
    },
    "text/html": `<small>${lines.map(escapeUTF8).join("<br>")}</small>`,
    "text/plain": lines.join("\n"),
  });
}
