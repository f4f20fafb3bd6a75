import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp, root } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

/** A clone of which only set-up's own files are there, in a path with a space. */
function bareClone(): string {
  const clone = join(temporaryFolder(), "the clone");
  mkdirSync(clone);
  for (const name of ["setup", "package.json", "package-lock.json", "requirements.txt"]) {
    cpSync(join(root, name), join(clone, name), { recursive: true });
  }
  return clone;
}

function run(clone: string, args: string[], environment: NodeJS.ProcessEnv) {
  const answer = spawnSync(process.execPath, [join(clone, "setup", "main.mjs"), ...args], {
    cwd: clone,
    env: environment,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { code: answer.status, out: answer.stdout, error: answer.stderr };
}

describe("npm run doctor", () => {
  test("works before set-up, installs nothing and names what is missing", () => {
    const clone = bareClone();
    const answer = run(clone, ["doctor"], { ...process.env, HOME: clone, XDG_CACHE_HOME: undefined });
    assert.equal(answer.code, 1);
    assert.match(answer.out, /^Node +ok +\d+\.\d+\.\d+/m);
    assert.match(answer.out, /^Node packages +missing +no node_modules yet\n +-> npm start/m);
    assert.match(answer.out, /^Native engine +missing/m);
    assert.equal(answer.error, "");
    const { code } = run(clone, ["doctor"], { ...process.env, HOME: clone, XDG_CACHE_HOME: undefined });
    assert.equal(code, 1, "it is as missing as before");
  });

  test("has one thing to do for each program that PATH does not have", () => {
    const answer = run(bareClone(), ["doctor"], { PATH: "", HOME: "/nowhere" });
    assert.equal(answer.code, 1);
    assert.match(answer.out, /^Python +missing +Python is missing\n +-> install Python 3\.10 or newer/m);
    assert.match(
      answer.out,
      /^C\+\+ compiler +missing +none found .*\n +-> install one; .*apt install g\+\+/m,
    );
    assert.match(
      answer.out,
      /^Chromium +optional +none found\n +-> only images, PDFs and the browser tests need it/m,
    );
    assert.match(answer.out, /^Missing: Python, C\+\+ compiler, Node packages/m);
  });

  test("takes Chromium from where LONGTAIL_CHROMIUM says, as drawing images does", () => {
    const found = (program: string): string =>
      run(bareClone(), ["doctor"], { PATH: "", HOME: "/nowhere", LONGTAIL_CHROMIUM: program }).out;
    assert.ok(found(process.execPath).includes(process.execPath));
    assert.match(
      found("/nowhere/chrome"),
      /^Chromium +optional +LONGTAIL_CHROMIUM names \/nowhere\/chrome, which/m,
    );
  });
});

describe("a command that cannot be done", () => {
  test("says so in one sentence, without a stack trace", () => {
    const clone = bareClone();
    const answer = run(clone, ["strat"], process.env);
    assert.equal(answer.code, 1);
    assert.match(answer.error, /^There is no command "strat": use npm start, .*\.\n$/);
  });

  test("names every missing program before it downloads anything", () => {
    const clone = bareClone();
    const answer = run(clone, ["start"], { PATH: "", HOME: clone });
    assert.equal(answer.code, 1);
    assert.match(answer.error, /npm is missing: .*; Python is missing: install Python 3\.10 or newer/);
    assert.doesNotMatch(answer.error, /^\s+at /m);
  });
});

describe("npm test -- NAMES", () => {
  const load = async () =>
    loadSetUp<{ testFiles: (root: string, names: string[]) => string[] }>("commands/test.mjs");

  test("finds the tests of a folder and of those below it, and takes a file as it is", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "tests", "deep", "er"), { recursive: true });
    for (const file of ["b.test.ts", "a.test.ts", "helper.ts", "deep/er/c.test.ts"]) {
      writeFileSync(join(folder, "tests", file), "");
    }
    const { testFiles } = await load();
    const all = ["tests/a.test.ts", "tests/b.test.ts", "tests/deep/er/c.test.ts"];
    assert.deepEqual(testFiles(folder, ["tests"]), all);
    assert.deepEqual(testFiles(folder, ["tests/deep", "tests/a.test.ts"]), [all[2], all[0]]);
  });

  test("refuses a name that holds no test", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "tests"));
    const { testFiles } = await load();
    assert.throws(() => testFiles(folder, ["tests/splitting"]), /There are no tests at tests\/splitting/);
    assert.throws(() => testFiles(folder, ["tests"]), /The folder tests holds no test/);
  });
});

describe("a program in the foreground", () => {
  interface ForegroundModule {
    runInForeground: (command: string, args: string[], options: { cwd: string }) => Promise<number>;
  }

  test("gets its arguments unchanged and gives back its exit code", async () => {
    const cwd = temporaryFolder();
    const { runInForeground } = await loadSetUp<ForegroundModule>("foreground.mjs");
    const script = 'process.exit(process.argv[1] === "two words" && process.argv[2] === "$HOME" ? 7 : 1)';
    assert.equal(await runInForeground(process.execPath, ["-e", script, "two words", "$HOME"], { cwd }), 7);
  });

  test("gives back 128 and the number of the signal that ended it", async () => {
    const cwd = temporaryFolder();
    const { runInForeground } = await loadSetUp<ForegroundModule>("foreground.mjs");
    assert.equal(await runInForeground("sh", ["-c", "kill -TERM $$"], { cwd }), 143);
  });

  test("that cannot be started is told in one sentence", async () => {
    const cwd = temporaryFolder();
    const { runInForeground } = await loadSetUp<ForegroundModule>("foreground.mjs");
    await assert.rejects(runInForeground("no-such-program", [], { cwd }), /npm run doctor/);
  });
});

describe("the room that set-up needs", () => {
  test("is asked for by disk, and a lack of it is told with what to do", async () => {
    const folder = temporaryFolder();
    interface SetUpModule {
      missingRoom: (rooms: { folder: string; bytes: number }[]) => string[];
    }
    const { missingRoom } = await loadSetUp<SetUpModule>("setUp.mjs");
    assert.deepEqual(missingRoom([{ folder: join(folder, "not", "there"), bytes: 1 }]), []);
    const [problem, ...more] = missingRoom([
      { folder, bytes: 1e18 },
      { folder, bytes: 1e18 },
    ]);
    assert.match(problem, /^Set-up needs 2000000000000 MB of disk .*XDG_CACHE_HOME/);
    assert.deepEqual(more, []);
  });
});
