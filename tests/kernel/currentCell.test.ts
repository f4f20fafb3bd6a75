import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Cell } from "../../kernel/run/cell";
import { CurrentCell } from "../../kernel/run/currentCell";
import type { Header } from "../../kernel/wire/message";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Collects until none of the references holds, or a second has gone by; how many still do. */
async function left(references: readonly WeakRef<object>[]): Promise<number> {
  let held = references.length;
  for (let tries = 0; tries < 20 && held > 0; tries++) {
    await pause(50); // a reference that was looked at holds to the end of its turn, so the collecting comes first in one
    collectGarbage();
    held = references.filter((reference) => reference.deref() !== undefined).length;
  }
  return held;
}

const newCell = (number: number): Cell =>
  new Cell(number, "", {} as Header, false, () => {}, new Set<string>());

/** Runs a cell that asks for its signal and starts `work`, which it does not wait for. */
async function runCell(
  current: CurrentCell,
  number: number,
  work: (signal: AbortSignal | undefined) => void,
): Promise<WeakRef<Cell>> {
  const cell = newCell(number);
  await current.run(cell, async () => {
    await turn();
    work(current.signal());
  });
  return new WeakRef(cell);
}

describe("the cells whose signal was asked for", () => {
  test("are let go when they have ended and left nothing running", async () => {
    const current = new CurrentCell();
    const references: WeakRef<Cell>[] = [];
    for (let number = 0; number < 20; number++) references.push(await runCell(current, number, () => {}));
    await runCell(current, 20, () => {}); // the last one stays: it is where stray output goes
    assert.equal(await left(references), 0);
  });

  test("are stopped after their end through what they left running", async () => {
    const current = new CurrentCell();
    const stopped: string[] = [];
    await runCell(current, 1, (signal) => {
      signal?.addEventListener("abort", () => stopped.push("a listener"));
      void pause(400).then(() => signal?.aborted && stopped.push("what goes on after a pause"));
    });
    const unrelated = await runCell(current, 2, () => {});
    await runCell(current, 3, () => {});
    assert.equal(await left([unrelated]), 0);
    current.stop();
    assert.deepEqual(stopped, ["a listener"]);
    await pause(500);
    assert.deepEqual(stopped, ["a listener", "what goes on after a pause"]);
  });

  test("are stopped as long as somebody holds their signal, even with no code of theirs running", async () => {
    const current = new CurrentCell();
    let held: AbortSignal | undefined;
    await runCell(current, 1, (signal) => (held = signal));
    const unrelated = await runCell(current, 2, () => {});
    await runCell(current, 3, () => {});
    assert.equal(await left([unrelated]), 0);
    current.stop();
    assert.equal(held?.aborted, true);
  });
});
