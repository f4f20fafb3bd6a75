import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { decodeLines, openTextFile } from "../../lib/data/reading/textFile";
import { temporaryFolder } from "../temporaryFolder";

async function textOf(content: Buffer, backslashEscapes = false): Promise<string> {
  const folder = temporaryFolder({ file: content });
  const text = await openTextFile(path.join(folder, "file"), backslashEscapes);
  await text.dispose();
  return text.bytes.toString("utf8");
}

test("lines of Latin-1 and of UTF-8 in one file are each read as what they are", async () => {
  const mixed = Buffer.concat([
    Buffer.from("Misérables\n", "latin1"),
    Buffer.from("JanÃ©s and Müller €\n", "utf8"),
    Buffer.from("plain", "latin1"),
  ]);
  assert.equal(await textOf(mixed), "Misérables\nJanÃ©s and Müller €\nplain");
});

test("a mark of byte order and carriage returns are taken away", async () => {
  assert.equal(await textOf(Buffer.from("\uFEFFa;b\r\nc;d\r\n")), "a;b\nc;d\n");
});

test("an escaped quote becomes a doubled one, a lone backslash before a closing quote stays", async () => {
  const escaped = String.raw`"1";"\"O\" Is for Outlaw";"x"
"2";"ends in \Smoke\";"x"
"3";"\Smoke\"
"4";"a \";\"b";"c\\";"x"`;
  const expected = String.raw`"1";"""O"" Is for Outlaw";"x"
"2";"ends in \Smoke\";"x"
"3";"\Smoke\"
"4";"a "";""b";"c\";"x"`;
  assert.equal(await textOf(Buffer.from(escaped), true), expected);
});

test("any UTF-8 text decodes to itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const whole = Buffer.from(text, "utf8");
      assert.equal(decodeLines(whole), whole.toString("utf8"));
    }),
  );
});

test("any bytes keep their number of lines", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const feeds = bytes.filter((byte) => byte === 10).length;
      assert.equal(decodeLines(Buffer.from(bytes)).split("\n").length - 1, feeds);
    }),
  );
});
