import type * as TypeScript from "@tslab/typescript-for-tslab";

/**
 * Writes out `{ name }` as `{ name: exports.name }` where `name` was declared by an earlier cell. tslab does so for
 * every other use of an earlier name; of a shorthand it sees the property alone.
 *
 * @param declarationsFile the file that holds the earlier cells' declarations
 */
export function writeOutShorthand(
  typescript: typeof TypeScript,
  program: TypeScript.Program,
  declarationsFile: string,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const checker = program.getTypeChecker();
  const isEarlier = (node: TypeScript.ShorthandPropertyAssignment): boolean =>
    (checker.getShorthandAssignmentValueSymbol(node)?.declarations ?? []).some(
      (declaration) => declaration.getSourceFile().fileName === declarationsFile,
    );
  return (context) => (file) => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (typescript.isShorthandPropertyAssignment(node) && isEarlier(node)) {
        const variable = factory.createPropertyAccessExpression(
          factory.createIdentifier("exports"),
          node.name.text,
        );
        // In a pattern, `({ name = 1 } = data)`, with a default.
        const byDefault = node.objectAssignmentInitializer;
        const value = byDefault ? factory.createAssignment(variable, byDefault) : variable;
        const written = factory.createPropertyAssignment(node.name.text, value);
        return typescript.setTextRange(typescript.setOriginalNode(written, node), node);
      }
      return typescript.visitEachChild(node, visit, context);
    };
    return typescript.visitEachChild(file, visit, context);
  };
}
