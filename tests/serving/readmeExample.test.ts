import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

test("the README's Python example is the one that is tested", () => {
  const readme = readFileSync(join(__dirname, "..", "..", "README.md"), "utf8");
  const example = readFileSync(join(__dirname, "top10.py"), "utf8").trim();
  assert.ok(readme.includes("```python\n" + example + "\n```"));
});
