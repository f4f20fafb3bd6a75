import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NotebookClient, published, streamText } from "./notebookClient";
import { SmallRepository } from "./smallRepository";

describe("interrupting a notebook", () => {
  const small = new SmallRepository({
    "lib/index.ts": 'export * from "./work";\n',
    "lib/work.ts": [
      'import { currentHost } from "./host";',
      "export const steps = { done: 0 };",
      "const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));",
      "/** Works until its signal is raised, and takes `slow` ms to notice. */",
      "export async function work(slow = 0): Promise<void> {",
      "  const signal = currentHost().signal();",
      "  while (!signal.aborted) {",
      "    steps.done++;",
      "    await pause(5);",
      "  }",
      "  await pause(slow);",
      "  signal.throwIfAborted();",
      "}",
      "",
    ].join("\n"),
  });
  const client = new NotebookClient(small.root);
  before(async () => {
    await client.start();
    await client.value('import { work, steps } from "longtail"; const kept = "still here";');
  });
  after(() => client.close());

  const standsStill = async (): Promise<void> => {
    const now = await client.value("steps.done");
    assert.equal(await client.value("await new Promise((done) => setTimeout(done, 100)); steps.done"), now);
  };

  test("answers an awaiting cell at once, ends the library's work and keeps the variables", async () => {
    const cell = await client.execute("let before = 1;\nconsole.log('go');\nawait work();\nlet behind = 2;", {
      interrupt_at: "go",
    });
    assert.equal(cell.reply.ename, "Interrupted");
    assert.equal(published(cell, "error")[0].content.ename, "Interrupted");
    assert.ok((cell.afterInterrupt ?? Infinity) < 1000, `${cell.afterInterrupt} ms`);
    assert.equal(await client.value("kept + before"), "still here1");
    await standsStill();
  });

  test("answers at once although the library is slow to notice, and the next cell works undisturbed", async () => {
    const cell = await client.execute("console.log('go'); await work(800);", { interrupt_at: "go" });
    assert.ok((cell.afterInterrupt ?? Infinity) < 600, `${cell.afterInterrupt} ms`);
    const next = await client.execute("await new Promise((done) => setTimeout(done, 1200)); 'next'");
    assert.equal(next.reply.status, "ok");
    assert.equal(published(next, "error").length, 0, "the late end of the stopped call is no news");
  });

  test("stops a loop that never pauses", async () => {
    const cell = await client.execute("let turns = 0;\nconsole.log('go');\nwhile (true) turns++;", {
      interrupt_at: "go",
    });
    assert.equal(cell.reply.ename, "Interrupted");
    assert.ok((cell.afterInterrupt ?? Infinity) < 1000, `${cell.afterInterrupt} ms`);
    assert.equal(await client.value("typeof turns"), "number");
  });

  test("stops a loop that never pauses after an await", async () => {
    const cell = await client.execute(
      "await null;\nlet spins = 0;\nconsole.log('go');\nwhile (true) spins++;",
      {
        interrupt_at: "go",
        timeout: 10,
      },
    );
    assert.equal(cell.reply.ename, "Interrupted");
    assert.equal(await client.value("1 + 1"), "2");
  });

  test("also stops what an earlier cell left running", async () => {
    const begun = await client.execute("const unawaited = work(); steps.done");
    assert.equal(begun.reply.status, "ok");
    await client.execute("console.log('go'); await new Promise(() => {});", { interrupt_at: "go" });
    await standsStill();
  });

  test("is no stop for the cells that come after", async () => {
    assert.equal(
      await client.value(
        "await Promise.race([work(), new Promise((done) => setTimeout(done, 100, 'runs'))])",
      ),
      "runs",
    );
    await client.call("interrupt");
    await client.call("later", { seconds: 0.3 });
    await standsStill();
  });

  test("lets the output that was written before it through", async () => {
    const cell = await client.execute('console.log("written, go"); await work();', { interrupt_at: "go" });
    assert.equal(streamText(cell, "stdout"), "written, go\n");
  });
});
