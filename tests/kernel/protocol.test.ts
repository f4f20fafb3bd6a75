import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { NotebookClient, type ReceivedMessage } from "./notebookClient";

interface Answer {
  readonly reply: ReceivedMessage;
  readonly published: readonly ReceivedMessage[];
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Waits until a process is gone; false where it is still there after `seconds`. */
async function endsWithin(pid: number, seconds: number): Promise<boolean> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await pause(50))
    if (!isAlive(pid)) return true;
  return false;
}

describe("the kernel as a Jupyter client sees it", () => {
  const client = new NotebookClient();
  const ask = (type: string, content: object = {}, channel = "shell"): Promise<Answer> =>
    client.call("request", { type, content, channel });
  const answer = async (type: string, content: object = {}): Promise<Readonly<Record<string, unknown>>> =>
    (await ask(type, content)).reply.content;
  before(() => client.start());
  after(() => client.close());

  test("its heart beats", async () => {
    assert.equal(await client.call("beating", { seconds: 1.5 }), true);
  });

  test("kernel_info names TypeScript by the type that JupyterLab's editor knows", async () => {
    const info = await answer("kernel_info_request");
    const language = info.language_info as Record<string, string>;
    assert.equal(language.name, "typescript");
    assert.equal(language.mimetype, "application/typescript");
    assert.equal(language.file_extension, ".ts");
    assert.match(language.version, /^5\./);
    assert.match(String(info.protocol_version), /^5\./);
    assert.equal(info.status, "ok");
    assert.equal((await ask("kernel_info_request", {}, "control")).reply.type, "kernel_info_reply");
  });

  test("every request is framed by busy and idle", async () => {
    const { published } = await ask("kernel_info_request");
    assert.deepEqual(
      published.map(({ content }) => content.execution_state),
      ["busy", "idle"],
    );
  });

  test("history has the cells that ran", async () => {
    await client.value("const remembered = 1;");
    const { history } = await answer("history_request", {
      hist_access_type: "tail",
      n: 10,
      output: false,
      raw: true,
    });
    assert.deepEqual((history as unknown[][]).at(-1)?.slice(2), ["const remembered = 1;"]);
  });

  test("comms are answered: none is open, and one that is opened is closed", async () => {
    assert.deepEqual(await answer("comm_info_request", { target_name: "jupyter.widget" }), {
      status: "ok",
      comms: {},
    });
    const id = await client.call<string>("send", {
      type: "comm_open",
      content: { comm_id: "c1", target_name: "unknown", data: {} },
    });
    const messages = await client.call<readonly ReceivedMessage[]>("outputs", { id });
    assert.deepEqual(messages.find(({ type }) => type === "comm_close")?.content.comm_id, "c1");
  });

  test("a message that it does not know is passed over quietly", async () => {
    const id = await client.call<string>("send", { type: "unheard_of_request", content: {} });
    const messages = await client.call<readonly ReceivedMessage[]>("outputs", { id });
    assert.ok(messages.every(({ type }) => type === "status"));
    assert.equal(client.console, "");
  });

  test("is_complete tells finished code from half of it", async () => {
    assert.equal((await answer("is_complete_request", { code: "1 + 1" })).status, "complete");
    assert.deepEqual(await answer("is_complete_request", { code: "if (true) {" }), {
      status: "incomplete",
      indent: "  ",
    });
  });

  test("code nested too deep for the compiler gets an answer, and so does what is asked next", async () => {
    assert.equal((await answer("is_complete_request", { code: "{".repeat(6000) })).status, "unknown");
    assert.equal((await answer("kernel_info_request")).status, "ok");
  });

  test("a request without code is answered by an error, and the kernel goes on", async () => {
    // An object that String() cannot write either.
    const code = { toString: 1, valueOf: 1 };
    for (const type of ["is_complete_request", "complete_request", "inspect_request", "execute_request"]) {
      const { status, ename, evalue } = await answer(type, { code, cursor_pos: 0 });
      assert.deepEqual([status, ename], ["error", "TypeError"], type);
      assert.equal(evalue, 'The request has no code: "code" must be text.');
    }
    assert.equal(await client.value("1 + 1"), "2");
  });

  test("completion knows variables and members, and counts characters as Jupyter does", async () => {
    await client.value("const longName = { length: 1, lemon: 2 };");
    const code = '"🍋"; longName.le';
    const found = await answer("complete_request", { code, cursor_pos: Array.from(code).length });
    assert.deepEqual((found.matches as string[]).slice().sort(), ["lemon", "length"]);
    assert.equal(found.cursor_start, Array.from(code).length - 2);
    assert.equal(found.cursor_end, Array.from(code).length);
    const name = await answer("complete_request", { code: "longN", cursor_pos: 5 });
    assert.ok((name.matches as string[]).includes("longName"));
  });

  test("inspection shows a type with its documentation", async () => {
    await client.value("/** Doubles a number. */\nfunction double(n: number) { return 2 * n; }");
    const found = await answer("inspect_request", { code: "double(2)", cursor_pos: 2, detail_level: 0 });
    assert.match(
      (found.data as Record<string, string>)["text/plain"],
      /function double\(n: number\): number/,
    );
    assert.equal(
      (await answer("inspect_request", { code: "   ", cursor_pos: 1, detail_level: 0 })).found,
      false,
    );
  });

  test("completion is answered while a cell awaits", async () => {
    const id = await client.call<string>("send", {
      type: "execute_request",
      content: { code: "await new Promise((done) => setTimeout(done, 1000))", silent: false },
    });
    const began = Date.now();
    await answer("complete_request", { code: "longN", cursor_pos: 5 });
    assert.ok(Date.now() - began < 900);
    await client.call("reply", { id });
  });

  test("a restart gives a new process without the old variables", async () => {
    await client.value("const gone = 1;");
    const { pid } = await client.call<{ pid: number }>("restart");
    assert.ok(isAlive(pid));
    assert.equal((await client.execute("gone")).reply.ename, "CompileError");
    assert.equal(await client.value("1 + 1"), "2");
  });

  test("a shutdown ends the process by itself, soon and in order", async () => {
    const ended = await client.call<{ seconds: number; code: number }>("shutdown");
    assert.equal(ended.code, 0);
    assert.ok(ended.seconds < 3, `${ended.seconds} s`);
  });
});

describe("a kernel whose parent process is gone", () => {
  for (const [what, code] of [
    ["idle", "1"],
    ["in a loop that never pauses", "while (true);"],
  ]) {
    test(`ends by itself when it is ${what}`, async () => {
      const client = new NotebookClient();
      const { pid } = await client.start();
      await client.call("send", { type: "execute_request", content: { code, silent: false } });
      await pause(2000); // the watch looks once a second
      assert.ok(isAlive(pid));
      await client.vanish();
      assert.ok(await endsWithin(pid, 10));
    });
  }
});
