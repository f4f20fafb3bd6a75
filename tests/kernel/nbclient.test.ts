import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NotebookClient } from "./notebookClient";

interface Run {
  readonly outputs: readonly (readonly {
    output_type: string;
    data?: object;
    name?: string;
    text?: string;
  }[])[];
  readonly error: { ename: string; evalue: string; text: string } | null;
}

describe("a notebook run by nbclient", () => {
  const run = async (cells: readonly string[]): Promise<Run> => {
    const client = new NotebookClient();
    try {
      return await client.call<Run>("run_notebook", { cells });
    } finally {
      await client.close();
    }
  };

  test("keeps texts, figures and values as outputs, and one output for a display that was updated", async () => {
    const { outputs, error } = await run([
      'import * as lt from "longtail"; console.log("text");',
      "for (const step of [1, 2]) lt.currentHost().display({ 'text/plain': `${step}` }, { id: 'bar' });",
      "({ data: [{ y: [1] }], layout: {} })",
    ]);
    assert.equal(error, null);
    assert.deepEqual(
      outputs.map((cell) => cell.map(({ output_type }) => output_type)),
      [["stream"], ["display_data"], ["execute_result"]],
    );
    assert.deepEqual(outputs[1][0].data, { "text/plain": "2" });
    assert.ok("application/vnd.plotly.v1+json" in (outputs[2][0].data ?? {}));
  });

  test("fails at the cell that throws, with its error", async () => {
    const { error } = await run(["const fine = 1;", 'throw new RangeError("boom");']);
    assert.equal(error?.ename, "RangeError");
    assert.equal(error?.evalue, "boom");
    assert.match(error?.text ?? "", /Cell 2, line 1/);
  });
});
