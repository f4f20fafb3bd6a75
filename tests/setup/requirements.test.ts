import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp, root } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

type PythonFound = { path: string; version: string } | { problem: string };

interface RequirementsModule {
  nodeProblem: (version: string) => string | undefined;
  nodeIsSupported: (version: string) => boolean;
  findProgram: (name: string, environment: NodeJS.ProcessEnv) => string | undefined;
  findPython: (environment: NodeJS.ProcessEnv) => PythonFound;
  findCompiler: (environment: NodeJS.ProcessEnv) => string | undefined;
}

const load = (): Promise<RequirementsModule> => loadSetUp("requirements.mjs");

/** An executable that prints what a Python would answer. */
function program(folder: string, name: string, prints: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nprintf '${prints}'\n`, { mode: 0o755 });
  return file;
}

/** Whether npm takes a version for in a range such as "^20.19 || >=24"; enough of npm's grammar for package.json's. */
function isInRange(version: string, range: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  return range.split(" || ").some((part) => {
    const [, sign, lowestMajor, lowestMinor = "0"] = /^(\^|>=)(\d+)(?:\.(\d+))?$/.exec(part) ?? [];
    assert.ok(sign, `"${part}" is no range that this test reads`);
    if (major === Number(lowestMajor)) return minor >= Number(lowestMinor);
    return sign === ">=" && major > Number(lowestMajor);
  });
}

describe("the requirements", () => {
  test("take the releases of Node that can require ES modules", async () => {
    const { nodeIsSupported } = await load();
    for (const version of ["20.19.0", "20.20.2", "22.12.0", "22.23.3", "24.0.0", "26.1.0"]) {
      assert.ok(nodeIsSupported(version), version);
    }
    for (const version of ["18.20.8", "20.18.3", "21.7.3", "22.11.0", "23.5.0"]) {
      assert.ok(!nodeIsSupported(version), version);
    }
  });

  test("do not call a Node too old that is newer than one they take", async () => {
    const { nodeProblem } = await load();
    assert.equal(nodeProblem("22.12.0"), undefined);
    for (const version of ["18.20.8", "21.7.3", "23.5.0"]) {
      const problem = nodeProblem(version) ?? "";
      assert.match(
        problem,
        /^Node \d+\.\d+\.\d+ is not one of the supported lines \(20\.19 or newer of 20, .*\): install /,
      );
    }
  });

  test("are those that package.json tells npm", async () => {
    const { nodeIsSupported } = await load();
    const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      engines: { node: string };
    };
    for (const version of [
      "18.20.8",
      "20.18.3",
      "20.19.0",
      "21.7.3",
      "22.11.0",
      "22.12.0",
      "23.5.0",
      "24.0.0",
      "26.1.0",
    ]) {
      assert.equal(isInRange(version, engines.node), nodeIsSupported(version), version);
    }
  });

  test("pass over an old Python for a newer one further on", async () => {
    const folder = temporaryFolder();
    program(join(folder, "old"), "python3", "3.9.2\\nvenv\\n");
    const newer = program(join(folder, "new"), "python3.12", "3.12.1\\nvenv\\n");
    const { findPython } = await load();
    const found = findPython({ PATH: `${join(folder, "old")}:${join(folder, "new")}` });
    assert.deepEqual(found, { path: newer, version: "3.12.1" });
  });

  test("say which Python is too old, and what to do", async () => {
    const folder = temporaryFolder();
    program(folder, "python3", "3.9.2\\nvenv\\n");
    const found = (await load()).findPython({ PATH: folder });
    assert.ok("problem" in found);
    assert.match(found.problem, /^Python 3\.9\.2 \(.*python3\) is too old: install Python 3\.10 or newer/);
  });

  test("say that venv is missing, and what to do", async () => {
    const folder = temporaryFolder();
    program(folder, "python3", "3.11.2\\n");
    const found = (await load()).findPython({ PATH: folder });
    assert.ok("problem" in found);
    assert.match(found.problem, /^Python 3\.11\.2 \(.*\) lacks venv: .*apt install python3-venv/);
  });

  test("say that Python is missing where PATH is empty", async () => {
    const found = (await load()).findPython({ PATH: "" });
    assert.ok("problem" in found);
    assert.match(found.problem, /^Python is missing: install Python 3\.10 or newer/);
  });

  test("take the compiler that CXX names before the others", async () => {
    const folder = temporaryFolder();
    const gcc = program(folder, "g++", "12");
    const own = program(folder, "my-compiler", "1");
    const { findCompiler } = await load();
    assert.equal(findCompiler({ PATH: folder }), gcc);
    assert.equal(findCompiler({ PATH: folder, CXX: "my-compiler" }), own);
    assert.equal(findCompiler({ PATH: "" }), undefined);
  });

  test("do not take a folder or a plain file for a program", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "g++"));
    writeFileSync(join(folder, "c++"), "");
    assert.equal((await load()).findCompiler({ PATH: folder }), undefined);
  });
});
