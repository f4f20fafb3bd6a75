import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { specifiedSplit } from "../../lib/experiments/specifiedSplit";
import { writeInteractions } from "./plan/ownFile";
import { temporaryFolder } from "../temporaryFolder";

const never = new AbortController().signal;
const split = { kind: "leave-last-out" } as const;

describe("which data a specification means", () => {
  test("is remembered, and found out anew where what was remembered is damaged", async () => {
    const records = temporaryFolder();
    const data = { interactions: writeInteractions(records) };
    const first = await specifiedSplit({ data, split }, records, never);
    const [name] = await fs.readdir(path.join(records, ".splits"));
    const file = path.join(records, ".splits", name);
    const whole = await fs.readFile(file, "utf8");
    assert.deepEqual(JSON.parse(whole), first.data);
    for (const damaged of ["", whole.slice(0, 30), "null", "{}"]) {
      await fs.writeFile(file, damaged);
      assert.deepEqual((await specifiedSplit({ data, split }, records, never)).data, first.data);
      assert.equal(await fs.readFile(file, "utf8"), whole);
    }
  });

  test("is another for another file of the same name, size and date", async () => {
    const records = temporaryFolder();
    const file = writeInteractions(records);
    const day = new Date("2026-01-01T00:00:00Z");
    await fs.utimes(file, day, day);
    const ask = () => specifiedSplit({ data: { interactions: file }, split }, records, never);
    const before = await ask();
    const { size } = await fs.stat(file);
    const lines = (await fs.readFile(file, "utf8")).trimEnd().split("\n");
    await fs.writeFile(file, `${[lines[0], ...lines.slice(1).reverse()].join("\n")}\n`);
    await fs.utimes(file, day, day);
    const after = await fs.stat(file);
    assert.deepEqual([after.size, after.mtimeMs], [size, day.getTime()]);
    const now = await ask();
    assert.notEqual(now.data.sha256, before.data.sha256);
    assert.equal((await now.split()).data.provenance.sha256, now.data.sha256);
  });
});
