import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NotebookClient, published, streamText, traceback } from "./notebookClient";

describe("errors in a notebook", () => {
  const client = new NotebookClient();
  before(() => client.start());
  after(() => client.close());

  test("a thrown error is an error message and an error reply with name, text and the cell's line", async () => {
    const cell = await client.execute(
      'interface Gone { a: number }\n\n// types and empty lines vanish\nfunction fails(): number {\n\n  throw new RangeError("boom");\n}\n\nconst one = [\n  1,\n  fails(),\n];',
    );
    const [error] = published(cell, "error");
    assert.equal(error.content.ename, "RangeError");
    assert.equal(error.content.evalue, "boom");
    assert.deepEqual(cell.reply.traceback, error.content.traceback);
    assert.equal(cell.reply.status, "error");
    const count = String(cell.reply.execution_count);
    const text = traceback(error.content);
    assert.match(text, new RegExp(`at fails \\(Cell ${count}, line 6, column 9\\)`));
    assert.match(text, new RegExp(`at Cell ${count}, line 11, column 3$`, "m"));
    assert.match(text, /^6 \| {3}throw new RangeError\("boom"\);\n {2}\| {9}\^$/m);
    assert.equal(text.split("\n").filter((line) => line.includes("    at ")).length, 2, text);
    assert.equal(streamText(cell, "stderr"), "");
  });

  test("frames of the kernel, its tools and Node are left out after an await, in a callback and in a timer", async () => {
    const cell = await client.execute(
      "await new Promise((done) => setTimeout(done, 5));\nawait Promise.all([1].map(async (one) => {\n  await null;\n  throw new Error(`${one}`);\n}));",
    );
    const text = traceback(cell.reply);
    assert.match(text, /Cell \d+, line 4, column 9/);
    assert.doesNotMatch(text, /kernel|tslab|tsx|node:|evalmachine|\.notebook/);
  });

  test("an error names the cell that defined the function, not only the one that called it", async () => {
    const defining = await client.execute(
      "function later() {\n  return null.length;\n}".replace("null", "(null as string)"),
    );
    const calling = await client.execute("\nlater();");
    const text = traceback(calling.reply);
    assert.match(text, new RegExp(`Cell ${String(defining.reply.execution_count)}, line 2`));
    assert.match(text, new RegExp(`Cell ${String(calling.reply.execution_count)}, line 2, column 1`));
    assert.equal(calling.reply.ename, "TypeError");
  });

  test("causes are shown, and so are values that are no errors", async () => {
    const caused = await client.execute('throw new Error("outer", { cause: new TypeError("inner") });');
    assert.match(traceback(caused.reply), /Error: outer[^]*Caused by: TypeError: inner/);
    const text = await client.execute('throw "only text";');
    assert.equal(text.reply.evalue, "'only text'");
    const nothing = await client.execute("throw undefined;");
    assert.equal(nothing.reply.status, "error");
    assert.equal(nothing.reply.evalue, "undefined");
  });

  test("a printed error names the cell's line as well", async () => {
    const cell = await client.execute('\n\nconsole.error(new Error("printed"));');
    assert.match(streamText(cell, "stderr"), /Error: printed\n {4}at Cell \d+, line 3, column 15\n/);
  });

  test("a compile error shows line, column, the line with a caret and TypeScript's code", async () => {
    const cell = await client.execute('const right = 1;\nconst wrong: number = "text";');
    const count = String(cell.reply.execution_count);
    assert.equal(cell.reply.ename, "CompileError");
    assert.equal(
      traceback(cell.reply),
      `CompileError: Cell ${count}, line 2, column 7: Type 'string' is not assignable to type 'number'. (TS2322)\n` +
        '2 | const wrong: number = "text";\n  |       ^',
    );
    assert.equal(published(cell, "error").length, 1);
  });

  test("a compile error tells all that is wrong, each once, and syntax errors too", async () => {
    const two = await client.execute("unknownName;\n[1].nothing;");
    assert.match(traceback(two.reply), /line 1, column 1: .*unknownName.*\n.*\n.*\n\n.*line 2, column 5: /);
    const chain = await client.execute(
      "const a: { b: { c: number } } = { b: { c: '1' } }; const f: (x: { y: number }) => void = (x: { y: string }) => {};",
    );
    assert.equal(published(chain, "error").length, 1);
    const syntax = await client.execute("const broken = (;");
    assert.match(traceback(syntax.reply), /line 1, column 17: Expression expected\. \(TS1109\)/);
  });

  test("a package that is not installed is named, without a list of files", async () => {
    const cell = await client.execute('import missing from "not-installed-package";\nmissing');
    assert.match(traceback(cell.reply), /^Error: Cannot find module 'not-installed-package'\n/);
    assert.doesNotMatch(traceback(cell.reply), /Require stack/);
  });

  test("a rejection that nobody awaits appears in its cell, and the kernel lives", async () => {
    const cell = await client.execute('void Promise.reject(new Error("nobody waits"));\n"fine"');
    assert.equal(cell.reply.status, "ok");
    assert.match(
      traceback(published(cell, "error")[0].content),
      /nobody awaited[^]*Error: nobody waits[^]*line 1/,
    );
    assert.equal(await client.value("1 + 1"), "2");
  });

  test("a throw in a timer appears at the last cell, and the kernel lives", async () => {
    await client.value('setTimeout(() => { throw new Error("in a timer"); }, 100);');
    const last = await client.execute("const last = 1;");
    const strays = await client.call<typeof last.published>("later", { seconds: 0.5 });
    const error = strays.find((message) => message.type === "error");
    assert.equal(error?.parent, last.id);
    assert.match(traceback(error?.content ?? {}), /Error: in a timer[^]*line 1, column 26/);
    assert.equal(await client.value("last"), "1");
  });

  test("what was declared before the failing line stays, and what came after it is as before", async () => {
    await client.value('const early = "old"; const late = "old";');
    const cell = await client.execute(
      'const early = "new";\nif (early) throw new Error("between");\nconst late = 5;',
    );
    assert.equal(cell.reply.status, "error");
    assert.equal(await client.value("const both: string = early + late; both"), "newold");
  });

  test("cells queued behind a failing one are aborted, later ones run", async () => {
    const send = (code: string): Promise<string> =>
      client.call("send", { type: "execute_request", content: { code, silent: false, stop_on_error: true } });
    const failing = await send('await new Promise((go) => setTimeout(go, 500)); throw new Error("first");');
    const queued = await send("globalThis.ran = true;");
    const status = async (id: string): Promise<unknown> =>
      (await client.call<{ content: { status: string } }>("reply", { id })).content.status;
    assert.equal(await status(failing), "error");
    assert.equal(await status(queued), "aborted");
    assert.equal(await client.value('"ran" in globalThis'), "false");
  });
});
