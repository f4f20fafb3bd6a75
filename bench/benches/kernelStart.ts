import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { median } from "simple-statistics";
import { NotebookClient } from "../../tests/kernel/notebookClient";
import type { Bench, Measured } from "../harness/bench";
import { cellMilliseconds } from "./cellMilliseconds";

const firstResult = 'import * as lt from "longtail"; lt.tf.ones([1]).dataSync()[0]';
/** A chart of 100,000 points, as a chapter would show it. */
const chart = `const y = Array.from({ length: 100_000 }, (_, at) => Math.sin(at));
({ data: [{ type: "scattergl", y }], layout: { height: 300 } })`;
const trivialCells = 20;

/**
 * Seconds from starting the kernel to the first result that needs the library and its engine, through a Jupyter client
 * that is up already; and beside it what a trivial cell, a chart of 100,000 points and an import after an edit take.
 */
export const kernelStart: Bench = {
  name: "kernel-start",
  unit: "s",
  needsPython: false,
  targets: [{ of: "ours", atMost: 3 }],
  measure: async ({ pairs = 5 }): Promise<Measured> => {
    const seconds: number[] = [];
    const trivial: number[] = [];
    const charts: number[] = [];
    const imports: number[] = [];
    const edited = path.join(__dirname, "..", "..", "lib", "splitting", "concentration.ts");
    const source = readFileSync(edited);
    for (let start = 0; start < pairs; start++) {
      const client = new NotebookClient();
      try {
        const { seconds: started } = await client.start();
        seconds.push(started + (await cellMilliseconds(client, firstResult)) / 1000);
        for (let cell = 0; cell < trivialCells; cell++) {
          trivial.push(await cellMilliseconds(client, `const c${cell} = ${cell};`));
        }
        charts.push(await cellMilliseconds(client, chart));
        appendFileSync(edited, "\n");
        imports.push(
          await cellMilliseconds(client, 'import * as again from "longtail"; again.leaveLastOut.name'),
        );
      } finally {
        writeFileSync(edited, source);
        await client.close();
      }
    }
    const spoken = (values: readonly number[]): string => `${median([...values]).toFixed(0)} ms`;
    return {
      oursLabel: "longtail",
      otherLabel: null,
      ours: seconds,
      other: [],
      notes: [
        `a trivial cell: ${spoken(trivial)} (at most 150)`,
        `a chart of 100,000 points: ${spoken(charts)} (at most 200)`,
        `an import after an edit of the library: ${spoken(imports)} (at most 1000)`,
      ],
    };
  },
};
