import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NotebookClient, published, resultData, streamText, type Execution } from "./notebookClient";

describe("running cells", () => {
  const client = new NotebookClient();
  before(() => client.start());
  after(() => client.close());

  test("a constant, a function and a class may be declared again, with another type", async () => {
    await client.value(
      'const again = 1; function twice(n: number) { return n * 2; } class Thing { kind = "old"; }',
    );
    await client.value(
      'const again = "text"; function twice(s: string) { return s + s; } class Thing { kind = 2; }',
    );
    assert.equal(
      await client.value("const typed: string = twice(again); typed + new Thing().kind"),
      "texttext2",
    );
  });

  test("functions of an earlier cell go on seeing the variables that they were made with and later assignments", async () => {
    await client.value("let counter = 0; const increase = () => ++counter;");
    await client.value("increase(); increase();");
    assert.equal(await client.value("counter"), "2");
  });

  test("objects are made of and taken apart into earlier variables, whatever their types were declared in", async () => {
    await client.value(
      "const users = 1; let items = 2; let missing = 0; const data = { users, items, deep: { users } };",
    );
    assert.equal(await client.value("({ users, items, f: () => ({ users }) }).f().users"), "1");
    assert.equal(
      await client.value("const { users: renamed, deep: { users: inner } } = data; renamed + inner"),
      "2",
    );
    assert.equal(await client.value("({ users: items } = data); items"), "1");
    assert.equal(await client.value("({ missing = 7 } = {} as { missing?: number }); missing"), "7");
    assert.equal(
      await client.value("const same: typeof data = { users: 5, items: 6, deep: { users: 7 } }; same.users"),
      "5",
    );
    assert.equal(
      await client.value("(({ users, deep: { users: other } }: typeof data) => users + other)(data)"),
      "2",
    );
  });

  test("await and for await work at the top level", async () => {
    assert.equal(await client.value("const awaited = await Promise.resolve(3); awaited"), "3");
    const cell = await client.execute(
      "async function* numbers() { yield 1; yield 2; }\nlet sum = 0;\nfor await (const one of numbers()) sum += one;\nsum",
    );
    assert.equal(resultData(cell)["text/plain"], "3");
    assert.equal(await client.value("sum"), "3");
  });

  test("await works at the top level before a bracket, too", async () => {
    assert.equal(await client.value("await (Promise.resolve(3))"), "3");
    assert.equal(await client.value("const called = await (async () => 5)(); called"), "5");
    assert.equal(await client.value("const first = await [Promise.resolve(1)][0]; first"), "1");
    assert.equal(await client.value("(await (Promise.resolve({ v: 2 }))).v"), "2");
    const nested = "const answer = async () => ({ json: async () => 4 }); await (await answer()).json()";
    assert.equal(await client.value(nested), "4");
  });

  test("for await is still refused in a function that is not async", async () => {
    const cell = await client.execute("function wrong() { for await (const one of []) one; }");
    assert.equal(cell.reply.ename, "CompileError");
  });

  test("text written is in order with what is shown, and goes to its stream", async () => {
    const cell = await client.execute(
      'import { currentHost } from "longtail";\nconsole.log("one");\ncurrentHost().display({ "text/plain": "shown" });\nconsole.error("two");\nprocess.stdout.write(Buffer.from("three"));\n"four"',
    );
    const order = cell.published.filter(({ type }) => type !== "status" && type !== "execute_input");
    assert.deepEqual(
      order.map(({ type }) => type),
      ["stream", "display_data", "stream", "stream", "execute_result"],
    );
    assert.equal(streamText(cell, "stdout"), "one\nthree");
    assert.equal(streamText(cell, "stderr"), "two\n");
  });

  test("a loop that never pauses shows what it writes while it runs", async () => {
    const id = await client.call<string>("send", {
      type: "execute_request",
      content: {
        code: 'console.log("early"); const until = Date.now() + 1500; while (Date.now() < until); 1',
      },
    });
    const early = await client.call<Execution["published"]>("later", { seconds: 0.9 });
    assert.equal(streamText({ published: early }, "stdout"), "early\n");
    assert.ok(!early.some(({ type }) => type === "execute_result"));
    await client.call("reply", { id });
  });

  test("an output of ten megabytes arrives whole, in one piece or in a hundred thousand", async () => {
    const one = await client.execute('console.log("x".repeat(10_000_000))');
    assert.equal(streamText(one, "stdout").length, 10_000_001);
    const many = await client.execute(
      'for (let i = 0; i < 100_000; i++) console.log(String(i).padStart(99, "."))',
    );
    const text = streamText(many, "stdout");
    assert.equal(text.length, 10_000_000);
    assert.equal(text.trimEnd().split("\n").length, 100_000);
  });

  test("a display with an id is replaced by the next one with that id", async () => {
    const cell = await client.execute(
      'const host = currentHost(); for (const step of [1, 2, 3]) host.display({ "text/plain": `${step}` }, { id: "bar" });',
    );
    const [first] = published(cell, "display_data");
    const updates = published(cell, "update_display_data");
    assert.deepEqual(first.content.transient, { display_id: "bar" });
    assert.deepEqual(
      updates.map(({ content }) => [
        (content.data as { "text/plain": string })["text/plain"],
        content.transient,
      ]),
      [
        ["2", { display_id: "bar" }],
        ["3", { display_id: "bar" }],
      ],
    );
  });

  test("what a cell left running writes and shows there, also while another cell runs", async () => {
    const first = await client.execute(
      'setTimeout(() => { console.log("late"); currentHost().display({ "text/plain": "late too" }); }, 150);',
    );
    const second = await client.execute(
      'await new Promise((done) => setTimeout(done, 400)); console.log("second");',
    );
    assert.equal(streamText(second, "stdout"), "second\n");
    const strays = await client.call<Execution["published"]>("later", { seconds: 0.2 });
    const late = strays.filter(({ parent }) => parent === first.id);
    assert.deepEqual(
      late.map(({ type }) => type),
      ["stream", "display_data"],
    );
  });

  test("tslab's own display goes on working", async () => {
    const cell = await client.execute('import { display } from "tslab"; display.html("<b>bold</b>");');
    assert.deepEqual(published(cell, "display_data")[0].content.data, { "text/html": "<b>bold</b>" });
  });

  test("a silent execution publishes nothing and takes no number", async () => {
    const count = Number((await client.execute("1")).reply.execution_count);
    const silent = await client.execute('console.log("unheard"); 5', { silent: true });
    assert.deepEqual([...new Set(silent.published.map(({ type }) => type))], ["status"]);
    assert.equal((await client.execute("1")).reply.execution_count, count + 1);
  });

  test("nothing was written to the console that Jupyter was started from", () => {
    assert.equal(client.console, "");
  });
});
