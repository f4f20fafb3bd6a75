import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp, root } from "./loadSetUp";

interface CleanNotebook {
  readonly cleanNotebook: (text: string) => string;
  readonly isClean: (text: string) => boolean;
}
const load = () => loadSetUp<CleanNotebook>("cleanNotebook.mjs");

const used = JSON.stringify({
  cells: [
    {
      cell_type: "code",
      execution_count: 7,
      id: "a",
      metadata: { tags: ["parameters"], trusted: true, execution: { "iopub.execute_input": "2020" } },
      outputs: [{ output_type: "stream", name: "stdout", text: "seen" }],
      source: "const seed = 1;\nseed",
    },
    { cell_type: "markdown", id: "b", metadata: { author: "Ann" }, source: ["# Title"] },
  ],
  metadata: {
    kernelspec: { display_name: "Longtail (TypeScript)", language: "typescript", name: "longtail" },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript", version: "5.0" },
    authors: [{ name: "Ann" }],
  },
  nbformat: 4,
  nbformat_minor: 5,
});

describe("a clean notebook", () => {
  test("keeps text, ids, tags and the kernel, and nothing of a run or a person", async () => {
    const { cleanNotebook, isClean } = await load();
    assert.equal(isClean(used), false);
    const cleaned = cleanNotebook(used);
    assert.ok(isClean(cleaned));
    assert.equal(cleanNotebook(cleaned), cleaned);
    for (const gone of ["seen", "Ann", "trusted", "iopub", '"5.0"', "7"]) {
      assert.ok(!cleaned.includes(gone), gone);
    }
    const { cells } = JSON.parse(cleaned) as { cells: { source: string[]; metadata: unknown; id: string }[] };
    assert.deepEqual(
      cells.map(({ id, source, metadata }) => [id, source.join(""), metadata]),
      [
        ["a", "const seed = 1;\nseed", { tags: ["parameters"] }],
        ["b", "# Title", {}],
      ],
    );
  });

  test("is what every notebook of the book is, as it would be committed", async () => {
    const { isClean } = await load();
    const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
    assert.ok(names.length > 0);
    for (const name of names) {
      const file = `notebooks/${name}`;
      let text: string;
      try {
        // What git has taken in, so that a reader may run the notebooks and test all the same.
        text = execFileSync("git", ["show", `:${file}`], { cwd: root, encoding: "utf8", stdio: "pipe" });
      } catch {
        text = readFileSync(join(root, file), "utf8");
      }
      assert.ok(isClean(text), `${file} holds outputs, counts or personal metadata: npm run clean`);
    }
  });
});
