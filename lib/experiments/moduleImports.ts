import { readFileSync } from "node:fs";
import path from "node:path";
import { init, parse } from "es-module-lexer";
import { sha256 } from "./canonicalJson";

/** One import or re-export of a file of the library. */
export interface ModuleImport {
  /** Absolute path of the imported file. */
  readonly file: string;
  /** Imported names by the name they are re-exported under, or "all". */
  readonly names: ReadonlyMap<string, string> | "all";
  readonly reexport: boolean;
}

/** What a source file imports at run time and exports. */
export interface ModuleSource {
  readonly sha256: string;
  readonly imports: readonly ModuleImport[];
  /** Names of its own values; types are not among them. */
  readonly exports: ReadonlySet<string>;
}

function resolved(specifier: string, from: string): string | undefined {
  const target = path.resolve(path.dirname(from), specifier);
  const candidates = [`${target}.ts`, path.join(target, "index.ts"), target];
  return candidates.find((file) => {
    try {
      readFileSync(file);
      return true;
    } catch {
      return false;
    }
  });
}

/** The names in an import's or export's braces, types left out; "all" where it has none. */
function namesIn(statement: string): ReadonlyMap<string, string> | "all" {
  const braces = /^(?:import|export)\s*\{([^}]*)\}/.exec(statement);
  if (!braces) return "all";
  const names = new Map<string, string>();
  for (const part of braces[1].split(",")) {
    const [name, , alias = name] = part.trim().split(/\s+/);
    if (name !== "" && name !== "type") names.set(alias, name);
  }
  return names;
}

function parsed(file: string): ModuleSource {
  const source = readFileSync(file, "utf8");
  if (!file.endsWith(".ts")) return { sha256: sha256(source), imports: [], exports: new Set() };
  const [found, exported] = parse(source, file);
  const imports: ModuleImport[] = [];
  const add = (specifier: string, names: ModuleImport["names"], reexport: boolean): void => {
    if (!specifier.startsWith(".") || (names !== "all" && names.size === 0)) return;
    const target = resolved(specifier, file);
    if (!target) throw new Error(`"${file}" imports "${specifier}", which is not there.`);
    imports.push({ file: target, names, reexport });
  };
  for (const { n: specifier, ss, se } of found) {
    const statement = source.slice(ss, se);
    // Types are gone at run time.
    if (specifier === undefined || /^(import|export)\s+type\b/.test(statement)) continue;
    add(specifier, namesIn(statement), statement.startsWith("export"));
  }
  // What is loaded late, when it is first needed.
  for (const [, specifier] of source.matchAll(/\brequire\("(\.[^"]+)"\)/g)) add(specifier, "all", false);
  return { sha256: sha256(source), imports, exports: new Set(exported.map(({ n }) => n)) };
}

/** Reads a source file's imports, exports and hash. */
export type ModuleReader = (file: string) => ModuleSource;

/** A reader that reads each file once in its own life: what is on disk from now on. */
export function moduleReader(): ModuleReader {
  const known = new Map<string, ModuleSource>();
  return (file) => {
    let source = known.get(file);
    if (!source) known.set(file, (source = parsed(file)));
    return source;
  };
}

/** Loads the lexer; await it before `moduleSource`. */
export const lexerReady: Promise<void> = Promise.resolve(init);

/**
 * Imports, exports and hash of a source file, read once in the life of this module: what runs is what was read then,
 * and a notebook that loads the library anew gets a new module, too.
 */
export const moduleSource: ModuleReader = moduleReader();
