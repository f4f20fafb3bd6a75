import assert from "node:assert/strict";
import { promises as fs, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { openPlainText } from "../../lib/data/own/plainTextFile";
import { temporaryFolder } from "../temporaryFolder";

/** Longer than two blocks of a file are, without a line's end. */
const longLine = (character: string): string => character.repeat(700_000);

/** What DuckDB is given of a file with this content, and whether that is the file itself. */
async function opened(content: Buffer): Promise<{ text: string; asIs: boolean }> {
  const file = path.join(temporaryFolder({ text: content }), "text");
  const plain = await openPlainText(file);
  const text = readFileSync(plain.path, "utf8");
  const asIs = plain.path === file;
  await plain.dispose();
  assert.equal(
    await fs.stat(plain.path).then(
      () => true,
      () => false,
    ),
    asIs,
  );
  return { text, asIs };
}

describe("a text file of one's own", () => {
  test("is read as it is where it is UTF-8, wherever a block of it ends within a character", async () => {
    for (const character of ["é", "€", "😀"]) {
      for (let shift = 0; shift < 4; shift++) {
        const text = `${"x".repeat(shift)}${longLine(character)}\nlast`;
        const { asIs, text: read } = await opened(Buffer.from(text));
        assert.ok(asIs, `${character} shifted by ${shift}`);
        assert.equal(read, text);
      }
    }
  });

  test("is decoded line by line where one line is not UTF-8, however long the others are", async () => {
    const long = longLine("€");
    const content = Buffer.concat([Buffer.from(`${long}\n`), Buffer.from("caf\xe9", "latin1")]);
    assert.deepEqual(await opened(content), { text: `${long}\ncafé`, asIs: false });
    const cut = Buffer.concat([Buffer.from(`first\n`), Buffer.from("€").subarray(0, 2)]);
    assert.equal((await opened(cut)).asIs, false);
  });

  test("loses carriage returns, a byte order mark and its packing, and no line", async () => {
    const long = longLine("é");
    const text = `\uFEFFuser,item\r\n${long}\r\nlast`;
    const expected = { text: `user,item\n${long}\nlast`, asIs: false };
    assert.deepEqual(await opened(Buffer.from(text)), expected);
    assert.deepEqual(await opened(gzipSync(Buffer.from(text))), expected);
  });
});
