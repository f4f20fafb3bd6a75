import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomStream } from "../../lib/random";
import { NotebookClient, published, repository, traceback, type Execution } from "../kernel/notebookClient";
import { temporaryFolder } from "../temporaryFolder";

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
}

/**
 * A small file of interactions with something to learn, as text: users and items have a taste, popular items are chosen
 * more. Its columns have the usual names.
 */
export function smallFeedback({ users = 120, items = 90, perUser = 14, tastes = 3 } = {}): string {
  const random = randomStream(11, "a small file for the chapters' tests");
  const lines: string[] = [];
  for (let user = 0; user < users; user++) {
    const chosen = new Set<number>();
    while (chosen.size < perUser) {
      const popular = Math.floor(items * random.uniform() ** 2.5);
      const taste = random.uniform() < 0.8 ? popular - (popular % tastes) + (user % tastes) : popular;
      if (taste < items) chosen.add(taste);
    }
    for (const item of chosen) lines.push(`u${user},i${item},${1_000_000 + lines.length},${1 + (item % 5)}`);
  }
  return `user_id,item_id,timestamp,rating\n${lines.join("\n")}\n`;
}

/** A folder of its own with `small.csv` in it. */
export function smallDataset(options: Parameters<typeof smallFeedback>[0] = {}): {
  readonly folder: string;
  readonly file: string;
} {
  const folder = temporaryFolder();
  const file = join(folder, "small.csv");
  writeFileSync(file, smallFeedback(options));
  return { folder, file };
}

/** A chapter that was run, cell by cell, in a kernel of its own, with records of its own. */
export interface RunChapter {
  /** The value of an expression after the last cell, as JSON. */
  value<Value>(expression: string): Promise<Value>;
  /** The outputs of the code cells, in order. */
  readonly executions: readonly Execution[];
  /** All Markdown that cells made, joined. */
  readonly prose: string;
  /** Names of the charts' titles, in order. */
  readonly charts: readonly string[];
  close(): Promise<void>;
}

/** The parameters cell with other values: each must stand in it, or the test would change nothing. */
function withParameters(source: string, parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters).reduce((text, [name, value]) => {
    const declaration = new RegExp(`^const ${name}\\b[^=\\n]*=.*$`, "m");
    assert.match(text, declaration, `the parameters have no "${name}"`);
    return text.replace(declaration, () => `const ${name} = ${JSON.stringify(value)};`);
  }, source);
}

/** Runs a notebook of the book top to bottom with other parameters; fails where a cell does, naming it. */
export async function runChapter(
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  { records = temporaryFolder() }: { readonly records?: string } = {},
): Promise<RunChapter> {
  const notebook = JSON.parse(readFileSync(join(repository, "notebooks", `${name}.ipynb`), "utf8")) as {
    readonly cells: readonly Cell[];
  };
  const before = process.env["LONGTAIL_RECORDS"];
  process.env["LONGTAIL_RECORDS"] = records;
  const client = new NotebookClient();
  if (before === undefined) delete process.env["LONGTAIL_RECORDS"];
  else process.env["LONGTAIL_RECORDS"] = before;
  const executions: Execution[] = [];
  try {
    await client.start();
    for (const { cell_type, source, metadata } of notebook.cells) {
      if (cell_type !== "code") continue;
      const text = source.join("");
      const code = metadata.tags?.includes("parameters") ? withParameters(text, parameters) : text;
      const execution = await client.execute(code, { timeout: 300 });
      if (execution.reply.status !== "ok")
        throw new Error(`${name}:\n${code}\n${traceback(execution.reply)}`);
      executions.push(execution);
    }
  } catch (error) {
    await client.close();
    throw error;
  }
  const bundles = executions.flatMap((execution) =>
    [...published(execution, "execute_result"), ...published(execution, "display_data")].map(
      ({ content }) => content.data as Readonly<Record<string, unknown>>,
    ),
  );
  const ofType = (type: string): unknown[] => bundles.flatMap((bundle) => bundle[type] ?? []);
  return {
    value: async <Value>(expression: string): Promise<Value> =>
      JSON.parse(
        await client.value(`const answered = await Promise.resolve(${expression}); JSON.stringify(answered)`),
      ) as Value,
    executions,
    prose: ofType("text/markdown").join("\n"),
    charts: ofType("application/vnd.plotly.v1+json").map(
      (figure) => (figure as { layout: { title: { text: string } } }).layout.title.text,
    ),
    close: () => client.close(),
  };
}
