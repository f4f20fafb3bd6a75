import type * as TypeScript from "@tslab/typescript-for-tslab";

const awaitOutsideAsync = 1308; // the number of the compiler's message that tslab looks for

/**
 * Marks every `await` and `for await` at the top level the way the compiler marks most of them. tslab lets that mark pass
 * and makes the cell an async function for it; the compiler makes none for `for await`, nor where a bracket follows
 * `await`, which it first reads as a call of something named so.
 */
export function topLevelAwaits(
  typescript: typeof TypeScript,
  file: TypeScript.SourceFile,
): TypeScript.Diagnostic[] {
  const found: TypeScript.Diagnostic[] = [];
  const mark = (keyword: TypeScript.Node): void => {
    found.push({
      file,
      start: keyword.getStart(file),
      length: "await".length,
      code: awaitOutsideAsync,
      category: typescript.DiagnosticCategory.Error,
      messageText: "'await' at the top level",
    });
  };
  const visit = (node: TypeScript.Node): void => {
    if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return;
    if (typescript.isAwaitExpression(node)) mark(node);
    if (typescript.isForOfStatement(node) && node.awaitModifier) mark(node.awaitModifier);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
