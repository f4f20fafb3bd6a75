import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readStudyReport } from "../../../lib/experiments";
import { temporaryFolder } from "../../temporaryFolder";

/** A result with as little in it as may be. */
const least = {
  ...{ study: { seeds: [0], methods: [] }, data: { fingerprint: "f", sha256: "s" }, versions: {}, base: {} },
  ...{ methods: [{ name: "a", criterion: "overall", test: {} }], curves: [], contrasts: [], left: [] },
};

describe("readStudyReport", () => {
  test("says what is wrong with a file, and how one is made", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "result.json");
    await assert.rejects(
      readStudyReport(file),
      /There is no study's result to read at .*result\.json; "npm run/,
    );
    writeFileSync(file, "{");
    await assert.rejects(readStudyReport(file), /result\.json is not JSON; /);
    writeFileSync(file, JSON.stringify({ ...least, methods: [{}] }));
    await assert.rejects(
      readStudyReport(file),
      /is not the result of a study \(methods\.0\.name: Required\)/,
    );
  });

  test("gives what was written", async () => {
    const file = join(temporaryFolder(), "result.json");
    const report = { ...least, more: 1 };
    writeFileSync(file, JSON.stringify(report));
    assert.deepEqual(await readStudyReport(file), report);
  });
});
