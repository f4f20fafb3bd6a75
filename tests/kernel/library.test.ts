import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NotebookClient, traceback } from "./notebookClient";
import { SmallRepository } from "./smallRepository";

describe("the library in a notebook", () => {
  const small = new SmallRepository({
    "lib/index.ts": 'export * from "./outer";\nexport * from "./apart";\nexport * from "./host";\n',
    "lib/outer/index.ts": 'export * from "./outer";\n',
    "lib/outer/outer.ts":
      'import { inner } from "../inner";\nexport const outer = (): string => `outer of ${inner()}`;\n',
    "lib/inner/index.ts": 'export * from "./inner";\n',
    "lib/inner/inner.ts": 'export function inner(): string {\n  return "inner 1";\n}\n',
    "lib/apart.ts": "export class Apart {}\n",
    "node_modules/esm-only/package.json":
      '{"name": "esm-only", "type": "module", "exports": {"import": "./main.js"}}',
    "node_modules/esm-only/main.js":
      "export const named = 4;\nexport default function five() { return 5; }\n",
  });
  const client = new NotebookClient(small.root);
  before(() => client.start());
  after(() => client.close());

  test("is imported by its name, wherever the server was started", async () => {
    assert.equal(await client.value('import * as lt from "longtail"; lt.outer()'), "outer of inner 1");
  });

  test("shows an edit after the import cell is run again, through barrels and in files that depend on it", async () => {
    small.write("lib/inner/inner.ts", 'export function inner(): string {\n  return "inner 2";\n}\n');
    assert.equal(await client.value("lt.outer()"), "outer of inner 1", "no cell imported it again yet");
    assert.equal(await client.value('import * as lt from "longtail"; lt.outer()'), "outer of inner 2");
  });

  test("shows edits made at once after each other", async () => {
    for (let edit = 0; edit < 5; edit++) {
      small.write("lib/inner/inner.ts", `export function inner(): string {\n  return "edit ${edit}";\n}\n`);
      assert.equal(await client.value('import * as lt from "longtail"; lt.outer()'), `outer of edit ${edit}`);
    }
  });

  test("has the types of an edit at once, too", async () => {
    small.write("lib/outer/outer.ts", "export const outer = (): number => 7;\n");
    assert.equal(
      await client.value('import * as lt from "longtail"; const seven: number = lt.outer(); seven'),
      "7",
    );
    small.write("lib/outer/outer.ts", "export const outer = (): number => 7;\nexport const added = 8;\n");
    assert.equal(await client.value('import * as lt from "longtail"; lt.added'), "8");
  });

  test("takes up a file that is new", async () => {
    small.write(
      "lib/index.ts",
      'export * from "./outer";\nexport * from "./fresh";\nexport * from "./apart";\n',
    );
    const missing = await client.execute('import * as lt from "longtail"; lt.outer()');
    assert.match(traceback(missing.reply), /Cannot find module '\.\/fresh'/);
    small.write("lib/fresh/index.ts", "export const fresh: string = 'new';\n");
    assert.equal(
      await client.value('import * as lt from "longtail"; const text: string = lt.fresh; text'),
      "new",
    );
  });

  test("keeps what an edit does not reach: the classes of earlier variables stay the same", async () => {
    await client.value('import * as lt from "longtail"; const made = new lt.Apart();');
    small.write("lib/outer/outer.ts", "export const outer = (): number => 9;\n");
    assert.equal(await client.value('import * as lt from "longtail"; lt.outer()'), "9");
    assert.equal(await client.value("made instanceof lt.Apart"), "true");
  });

  test("names its TypeScript lines in a traceback, also after an edit moved them", async () => {
    const fails = "export function outer(): number {\n  throw new RangeError('moved');\n}\n";
    small.write("lib/outer/outer.ts", fails);
    const first = await client.execute('import * as lt from "longtail";\n\nlt.outer();');
    assert.match(traceback(first.reply), /^ {4}at (?:Object\.)?outer \(lib\/outer\/outer\.ts:2:9\)$/m);
    small.write("lib/outer/outer.ts", `interface Unused {\n  readonly a: number;\n}\n\n${fails}`);
    const second = await client.execute('import * as lt from "longtail";\n\nlt.outer();');
    assert.match(traceback(second.reply), /\(lib\/outer\/outer\.ts:6:9\)$/m);
    assert.match(traceback(second.reply), /at Cell \d+, line 3, column 4$/m);
  });

  test("tells where a file of it cannot be read, by its path in the repository", async () => {
    small.write("lib/outer/outer.ts", "export const outer = (: number => 7;\n");
    const broken = await client.execute('import * as lt from "longtail"; lt.outer()');
    assert.equal(broken.reply.status, "error");
    assert.match(traceback(broken.reply), /lib\/outer\/outer\.ts:1:\d+/);
    assert.doesNotMatch(traceback(broken.reply), /small repository/);
    small.write("lib/outer/outer.ts", "export const outer = (): number => 7;\n");
    assert.equal(await client.value('import * as lt from "longtail"; lt.outer()'), "7");
  });

  test("stands beside packages that are ES modules only", async () => {
    assert.equal(await client.value('import five, { named } from "esm-only"; five() + named'), "9");
    assert.equal(await client.value('(await import("esm-only")).named'), "4");
  });
});
