import { NotebookClient } from "../tests/kernel/notebookClient";

/**
 * How long the kernel takes to start with the library and its engine, and what it adds to a trivial cell: medians of
 * several runs through a real Jupyter client. Run on a quiet machine: `node --import tsx bench/kernelStart.ts`.
 */
const starts = 5;
const cells = 20;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

async function main(): Promise<void> {
  const started: number[] = [];
  const trivial: number[] = [];
  for (let run = 0; run < starts; run++) {
    const client = new NotebookClient();
    const began = performance.now();
    await client.start();
    await client.value('import * as lt from "longtail"; lt.tf.ones([1]).dataSync()[0]');
    started.push(performance.now() - began);
    for (let cell = 0; cell < cells; cell++) {
      trivial.push((await client.execute(`const c${cell} = ${cell};`)).milliseconds);
    }
    await client.close();
  }
  const all = started.map((milliseconds) => (milliseconds / 1000).toFixed(2)).join(", ");
  console.log(
    `kernel start with library and engine: median ${(median(started) / 1000).toFixed(2)} s (${all})`,
  );
  console.log(`a trivial cell: median ${median(trivial).toFixed(0)} ms of ${trivial.length}`);
}

void main();
