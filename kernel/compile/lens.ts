import { createRequire } from "node:module";
import { interruptibleLoops } from "./interruptibleLoops";
import { topLevelAwaits } from "./topLevelAwaits";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { quotedPropertyNames } from "./quotedPropertyNames";
import { writeOutShorthand } from "./shorthandProperties";

/**
 * A lens over the TypeScript that tslab carries, put in place before tslab's converter loads it.
 *
 * The converter keeps its compiler to itself, and a notebook needs four things of it that it does not give: source maps
 * (so that an error names the cell's line), `for await` at the top level, files read again the moment they changed
 * instead of at the next poll, and cells compiled without checking and emitting the whole library each time (tsx loads
 * the library; `npm test` checks its types). The lens changes the few compiler functions that decide these, in the
 * converter's copy of the module only.
 */
export interface Lens {
  /** The compiler itself. */
  readonly typescript: typeof TypeScript;
  /** The source maps of the latest conversion: the cell to its JavaScript module, and that to CommonJS. */
  readonly maps: { typescript: string | undefined; javascript: string | undefined };
  /** Tells the compiler that a file on disk was changed, made or deleted. */
  fileChanged(path: string, kind: "changed" | "made" | "deleted"): void;
}

const inlineMap = /^\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/m;

/** Puts the lens in place. `alwaysLoaded` are files kept in the program, so that the first import finds them parsed. */
export function installLens(alwaysLoaded: readonly string[]): Lens {
  const requireFromTslab = createRequire(require.resolve("tslab/dist/converter.js"));
  const path = requireFromTslab.resolve("@tslab/typescript-for-tslab");
  const typescript = requireFromTslab(path) as typeof TypeScript & Internals;
  const fileWatchers = new Map<string, Set<TypeScript.FileWatcherCallback>>();
  const folderWatchers = new Map<string, Set<TypeScript.DirectoryWatcherCallback>>();
  // tslab runs the compiler's rebuild timer itself and knows no other; those set by a change in a folder are run here.
  let collected: Set<() => void> | undefined;
  const maps: Lens["maps"] = { typescript: undefined, javascript: undefined };

  const createWatchCompilerHost = (
    rootFiles: string[],
    options: TypeScript.CompilerOptions,
    system: TypeScript.System,
    ...rest: unknown[]
  ): TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram> => {
    const ownFiles = new Set(rootFiles);
    const tslabWatchFile = system.watchFile?.bind(system);
    system.watchFile = (file, callback, ...more) => {
      // tslab's own two files live in memory, and its converter holds their callbacks.
      if (ownFiles.has(file) && tslabWatchFile) return tslabWatchFile(file, callback, ...more);
      return listen(fileWatchers, file, callback);
    };
    const tslabSetTimeout = system.setTimeout?.bind(system);
    const tslabClearTimeout = system.clearTimeout?.bind(system);
    system.setTimeout = (callback, ...more): unknown => {
      if (!collected) return tslabSetTimeout?.(callback, ...more);
      collected.add(callback);
      return callback;
    };
    system.clearTimeout = (timer): void => {
      if (!collected?.delete(timer as () => void)) tslabClearTimeout?.(timer);
    };
    system.watchDirectory = (folder, callback) => listen(folderWatchers, folder, callback);
    const host = typescript.createWatchCompilerHost<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram>(
      [...rootFiles, ...alwaysLoaded],
      { ...options, inlineSourceMap: true, types: ["node"] },
      system,
      ...(rest as []),
    );
    host.createProgram = (...program) => {
      // The plain builder: the one that tslab asks for keeps account of what to check and emit again in every file, and
      // here only the cell is checked and emitted.
      const builder = typescript.createAbstractBuilder(...program);
      builder.getAllDependencies = (file) => [file.fileName];
      const emit = builder.emit.bind(builder);
      builder.emit = (file, writeFile, cancellation, onlyDeclarations, transformers) => {
        const earlierCells = [...ownFiles].filter((name) => name.endsWith(".d.ts"));
        const shorthand = earlierCells.map((name) =>
          writeOutShorthand(typescript, builder.getProgram(), name),
        );
        const before = [...shorthand, quotedPropertyNames(typescript), ...(transformers?.before ?? [])];
        return emit(file, writeFile, cancellation, onlyDeclarations, { ...transformers, before });
      };
      // tslab reads the names that these declare right away, which the other builder had worked out by now.
      for (const name of ownFiles) {
        const file = builder.getSourceFile(name);
        if (file) typescript.bindSourceFile(file, builder.getCompilerOptions());
      }
      return builder as TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;
    };
    return host;
  };

  const getPreEmitDiagnosticsOfFiles: Internals["getPreEmitDiagnosticsOfFiles"] = (program, files) => [
    ...typescript
      .getPreEmitDiagnosticsOfFiles(program, files)
      .filter((diagnostic) => !isModuleWithoutTypes(diagnostic)),
    ...files.flatMap((file) => topLevelAwaits(typescript, file)),
  ];

  const transpileModule: typeof TypeScript.transpileModule = (input, options) => {
    maps.typescript = decodeMap(input);
    const output = typescript.transpileModule(input.replace(inlineMap, ""), {
      ...options,
      transformers: { before: [interruptibleLoops(typescript)] },
      compilerOptions: { ...options.compilerOptions, sourceMap: true },
    });
    maps.javascript = output.sourceMapText;
    return { ...output, outputText: output.outputText.replace(/^\/\/# sourceMappingURL=.*$/m, "") };
  };

  const cached = require.cache[path];
  if (!cached) throw new Error("tslab's TypeScript was loaded but is not in the module cache.");
  cached.exports = { ...typescript, createWatchCompilerHost, getPreEmitDiagnosticsOfFiles, transpileModule };

  return {
    typescript,
    maps,
    fileChanged(file, kind) {
      const event =
        typescript.FileWatcherEventKind[
          ({ changed: "Changed", made: "Created", deleted: "Deleted" } as const)[kind]
        ];
      for (const callback of fileWatchers.get(file) ?? []) callback(file, event);
      if (kind === "changed") return;
      collected = new Set();
      for (const [folder, callbacks] of folderWatchers) {
        if (file.startsWith(`${folder}/`)) for (const callback of callbacks) callback(file);
      }
      const timers = collected;
      collected = undefined;
      for (const timer of timers) timer();
    },
  };
}

/** What tslab's TypeScript has beyond the published types. */
interface Internals {
  bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void;
  getPreEmitDiagnosticsOfFiles(
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
  ): readonly TypeScript.Diagnostic[];
}

function listen<Callback>(
  watchers: Map<string, Set<Callback>>,
  path: string,
  callback: Callback,
): TypeScript.FileWatcher {
  const callbacks = watchers.get(path) ?? new Set();
  watchers.set(path, callbacks.add(callback));
  return {
    close: () => {
      callbacks.delete(callback);
      if (callbacks.size === 0) watchers.delete(path);
    },
  };
}

function decodeMap(javascript: string): string | undefined {
  const encoded = inlineMap.exec(javascript)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

/**
 * Whether the compiler merely found no types for a package. It looks packages up as Node 10 did and so misses those that
 * only have an "exports" map; the import itself is left to run and to say what is missing.
 */
function isModuleWithoutTypes(diagnostic: TypeScript.Diagnostic): boolean {
  if (diagnostic.code !== 2307 && diagnostic.code !== 7016) return false;
  const source = diagnostic.file?.text.slice(
    diagnostic.start,
    (diagnostic.start ?? 0) + (diagnostic.length ?? 0),
  );
  return source !== undefined && !/^["'`][./]/.test(source);
}
