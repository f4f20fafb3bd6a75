import type * as TypeScript from "@tslab/typescript-for-tslab";

const awaitOutsideAsync = 1308; // the number of the compiler's message that tslab looks for

/**
 * Marks every `for await` at the top level the way the compiler marks an `await` there. tslab lets that mark pass and
 * makes the cell an async function for it; for `for await` the compiler makes none.
 */
export function topLevelForAwaits(
  typescript: typeof TypeScript,
  file: TypeScript.SourceFile,
): TypeScript.Diagnostic[] {
  const found: TypeScript.Diagnostic[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return;
    if (typescript.isForOfStatement(node) && node.awaitModifier) {
      found.push({
        file,
        start: node.awaitModifier.getStart(file),
        length: "await".length,
        code: awaitOutsideAsync,
        category: typescript.DiagnosticCategory.Error,
        messageText: "'for await' at the top level",
      });
    }
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
