import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { StudyReport } from "./studyReport";

/** What a file must have to be a study's result; the rest follows from the version of the library that wrote it. */
const shape = z.object({
  command: z.string().optional(),
  study: z.object({ seeds: z.array(z.number()), methods: z.array(z.unknown()) }),
  data: z.object({ fingerprint: z.string(), sha256: z.string() }),
  versions: z.record(z.string()),
  base: z.record(z.unknown()),
  methods: z
    .array(z.object({ name: z.string(), criterion: z.string(), test: z.record(z.unknown()) }))
    .nonempty(),
  curves: z.array(z.object({ name: z.string(), points: z.array(z.unknown()) })),
  contrasts: z.array(z.unknown()),
  left: z.array(z.unknown()),
});

/**
 * Reads a study's result, as `longtail study STUDY --json FILE` writes it. The workbook's own lie beside their studies:
 *
 *     const report = await lt.readStudyReport("studies/ml-100k.result.json");
 *
 * @throws an Error that says what is wrong with the file and how one is made.
 */
export async function readStudyReport(file: string): Promise<StudyReport> {
  const made = `"npm run longtail -- study STUDY.json --json ${file}" writes one.`;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new Error(`There is no study's result to read at ${file}; ${made}`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON; ${made}`, { cause });
  }
  const checked = shape.safeParse(content);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0];
    const where = path.length > 0 ? ` (${path.join(".")}: ${message})` : "";
    throw new Error(`${file} is not the result of a study${where}; ${made}`);
  }
  return content as StudyReport;
}
