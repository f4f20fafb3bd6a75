import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineAt, linesOfAccepted, RowLocator } from "../../lib/data/reading/lineLocator";

const quoted = { quoted: true, header: false, delimiter: ";" };

test("accepted rows are found by line, over line ends in quoted values, blank lines and refused rows", () => {
  const text = ['"a";"x"', "", '"b";"two ""quoted', 'lines"""', "refused", 'c;pl"ain', '"d";""', ""].join(
    "\n",
  );
  const refused = [
    { offset: Buffer.byteLength('"a";"x"\n\n"b";"two ""quoted\nlines"""\n'), text: "refused" },
  ];
  const lines = linesOfAccepted(Buffer.from(text), [0, 1, 2, 3], quoted, refused);
  assert.deepEqual(lines, [1, 3, 6, 7]);
});

test("quotes mean nothing where values are never quoted", () => {
  const plain = { quoted: false, header: true, delimiter: "|" };
  assert.deepEqual(linesOfAccepted(Buffer.from('id|title\n1|"open\n2|x\n'), [0, 1], plain, []), [2, 3]);
});

test("a doubled quote in a value without quotes opens nothing", () => {
  assert.deepEqual(linesOfAccepted(Buffer.from('x""y;1\nb;2\n'), [0, 1], quoted, []), [1, 2]);
});

test("a refused row that DuckDB starts at the blank line before it is counted from its own line", () => {
  const bytes = Buffer.from("a\n\n\nbroken\nb\n");
  assert.equal(lineAt(bytes, 2), 4);
  assert.deepEqual(
    linesOfAccepted(bytes, [0, 1], { ...quoted, quoted: false }, [{ offset: 2, text: "\n\nbroken" }]),
    [1, 5],
  );
});

test("a file fed in pieces of any size has the lines it has when fed whole", () => {
  const form = { quoted: true, header: true, delimiter: "," };
  const line = fc.constantFrom("a,b", '"a,b",c', '"two\nlines",c', "", 'a"b,c', '"q""q",z');
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 7 }), (lines, size) => {
      const bytes = Buffer.from(lines.join("\n"));
      const positions = lines.map((_, index) => index);
      const whole = linesOfAccepted(bytes, positions, form, []);
      const pieces = new RowLocator(positions, form, []);
      for (let start = 0; start < bytes.length; start += size)
        pieces.feed(bytes.subarray(start, start + size));
      assert.deepEqual(pieces.accepted, whole);
    }),
  );
});
