import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A new folder, with a space in its name as people's folders have, that goes when the test ends. */
export function temporaryFolder(context: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "long tail ")));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
