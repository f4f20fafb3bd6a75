import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

interface Layout {
  readonly root: string;
  readonly venv: string;
  readonly cache: string;
  readonly python: string;
}

interface Step {
  ready: (place: Layout) => boolean;
  run: (place: Layout, line: unknown) => Promise<string | void>;
}

interface LayoutModule {
  layout: (root: string, environment: NodeJS.ProcessEnv) => Layout;
}

/** A checkout with a lock file and nothing installed. */
async function checkout(): Promise<Layout> {
  const root = temporaryFolder();
  const packages = {
    "": { name: "workbook" },
    lib: { name: "longtail" },
    "node_modules/one": { version: "1.0.0" },
    "node_modules/for-another-platform": { version: "2.0.0", optional: true },
  };
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
  writeFileSync(join(root, "requirements.txt"), "one==1.0.0\n");
  const { layout } = await loadSetUp<LayoutModule>("layout.mjs");
  return layout(root, { HOME: join(root, "home") });
}

/** Writes npm's own record of what it has installed. */
function installed(place: Layout, version: string): void {
  mkdirSync(join(place.root, "node_modules"), { recursive: true });
  const packages = { "node_modules/one": { version } };
  writeFileSync(join(place.root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}

describe("the cache", () => {
  test("lies where XDG_CACHE_HOME says, and otherwise in the home's .cache", async () => {
    const { layout } = await loadSetUp<LayoutModule>("layout.mjs");
    assert.equal(layout("/a b", { HOME: "/home/x" }).cache, "/home/x/.cache/longtail-workbook");
    const named = layout("/a b", { HOME: "/home/x", XDG_CACHE_HOME: "/big" });
    assert.equal(named.cache, "/big/longtail-workbook");
    const relative = layout("/a b", { HOME: "/home/x", XDG_CACHE_HOME: "big" });
    assert.equal(relative.cache, "/home/x/.cache/longtail-workbook");
  });
});

describe("the step of the Node packages", () => {
  const load = async () =>
    loadSetUp<{ nodePackages: Step; matchesLock: (place: Layout) => boolean }>("steps/nodePackages.mjs");

  test("takes what npm has installed already, and is done until the lock file changes", async () => {
    const place = await checkout();
    const { nodePackages } = await load();
    installed(place, "1.0.0");
    assert.equal(nodePackages.ready(place), false);
    assert.equal(await nodePackages.run(place, undefined), "already there");
    assert.equal(nodePackages.ready(place), true);
    writeFileSync(join(place.root, "package-lock.json"), JSON.stringify({ packages: {} }));
    assert.equal(nodePackages.ready(place), false);
  });

  test("is not content with another version, or with no record of npm's", async () => {
    const place = await checkout();
    const { matchesLock } = await load();
    assert.equal(matchesLock(place), false);
    installed(place, "1.0.1");
    assert.equal(matchesLock(place), false);
    installed(place, "1.0.0");
    assert.equal(matchesLock(place), true);
  });
});

describe("the step of the Python packages", () => {
  test("is due again when the pins, the place or the interpreter change", async () => {
    const place = await checkout();
    const { pythonPackages } = await loadSetUp<{ pythonPackages: Step }>("steps/pythonPackages.mjs");
    const { digest } = await loadSetUp<{ digest: (...parts: (string | Buffer)[]) => string }>("stamp.mjs");
    assert.equal(pythonPackages.ready(place), false);
    mkdirSync(join(place.venv, "bin"), { recursive: true });
    symlinkSync(process.execPath, place.python);
    const pins = readFileSync(join(place.root, "requirements.txt"));
    writeFileSync(join(place.venv, ".longtail"), digest(pins, place.venv, process.execPath));
    assert.equal(pythonPackages.ready(place), true);
    writeFileSync(join(place.root, "requirements.txt"), "one==1.0.1\n");
    assert.equal(pythonPackages.ready(place), false);
  });
});

describe("the step of the notebook kernel", () => {
  test("names this Node and this checkout, and is due again when either changes", async () => {
    const place = await checkout();
    const { notebookKernel } = await loadSetUp<{ notebookKernel: Step }>("steps/notebookKernel.mjs");
    assert.equal(notebookKernel.ready(place), false);
    await notebookKernel.run(place, undefined);
    assert.equal(notebookKernel.ready(place), true);
    const file = join(place.venv, "share", "jupyter", "kernels", "longtail", "kernel.json");
    const spec = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const start = join(place.root, "kernel", "start.cjs");
    assert.deepEqual(spec.argv, [process.execPath, start, "{connection_file}"]);
    assert.equal(spec.interrupt_mode, "signal");
    writeFileSync(file, readFileSync(file, "utf8").replace(process.execPath, "/another/node"));
    assert.equal(notebookKernel.ready(place), false);
  });
});
