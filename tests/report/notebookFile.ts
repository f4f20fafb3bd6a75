import { writeFileSync } from "node:fs";

/** A cell of a notebook made for a test. */
export interface TestCell {
  readonly markdown?: string;
  readonly code?: string;
  readonly outputs?: readonly Readonly<Record<string, unknown>>[];
  readonly tags?: readonly string[];
}

/** An output with the given formats. */
export const shown = (data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  output_type: "display_data",
  data,
  metadata: {},
});

/** Writes a notebook of the cells and returns its path. */
export function writeNotebook(path: string, cells: readonly TestCell[], kernel = "longtail"): string {
  const language = kernel === "longtail" ? "typescript" : "python";
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: kernel, display_name: kernel, language },
      language_info: { name: language, pygments_lexer: language },
    },
    cells: cells.map(({ markdown, code, outputs = [], tags = [] }, index) =>
      code === undefined
        ? { id: `cell-${index}`, cell_type: "markdown", metadata: {}, source: markdown ?? "" }
        : {
            id: `cell-${index}`,
            cell_type: "code",
            metadata: { tags },
            source: code,
            outputs,
            execution_count: null,
          },
    ),
  };
  writeFileSync(path, JSON.stringify(notebook));
  return path;
}
