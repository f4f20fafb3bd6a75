import assert from "node:assert/strict";
import { loadavg, availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { NotebookClient } from "./notebookClient";

/** How many times slower than alone a process runs now, judged by the processes that want to run. */
const crowding = (): number => Math.max(1, loadavg()[0] / availableParallelism());

describe("the kernel's speed", () => {
  test("it starts in under 4 s with the engine, and adds under 300 ms to a trivial cell", async (t) => {
    const client = new NotebookClient();
    try {
      const began = performance.now();
      await client.start();
      await client.value('import * as lt from "longtail"; Object.keys(lt).length');
      const start = performance.now() - began;
      const cells: number[] = [];
      for (let cell = 0; cell < 21; cell++)
        cells.push((await client.execute(`const c${cell} = ${cell};`)).milliseconds);
      const median = cells.slice(1).sort((a, b) => a - b)[10];
      t.diagnostic(
        `start with the library and its engine: ${start.toFixed(0)} ms; a trivial cell: ${median.toFixed(0)} ms`,
      );
      t.diagnostic(`crowding: ${crowding().toFixed(1)}`);
      assert.ok(start < 4000 * crowding(), `${start} ms`);
      assert.ok(median < 300 * crowding(), `${median} ms`);
    } finally {
      await client.close();
    }
  });
});
