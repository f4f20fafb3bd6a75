import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

interface StampModule {
  readStamp: (file: string) => string | undefined;
  writeStamp: (file: string, value: string) => void;
  removePartials: (folder: string) => void;
  digest: (...parts: string[]) => string;
}

describe("a stamp", () => {
  test("is read as it was written, and is undefined before", async () => {
    const { readStamp, writeStamp } = await loadSetUp<StampModule>("stamp.mjs");
    const file = join(temporaryFolder(), "deep", "stamp");
    assert.equal(readStamp(file), undefined);
    writeStamp(file, "one");
    writeStamp(file, "two");
    assert.equal(readStamp(file), "two");
    assert.deepEqual(readdirSync(join(file, "..")), ["stamp"], "no temporary file stays");
  });

  test("of other parts differs, even where their text runs together alike", async () => {
    const { digest } = await loadSetUp<StampModule>("stamp.mjs");
    assert.notEqual(digest("ab", "c"), digest("a", "bc"));
    assert.equal(digest("ab", "c"), digest("ab", "c"));
  });

  test("what a killed set-up left half made is removed, and nothing else", async () => {
    const { removePartials } = await loadSetUp<StampModule>("stamp.mjs");
    const folder = temporaryFolder();
    mkdirSync(join(folder, "tensorflow.partial-123", "inner"), { recursive: true });
    mkdirSync(join(folder, "tensorflow"));
    writeFileSync(join(folder, "notes-partial.txt"), "");
    removePartials(folder);
    assert.deepEqual(readdirSync(folder).sort(), ["notes-partial.txt", "tensorflow"]);
  });
});
