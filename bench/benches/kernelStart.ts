import type { Bench, Measured } from "../harness/bench";
import { NotebookClient } from "../../tests/kernel/notebookClient";

/** Seconds from starting the kernel to the first result that needs the library and its engine, through a Jupyter client. */
export const kernelStart: Bench = {
  name: "kernel-start",
  unit: "s",
  needsPython: false,
  targets: [{ of: "ours", atMost: 3 }],
  measure: async ({ pairs = 5 }): Promise<Measured> => {
    const seconds: number[] = [];
    for (let start = 0; start < pairs; start++) {
      const client = new NotebookClient();
      const began = performance.now();
      await client.start();
      await client.value('import * as lt from "longtail"; lt.tf.ones([1]).dataSync()[0]');
      seconds.push((performance.now() - began) / 1000);
      await client.close();
    }
    return { oursLabel: "longtail", otherLabel: null, ours: seconds, other: [], notes: [] };
  },
};
