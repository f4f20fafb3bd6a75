import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { max } from "simple-statistics";
import { NotebookClient, repository } from "../../tests/kernel/notebookClient";
import type { Bench, Measured } from "../harness/bench";
import { cellMilliseconds } from "./cellMilliseconds";

/** Epochs of ML-100K by users are the shortest of the book, so that the bar moves most often. */
const epochs = 30;
const questions = 10;

/** A cell that trains for some epochs, with more options of the fit. */
const fit = (length: number, more = ""): string =>
  `await lt.fit(lt.twoTower({ batching: "users", batchSize: 4096, epochs: ${length}, patience: ${length} }), split, { seed: 0${more} }); 0`;

/** The longest of some completions while a fit runs in the same kernel, in milliseconds. */
async function slowestCompletion(client: NotebookClient): Promise<number> {
  const id = await client.call<string>("send", {
    type: "execute_request",
    content: { code: fit(2 * epochs), silent: false },
  });
  const spent: number[] = [];
  for (let question = 0; question < questions; question++) {
    await pause(100);
    const began = performance.now();
    const content = { code: "lt.twoT", cursor_pos: 7 };
    await client.call("request", { type: "complete_request", content });
    spent.push(performance.now() - began);
  }
  const asked = performance.now();
  const { content } = await client.call<{ content: { status: string } }>("reply", { id });
  if (content.status !== "ok" || performance.now() - asked < 100)
    throw new Error("The fit was over before the last completion was asked for, or failed.");
  return max(spent);
}

/** Seconds of a fit in a notebook that shows its bar, beside the same fit that shows none. */
export const progressCost: Bench = {
  name: "progress-cost",
  unit: "s",
  needsPython: false,
  targets: [{ of: "ratio", atMost: 1.02 }],
  measure: async ({ pairs = 15 }): Promise<Measured> => {
    // One thread for the engine, the other core for the client: else both ask for the same core, and times scatter.
    const client = new NotebookClient(repository, { TF_NUM_INTRAOP_THREADS: "1" });
    try {
      await client.start();
      await cellMilliseconds(
        client,
        'import * as lt from "longtail"; const split = lt.leaveLastOut(await lt.loadDataset("ml-100k")); 0',
      );
      const seconds = async (more: string): Promise<number> =>
        (await cellMilliseconds(client, fit(epochs, more))) / 1000;
      const silent = ", onProgress: () => {}";
      await seconds(silent);
      const shown: number[] = [];
      const quiet: number[] = [];
      for (let pair = 0; pair < pairs; pair++) {
        // Which of them goes first changes, so that neither is always the one whose garbage the other collects.
        for (const isShown of pair % 2 === 0 ? [true, false] : [false, true])
          (isShown ? shown : quiet).push(await seconds(isShown ? "" : silent));
      }
      const slowest = await slowestCompletion(client);
      return {
        ...{ oursLabel: "with its bar", otherLabel: "without", ours: shown, other: quiet },
        notes: [
          `${epochs} epochs of ML-100K by users, the bar moved after each, one thread for the engine`,
          `the slowest of ${questions} completions while a fit runs: ${slowest.toFixed(0)} ms`,
        ],
      };
    } finally {
      await client.close();
    }
  },
};
