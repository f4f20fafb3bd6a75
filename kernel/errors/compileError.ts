import type { Diagnostic } from "tslab/dist/converter";
import { excerpt } from "./excerpt";

const shownAtMost = 10; // one slip can make hundreds of diagnostics, and the first ones tell

/** What the compiler has against a cell. */
export class CompileError extends Error {
  /** Every diagnostic with its place, the line of the cell and a caret. */
  readonly details: string;

  constructor(diagnostics: readonly Diagnostic[], cell: number, source: string) {
    const groups = group(diagnostics);
    super(describe(groups[0], cell));
    this.name = "CompileError";
    const shown = groups.slice(0, shownAtMost).map((one) => {
      const { line, character } = one[0].start;
      return `${describe(one, cell)}\n${excerpt(source, line + 1, character + 1)}`;
    });
    const left = groups.length - shown.length;
    this.details = [`${this.name}: `, shown.join("\n\n"), left > 0 ? `\n\n... and ${left} more` : ""].join(
      "",
    );
  }
}

/** The compiler explains some mistakes in several steps; tslab hands those over one after the other at one place. */
function group(diagnostics: readonly Diagnostic[]): Diagnostic[][] {
  const groups: Diagnostic[][] = [];
  for (const diagnostic of diagnostics) {
    const last = groups.at(-1)?.[0];
    const same =
      last && last.start.offset === diagnostic.start.offset && last.end.offset === diagnostic.end.offset;
    if (same) groups.at(-1)?.push(diagnostic);
    else groups.push([diagnostic]);
  }
  return groups;
}

function describe(group: readonly Diagnostic[], cell: number): string {
  const { line, character } = group[0].start;
  const message = group.map((step, index) => "  ".repeat(index) + step.messageText).join("\n");
  return `Cell ${cell}, line ${line + 1}, column ${character + 1}: ${message} (TS${group[0].code})`;
}
