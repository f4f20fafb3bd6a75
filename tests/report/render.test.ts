import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeNotebook } from "./notebookFile";
import { temporaryFolder } from "../temporaryFolder";
import { render } from "./python";

// The runner is the same for every kernel, and Python's starts in a moment; notebooks of the workbook's own kernel
// are run by the kernel's tests and by `npm run report` itself.
const run = (folder: string, notebooks: string[], ...more: string[]) =>
  render([...notebooks, "--output", join(folder, "reports"), "--kernel", "python3", ...more]);
const notebook = (folder: string, name: string, ...code: string[]) =>
  writeNotebook(
    join(folder, `${name}.ipynb`),
    code.map((source) => ({ code: source })),
    "python3",
  );

describe("npm run report", { concurrency: 1 }, () => {
  it("runs a notebook top to bottom, says how far it is and writes its page", async () => {
    const folder = temporaryFolder();
    const file = notebook(folder, "01-good", "x = 20 + 1", "print('computed', x * 2)");
    const source = readFileSync(file, "utf8");
    const ran = await run(folder, [file]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /cell 2\/2 +\d+\.\d s +print\('computed', x \* 2\)/);
    const html = readFileSync(join(folder, "reports", "01-good.html"), "utf8");
    assert.match(html, /computed 42/);
    assert.match(html, /<dt>Run<\/dt>/);
    assert.match(html, /node \d+\.\d+/);
    assert.equal(readFileSync(file, "utf8"), source, "the notebook itself is left as it was");
  });

  it("names notebook, cell and error, keeps the last good page, and goes on with the others", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "reports"));
    writeFileSync(join(folder, "reports", "01-bad.html"), "the last good page");
    const bad = notebook(folder, "01-bad", "# why\nvalue = 1", "raise ValueError('boom')");
    const good = notebook(folder, "02-good", "print('well')");
    const ran = await run(folder, [bad, good]);
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /01-bad, cell 2 \(raise ValueError\('boom'\)\): ValueError: boom/);
    assert.match(ran.stderr, /1 of 2 notebooks failed/);
    assert.equal(readFileSync(join(folder, "reports", "01-bad.html"), "utf8"), "the last good page");
    assert.match(readFileSync(join(folder, "reports", "02-good.html"), "utf8"), /well/);
    assert.deepEqual(readdirSync(join(folder, "reports")).sort(), [
      "01-bad.html",
      "02-good.html",
      "index.html",
    ]);
  });

  it("links the pages of a folder with each other, and an index with all", async () => {
    const folder = temporaryFolder();
    const files = ["01-one", "02-two"].map((name) => notebook(folder, name, `print("${name}")`));
    assert.equal((await run(folder, [files[1]])).code, 0);
    const ran = await run(folder, files);
    assert.match(ran.stdout, /\[1\/2\] 01-one/);
    assert.match(ran.stdout, /file:\/\/.*index\.html \(\d+ s in all\)/);
    const page = (name: string) => readFileSync(join(folder, "reports", name), "utf8");
    assert.match(page("01-one.html"), /<a href="02-two\.html">Next: /);
    assert.match(page("02-two.html"), /<a href="01-one\.html">Previous: /);
    for (const name of ["01-one.html", "02-two.html"])
      assert.match(page("index.html"), new RegExp(`"${name}"`));
  });

  it("makes no page of a chapter that finds itself out of date, and keeps the last good one", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "reports"));
    writeFileSync(join(folder, "reports", "08-stale.html"), "the last good page");
    const footer = `{"application/vnd.longtail.footer+json": {"problems": ["The cell \\"a\\" was changed."]}, "text/plain": ""}`;
    const file = notebook(
      folder,
      "08-stale",
      `from IPython.display import display; display(${footer}, raw=True)`,
    );
    const ran = await run(folder, [file]);
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /08-stale shows what is out of date, .*The cell "a" was changed\./);
    assert.match(ran.stderr, /file:\/\/.*08-stale\.ipynb/, "failures are named with links");
    assert.equal(readFileSync(join(folder, "reports", "08-stale.html"), "utf8"), "the last good page");
  });

  it("gives up on a cell that takes too long and says how to give it more", async () => {
    const folder = temporaryFolder();
    const ran = await run(
      folder,
      [notebook(folder, "03-slow", "import time; time.sleep(60)")],
      "--cell-timeout",
      "2",
    );
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /03-slow, cell 1 .*still running after 2 s; give it more with --cell-timeout/);
  });

  it("says that the kernel died when a cell takes it down", async () => {
    const folder = temporaryFolder();
    const ran = await run(folder, [notebook(folder, "04-dead", "import os; os._exit(3)")]);
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /04-dead, cell 1 .*the kernel died/);
  });

  it("stops when it is told to, takes the kernel with it and leaves no half page", async () => {
    const folder = temporaryFolder();
    const pid = join(folder, "pid");
    const file = notebook(
      folder,
      "05-stopped",
      `import os; open(${JSON.stringify(pid)}, "w").write(str(os.getpid()))`,
      "import time; time.sleep(60)",
    );
    const started = Date.now();
    const ran = await render(
      [file, "--output", join(folder, "reports"), "--kernel", "python3"],
      (output, signal) => output.includes("cell 1/2") && setTimeout(() => signal("SIGINT"), 300),
    );
    assert.equal(ran.code, 130, ran.stderr);
    assert.match(ran.stderr, /Stopped at 05-stopped/);
    assert.doesNotMatch(ran.stderr, /Traceback/);
    assert.equal(ran.stderr.trim().split("\n").length, 1);
    assert.ok(Date.now() - started < 30_000);
    assert.equal(existsSync(join(folder, "reports")), false);
    assert.throws(() => process.kill(Number(readFileSync(pid, "utf8")), 0), /ESRCH/);
  });

  it("names the nearest notebooks for one that is not there", async () => {
    const ran = await render(["01-the-lon-tail"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /There is no notebook '01-the-lon-tail'; the nearest (is|are) 01-the-long-tail/);
    assert.equal(ran.stderr.trim().split("\n").length, 1);
  });

  it("says in a sentence that a file is not a notebook, and that a kernel is not installed", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "06-broken.ipynb"), "{ not json");
    const broken = await run(folder, [join(folder, "06-broken.ipynb")]);
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /06-broken\.ipynb is not a notebook/);
    const file = notebook(folder, "07-kernel", "1");
    const missing = await render([file, "--output", folder, "--kernel", "no-such-kernel"]);
    assert.match(missing.stderr, /The kernel 'no-such-kernel' is not installed; run npm start/);
    assert.doesNotMatch(missing.stderr, /Traceback/);
  });
});
