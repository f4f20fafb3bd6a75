import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";

/** What an option's docstring says. */
export interface OptionDoc {
  readonly name: string;
  /** Its type, as written. */
  readonly type: string;
  readonly meaning: string;
}

/** An interface of options as its source has it. */
interface OptionsInterface {
  readonly name: string;
  readonly parents: readonly string[];
  readonly own: readonly OptionDoc[];
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The text of a docstring on one line, without its marks and stars. */
const docText = (comment: string): string =>
  oneLine(comment.slice("/**".length, -"*/".length).replace(/^\s*\*/gm, ""));

/** Members in order; one without a docstring of its own shares the one above it. */
function membersOf(
  typescript: typeof TypeScript,
  file: TypeScript.SourceFile,
  declaration: TypeScript.InterfaceDeclaration,
): OptionDoc[] {
  let meaning = "";
  return declaration.members.filter(typescript.isPropertySignature).map((member) => {
    const comments = typescript.getLeadingCommentRanges(file.text, member.getFullStart()) ?? [];
    for (const { pos, end } of comments) {
      const comment = file.text.slice(pos, end);
      if (comment.startsWith("/**")) meaning = docText(comment);
    }
    return {
      name: member.name.getText(file),
      type: oneLine(member.type?.getText(file) ?? "unknown"),
      meaning,
    };
  });
}

/** How a method without options writes their type. */
const noOptions = "Readonly<Record<string, never>>";

/** The interfaces that a source file declares. */
function interfacesIn(name: string, text: string): OptionsInterface[] {
  // Loading the compiler takes a while, and only a table of options needs it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const typescript = require("@tslab/typescript-for-tslab") as typeof TypeScript;
  const file = typescript.createSourceFile(name, text, typescript.ScriptTarget.ES2022);
  return file.statements.flatMap((statement): OptionsInterface[] => {
    if (typescript.isTypeAliasDeclaration(statement) && statement.type.getText(file) === noOptions) {
      return [{ name: statement.name.text, parents: [], own: [] }];
    }
    if (!typescript.isInterfaceDeclaration(statement)) return [];
    const parents = (statement.heritageClauses ?? []).flatMap(({ types }) => types);
    return [
      {
        name: statement.name.text,
        parents: parents.map((parent) => parent.getText(file)),
        own: membersOf(typescript, file, statement),
      },
    ];
  });
}

/** What each file was found to hold, as it was when last changed. */
const filesRead = new Map<
  string,
  { readonly changed: number; readonly interfaces: readonly OptionsInterface[] }
>();

/** The interfaces of a file, read again only where it has changed since. */
function interfacesOf(file: string): readonly OptionsInterface[] {
  const changed = statSync(file).mtimeMs;
  const known = filesRead.get(file);
  if (known?.changed === changed) return known.interfaces;
  const text = readFileSync(file, "utf8");
  const interfaces = /\b(interface|type) \w+Options\b/.test(text) ? interfacesIn(file, text) : [];
  filesRead.set(file, { changed, interfaces });
  return interfaces;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(file);
    return entry.name.endsWith(".ts") ? [file] : [];
  });
}

/**
 * The docstrings of an options interface, its own first and then those of the interfaces that it extends. They are read
 * from the library's source, which is what runs, so that a table of options and an editor's hint say the same.
 *
 * @throws when the library has no interface of that name, or none of the name of one that it extends.
 */
export function optionDocs(interfaceName: string): OptionDoc[] {
  const library = path.dirname(__dirname);
  const interfaces = new Map(
    sourceFiles(library)
      .flatMap(interfacesOf)
      .map((found) => [found.name, found]),
  );
  const collect = (name: string): OptionDoc[] => {
    const known = interfaces.get(name);
    if (!known) {
      throw new Error(
        `There is no interface "${name}" in lib/ to read options from; give the name of one that ends in "Options".`,
      );
    }
    const own = new Set(known.own.map((member) => member.name));
    return [...known.own, ...known.parents.flatMap(collect).filter((member) => !own.has(member.name))];
  };
  return collect(interfaceName);
}
