import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

interface RunLoggedModule {
  runLogged: (options: {
    what: string;
    command: string;
    args: string[];
    log: string;
    cwd: string;
    line: { update(detail: string): void; live: boolean };
  }) => Promise<void>;
}

const line = { live: false, update: () => {} };

describe("a program that set-up runs", () => {
  test("leaves what it says in its log", async () => {
    const cwd = temporaryFolder();
    const log = join(cwd, "logs", "echo.log");
    const { runLogged } = await loadSetUp<RunLoggedModule>("runLogged.mjs");
    await runLogged({ what: "Echo", command: "sh", args: ["-c", "echo out; echo err >&2"], log, cwd, line });
    assert.equal(readFileSync(log, "utf8"), "out\nerr\n");
  });

  test("that fails is told in one sentence: what, why, where its log is and what to do", async () => {
    const cwd = temporaryFolder();
    const log = join(cwd, "step.log");
    const { runLogged } = await loadSetUp<RunLoggedModule>("runLogged.mjs");
    const failing = (said: string) =>
      runLogged({ what: "The step", command: "sh", args: ["-c", `echo '${said}'; exit 3`], log, cwd, line });
    await assert.rejects(failing("OSError: [Errno 28] No space left on device"), (error: Error) => {
      assert.equal(
        error.message,
        `The step failed (exit code 3); the disk is full: free some space, then run the command again; log: ${log}`,
      );
      return true;
    });
    await assert.rejects(failing("npm error code ENOTFOUND"), /package registry could not be reached/);
    await assert.rejects(failing("something new"), /read the log's last lines/);
  });

  test("that does not exist is told likewise", async () => {
    const cwd = temporaryFolder();
    const { runLogged } = await loadSetUp<RunLoggedModule>("runLogged.mjs");
    const options = {
      what: "The step",
      command: "no-such-program",
      args: [],
      log: join(cwd, "log"),
      cwd,
      line,
    };
    await assert.rejects(runLogged(options), /^Failure: The step failed \(spawn no-such-program ENOENT\)/);
  });
});
