import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { loadSetUp, root } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

interface LockModule {
  withLock: <T>(folder: string, body: () => Promise<T>, onWait?: () => void) => Promise<T>;
}

const lockModule = pathToFileURL(join(root, "setup", "lock.mjs")).href;

/** Starts another process that runs `body` (which may use withLock, shareLocksWith and fs). */
function otherProcess(context: TestContext, body: string): ChildProcess {
  const script = `
    const { withLock, shareLocksWith } = await import(${JSON.stringify(lockModule)});
    const fs = await import("node:fs");
    const { spawn } = await import("node:child_process");
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${body}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  context.after(() => child.kill("SIGKILL"));
  return child;
}

async function appears(file: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!existsSync(file)) {
    assert.ok(Date.now() < end, `${file} never came`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("the lock of set-up", () => {
  test("lets one process in at a time", async (context) => {
    const folder = temporaryFolder();
    const lock = join(folder, "lock");
    const trace = join(folder, "trace");
    const body = `
      for (let turn = 0; turn < 5; turn++) {
        await withLock(${JSON.stringify(lock)}, async () => {
          fs.appendFileSync(${JSON.stringify(trace)}, "in\\n");
          await sleep(5);
          fs.appendFileSync(${JSON.stringify(trace)}, "out\\n");
        });
      }`;
    const children = [0, 1, 2, 3].map(() => otherProcess(context, body));
    for (const [code] of (await Promise.all(children.map((child) => once(child, "exit")))) as [number][]) {
      assert.equal(code, 0);
    }
    const turns = readFileSync(trace, "utf8").trim().split("\n");
    assert.equal(turns.length, 40);
    turns.forEach((turn, index) => assert.equal(turn, index % 2 === 0 ? "in" : "out", `line ${index + 1}`));
    assert.deepEqual(readdirSync(lock), []);
  });

  test("is not kept by a process that was killed", { timeout: 30_000 }, async (context) => {
    const folder = temporaryFolder();
    const lock = join(folder, "lock");
    const inside = join(folder, "inside");
    const body = `await withLock(${JSON.stringify(lock)}, async () => {
      fs.writeFileSync(${JSON.stringify(inside)}, "");
      await sleep(60_000);
    });`;
    const child = otherProcess(context, body);
    await appears(inside);
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(readdirSync(lock).length, 1, "the dead process's claim lies there");
    const { withLock } = await loadSetUp<LockModule>("lock.mjs");
    assert.equal(await withLock(lock, () => Promise.resolve("entered")), "entered");
  });

  test("outlasts a killed owner whose child still works", { timeout: 30_000 }, async (context) => {
    const folder = temporaryFolder();
    const lock = join(folder, "lock");
    const inside = join(folder, "inside");
    const trace = join(folder, "trace");
    const working = `setTimeout(() => require("fs").appendFileSync(${JSON.stringify(trace)}, "child done\\n"), 1500)`;
    const body = `await withLock(${JSON.stringify(lock)}, async () => {
      const child = spawn(process.execPath, ["-e", ${JSON.stringify(working)}], { stdio: "ignore" });
      shareLocksWith(child.pid);
      fs.writeFileSync(${JSON.stringify(inside)}, "");
      await sleep(60_000);
    });`;
    const owner = otherProcess(context, body);
    await appears(inside);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    const { withLock } = await loadSetUp<LockModule>("lock.mjs");
    let waited = false;
    await withLock(
      lock,
      () => Promise.resolve(appendFileSync(trace, "next\n")),
      () => (waited = true),
    );
    assert.ok(waited);
    assert.equal(readFileSync(trace, "utf8"), "child done\nnext\n");
  });

  test("is not kept by a process whose number was given out again", async () => {
    const lock = join(temporaryFolder(), "lock");
    const { withLock } = await loadSetUp<LockModule>("lock.mjs");
    await withLock(lock, () => Promise.resolve());
    // This very process is alive, but it did not start at the first tick of the machine.
    writeFileSync(join(lock, `1.${process.pid}.${process.pid}.1`), "");
    assert.equal(await withLock(lock, () => Promise.resolve("entered")), "entered");
  });
});
