import type * as TypeScript from "@tslab/typescript-for-tslab";
import { lens } from "./installedLens";

const { typescript } = lens;

/**
 * The declarations after a cell that failed on its way: those of the values it had made by then, its types and
 * functions, and for every other name the declaration from before.
 *
 * @param before the declarations when the cell began
 * @param after those that would hold had it run to its end
 * @param given the names that it had given a value
 */
export function keptDeclarations(before: string, after: string, given: ReadonlySet<string>): string {
  const old = statements(before);
  const next = statements(after);
  // A variable statement counts as made only whole; the converter writes one for every `const` or `let` of the cell.
  const kept = next.filter(
    ({ text, names, isValue }) =>
      !isValue || names.every((name) => given.has(name)) || old.some((one) => one.text === text),
  );
  const declared = new Set(kept.flatMap(({ names }) => names));
  const restored = old.filter(({ names }) => names.length > 0 && !names.some((name) => declared.has(name)));
  return [...restored, ...kept].map(({ text }) => `${text}\n`).join("");
}

interface Declaration {
  readonly text: string;
  readonly names: readonly string[];
  readonly isValue: boolean;
}

function statements(source: string): Declaration[] {
  const file = typescript.createSourceFile("declarations.d.ts", source, typescript.ScriptTarget.Latest, true);
  return file.statements.map((statement) => {
    const isVariable = typescript.isVariableStatement(statement);
    return {
      text: statement.getFullText(file).trim(),
      names: namesOf(statement),
      isValue:
        isVariable || typescript.isClassDeclaration(statement) || typescript.isEnumDeclaration(statement),
    };
  });
}

function namesOf(statement: TypeScript.Statement): string[] {
  if (typescript.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  if (typescript.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const bound = !namedBindings
      ? []
      : typescript.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((element) => element.name);
    return [...(name ? [name] : []), ...bound].map((identifier) => identifier.text);
  }
  const { name } = statement as TypeScript.DeclarationStatement;
  return name ? [name.getText()] : [];
}
