import type * as TypeScript from "@tslab/typescript-for-tslab";

/** The name under which compiled cells call the check. */
export const loopCheck = "__stopIfInterrupted";

/** Puts the check at the start of every loop's body, so that an interrupt also ends a loop that never pauses. */
export function interruptibleLoops(
  typescript: typeof TypeScript,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const { factory } = typescript;
  const check = (): TypeScript.Statement =>
    factory.createExpressionStatement(
      factory.createCallExpression(factory.createIdentifier(loopCheck), undefined, []),
    );
  const checked = (body: TypeScript.Statement): TypeScript.Block => {
    if (!typescript.isBlock(body)) return factory.createBlock([check(), body], true);
    return factory.updateBlock(body, [check(), ...body.statements]);
  };
  return (context) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = typescript.visitEachChild(node, visit, context);
      if (typescript.isWhileStatement(visited)) {
        return factory.updateWhileStatement(visited, visited.expression, checked(visited.statement));
      }
      if (typescript.isDoStatement(visited)) {
        return factory.updateDoStatement(visited, checked(visited.statement), visited.expression);
      }
      if (typescript.isForStatement(visited)) {
        const { initializer, condition, incrementor, statement } = visited;
        return factory.updateForStatement(visited, initializer, condition, incrementor, checked(statement));
      }
      if (typescript.isForOfStatement(visited)) {
        const { awaitModifier, initializer, expression, statement } = visited;
        return factory.updateForOfStatement(
          visited,
          awaitModifier,
          initializer,
          expression,
          checked(statement),
        );
      }
      if (typescript.isForInStatement(visited)) {
        const { initializer, expression, statement } = visited;
        return factory.updateForInStatement(visited, initializer, expression, checked(statement));
      }
      return visited;
    };
    return (file) => typescript.visitNode(file, visit) as TypeScript.SourceFile;
  };
}
