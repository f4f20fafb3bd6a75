import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import ts from "typescript";
import { importClosure, libraryFolder } from "../../lib/experiments/importClosure";
import { methodCode } from "../../lib/experiments/methodCode";
import { lexerReady, moduleSource } from "../../lib/experiments/moduleImports";
import { mostPopular, twoTower } from "../../lib/methods";
import { temporaryFolder } from "../temporaryFolder";

const root = path.resolve(libraryFolder, "..");

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourceFiles(file);
    return entry.name.endsWith(".ts") ? [file] : [];
  });
}

/** Hashes of methods by a copy of the library, computed in a process of its own. */
function hashesIn(folder: string): Record<string, string> {
  const program = `
    const { methodCode } = require("./lib/experiments/methodCode");
    const { methodNamed } = require("./lib/methods");
    const own = { name: "own", options: {}, fit: async () => ({}) };
    const methods = { "two-tower": methodNamed("two-tower"), ease: methodNamed("ease"), own };
    Promise.all(Object.entries(methods).map(async ([name, method]) => [name, (await methodCode(method)).sha256]))
      .then((hashes) => console.log(JSON.stringify(Object.fromEntries(hashes))));`;
  const output = execFileSync(process.execPath, ["--import", "tsx", "-e", program], { cwd: folder });
  return JSON.parse(output.toString()) as Record<string, string>;
}

/** A copy of the library in which files are changed by a comment at their end. */
function changedLibrary(...changed: string[]): string {
  const folder = temporaryFolder({ "package.json": "{}" });
  cpSync(libraryFolder, path.join(folder, "lib"), { recursive: true });
  cpSync(path.join(root, "data/catalog.json"), path.join(folder, "data/catalog.json"));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  for (const file of changed) {
    const target = path.join(folder, "lib", file);
    execFileSync("/bin/sh", ["-c", 'echo "// changed" >> "$0"', target]);
  }
  return folder;
}

describe("the code that a method depends on", () => {
  test("changes with the method and what it imports, and with nothing else", () => {
    const before = hashesIn(changedLibrary());
    const elsewhere = hashesIn(
      changedLibrary(
        "figures/styles.ts",
        "evaluation/metricsTable.ts",
        "training/showProgress.ts",
        "serving/npy.ts",
      ),
    );
    const { own, ...library } = elsewhere;
    assert.deepEqual(library, { "two-tower": before["two-tower"], ease: before.ease });
    // What a notebook's own method calls cannot be known: all that it could.
    assert.notEqual(own, before.own);
    const tower = hashesIn(changedLibrary("models/tower.ts"));
    assert.notEqual(tower["two-tower"], before["two-tower"]);
    assert.equal(tower.ease, before.ease);
    const ranks = hashesIn(changedLibrary("evaluation/ranks.ts"));
    assert.notEqual(ranks["two-tower"], before["two-tower"]);
    assert.notEqual(ranks.ease, before.ease);
  });

  test("reaches through the indices to the files of what is imported, and no further", async () => {
    const { files } = await importClosure([{ file: "methods/index.ts", names: ["twoTower"] }]);
    for (const file of ["methods/twoTower.ts", "methods/trainBaseLearner.ts", "training/trainEpochs.ts"]) {
      assert.ok(files.includes(file), file);
    }
    assert.ok(files.includes("losses/softmax.ts") && files.includes("random/stream.ts"));
    for (const room of ["figures", "notebook", "serving", "experiments", "host"]) {
      assert.ok(!files.some((file) => file.startsWith(`${room}/`)), room);
    }
    assert.ok(!files.includes("methods/mirec/mirec.ts") && !files.includes("evaluation/metricsTable.ts"));
    assert.ok(!files.some((file) => file.endsWith("index.ts")));
  });

  test("is all of an index where a name is not to be found in it", async () => {
    const all = await importClosure([{ file: "random/index.ts", names: "all" }]);
    const unknown = await importClosure([{ file: "random/index.ts", names: ["nowhere"] }]);
    assert.deepEqual(unknown, all);
    assert.deepEqual(all.files, ["random/shuffle.ts", "random/stream.ts"]);
  });

  test("is found for every method of the workbook", async () => {
    const [popular, tower] = await Promise.all([methodCode(mostPopular()), methodCode(twoTower())]);
    assert.deepEqual([popular.kind, tower.kind], ["library", "library"]);
    assert.ok(popular.files < tower.files);
  });
});

describe("the imports of a file", () => {
  test("are, in every file of the library, those that TypeScript's own parser finds", async () => {
    await lexerReady;
    let compared = 0;
    for (const file of sourceFiles(libraryFolder)) {
      const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
      const expected = new Set<string>();
      const add = (specifier: ts.Node | undefined): void => {
        if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return;
        const target = path.resolve(path.dirname(file), specifier.text);
        const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
        const isJson = target.endsWith(".json");
        expected.add(isJson ? target : isFolder ? path.join(target, "index.ts") : `${target}.ts`);
      };
      const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node)) {
          const { importClause: clause } = node;
          const named = clause?.namedBindings;
          const onlyTypes =
            named && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
          if (!clause?.isTypeOnly && !onlyTypes) add(node.moduleSpecifier);
        } else if (ts.isExportDeclaration(node)) {
          const named = node.exportClause;
          const onlyTypes =
            named && ts.isNamedExports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
          if (!node.isTypeOnly && !onlyTypes) add(node.moduleSpecifier);
        } else if (ts.isCallExpression(node) && node.expression.getText(source) === "require") {
          add(node.arguments[0]);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      const found = new Set(moduleSource(file).imports.map((one) => one.file));
      assert.deepEqual([...found].sort(), [...expected].sort(), file);
      compared += 1;
    }
    assert.ok(compared > 150);
  });
});
