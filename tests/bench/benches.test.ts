import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { benches } from "../../bench/benches";

interface BenchCommand {
  readonly benchesWithoutPython: readonly string[];
  readonly needsPython: (args: readonly string[]) => boolean;
}

const command = async (): Promise<BenchCommand> => {
  const file = join(__dirname, "..", "..", "setup", "commands", "bench.mjs");
  return (await import(pathToFileURL(file).href)) as BenchCommand;
};

test("set-up and the benches agree on which of them need no Python packages", async () => {
  const { benchesWithoutPython } = await command();
  const without = benches.filter(({ needsPython }) => !needsPython).map(({ name }) => name);
  assert.deepEqual([...benchesWithoutPython].sort(), without.sort());
});

test("PyTorch is installed for the benches that need it alone", async () => {
  const { needsPython } = await command();
  assert.equal(needsPython([]), true);
  assert.equal(needsPython(["exact-step", "--pairs", "3"]), true);
  assert.equal(needsPython(["kernel-start", "--json", "out.json"]), false);
  assert.equal(needsPython(["--json", "exact-step", "kernel-start"]), false);
  assert.equal(needsPython(["--help"]), false);
});
