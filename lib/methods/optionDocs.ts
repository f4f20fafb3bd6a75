import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What an option's docstring says. */
export interface OptionDoc {
  readonly name: string;
  /** Its type, as written. */
  readonly type: string;
  readonly meaning: string;
}

/** An interface of options as its source has it. */
interface OptionsInterface {
  readonly parents: readonly string[];
  readonly own: readonly OptionDoc[];
}

const interfacePattern = /^export interface (\w+Options)(?: extends ([\w\s,]+?))? \{\n([\s\S]*?)\n\}/gm;
const memberPattern = /\/\*\*([\s\S]*?)\*\/|readonly (\w+)\??: ([^;]+);/g;

/** Docstring text on one line, without the stars. */
const oneLine = (text: string): string =>
  text
    .replace(/^\s*\*/gm, "")
    .replace(/\s+/g, " ")
    .trim();

/** Members in order; one without a docstring of its own shares the one above it. */
function membersOf(body: string): OptionDoc[] {
  let meaning = "";
  const members: OptionDoc[] = [];
  for (const [, comment, name, type] of body.matchAll(memberPattern)) {
    if (comment !== undefined) meaning = oneLine(comment);
    else members.push({ name, type: oneLine(type), meaning });
  }
  return members;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(file);
    return entry.name.endsWith(".ts") ? [file] : [];
  });
}

function readInterfaces(): Map<string, OptionsInterface> {
  const found = new Map<string, OptionsInterface>();
  for (const file of sourceFiles(path.dirname(__dirname))) {
    for (const [, name, parents, body] of readFileSync(file, "utf8").matchAll(interfacePattern)) {
      found.set(name, {
        parents: parents ? parents.split(",").map((parent) => parent.trim()) : [],
        own: membersOf(body),
      });
    }
  }
  return found;
}

/**
 * The docstrings of an options interface, its own first and then those of the interfaces that it extends. They are read
 * from the library's source, which is what runs, so that a table of options and an editor's hint say the same.
 */
export function optionDocs(interfaceName: string): OptionDoc[] {
  const interfaces = readInterfaces();
  const collect = (name: string): OptionDoc[] => {
    const known = interfaces.get(name);
    if (!known) return [];
    const own = new Set(known.own.map((member) => member.name));
    return [...known.own, ...known.parents.flatMap(collect).filter((member) => !own.has(member.name))];
  };
  return collect(interfaceName);
}
