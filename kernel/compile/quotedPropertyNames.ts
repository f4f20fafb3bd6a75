import type * as TypeScript from "@tslab/typescript-for-tslab";

/**
 * Quotes the property names of patterns and object literals: `const { users: all } = data` becomes
 * `const { "users": all } = data`. Where the type of `data` was written down in an earlier cell's declarations, tslab
 * takes the bare name for an earlier variable and breaks the code; a quoted one it leaves alone.
 */
export function quotedPropertyNames(
  typescript: typeof TypeScript,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const quoted = (name: TypeScript.Identifier): TypeScript.StringLiteral =>
      typescript.setTextRange(factory.createStringLiteral(name.text), name);
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = typescript.visitEachChild(node, visit, context);
      if (typescript.isPropertyAssignment(visited) && typescript.isIdentifier(visited.name)) {
        return factory.updatePropertyAssignment(visited, quoted(visited.name), visited.initializer);
      }
      if (
        typescript.isBindingElement(visited) &&
        visited.propertyName &&
        typescript.isIdentifier(visited.propertyName)
      ) {
        const { dotDotDotToken, propertyName, name, initializer } = visited;
        return factory.updateBindingElement(visited, dotDotDotToken, quoted(propertyName), name, initializer);
      }
      return visited;
    };
    return (file) => typescript.visitEachChild(file, visit, context);
  };
}
