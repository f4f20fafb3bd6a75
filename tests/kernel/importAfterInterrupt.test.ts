import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { NotebookClient } from "./notebookClient";
import { SmallRepository } from "./smallRepository";

describe("importing the library after a stop", () => {
  const small = new SmallRepository({ "lib/index.ts": "export const answer: number = 1;\n" });
  const client = new NotebookClient(small.root);
  before(() => client.start());
  after(() => client.close());

  test("still shows edits: the interrupt does not end what compiles them", async () => {
    const importIt = 'import * as lt from "longtail"; lt.answer';
    assert.equal(await client.value(importIt), "1");
    writeFileSync(join(small.root, "lib/index.ts"), "export const answer: number = 2;\n");
    assert.equal(await client.value(importIt), "2");
    const stopped = await client.execute("console.log('go'); await new Promise(() => {});", {
      interrupt_at: "go",
    });
    assert.equal(stopped.reply.ename, "Interrupted");
    writeFileSync(join(small.root, "lib/index.ts"), "export const answer: number = 3;\n");
    assert.equal(await client.value(importIt), "3");
  });
});
