import { traceback, type NotebookClient } from "../../tests/kernel/notebookClient";

/** Milliseconds of a cell, which must succeed. */
export async function cellMilliseconds(client: NotebookClient, code: string): Promise<number> {
  const { reply, milliseconds } = await client.execute(code);
  if (reply.status !== "ok") throw new Error(`${code}\n${traceback(reply)}`);
  return milliseconds;
}
