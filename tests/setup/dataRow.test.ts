import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSetUp } from "./loadSetUp";
import { temporaryFolder } from "../temporaryFolder";

interface Row {
  readonly state: string;
  readonly found: string;
  readonly todo?: string;
}

/** What doctor says of a data folder with these files, the catalogue among them. */
async function rowOf(files: Record<string, string>, mirror?: (folder: string) => string): Promise<Row> {
  const folder = temporaryFolder();
  const catalogue = JSON.stringify({ datasets: [{ name: "ml-100k" }, { name: "ml-1m" }] });
  for (const [file, content] of Object.entries({ ...files, "catalog.json": catalogue })) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const { dataRow } = await loadSetUp<{ dataRow: (folder: string, environment: NodeJS.ProcessEnv) => Row }>(
    "doctor/dataRow.mjs",
  );
  return dataRow(folder, { LONGTAIL_DATA_MIRROR: mirror?.(folder) });
}

const fetched = JSON.stringify({ source: "mirror folder, ml-1m.zip" });

describe("doctor's row of the data", () => {
  test("names the catalogue's data sets that are whole, and no other folder", async () => {
    const row = await rowOf({
      "ml-1m/source.json": fetched,
      ".ml-100k-0a1b/unpacked/u.data": "1",
      "my notes/a.txt": "",
    });
    assert.equal(row.state, "ok");
    assert.equal(row.found, "ml-1m");
  });

  test("does not take a half-made fetch for data", async () => {
    const row = await rowOf({ ".ml-100k-0a1b/ml-100k.zip": "" });
    assert.equal(row.state, "optional");
    assert.equal(row.found, "none yet");
  });

  test("says of files without a record that they were unpacked by hand", async () => {
    const row = await rowOf({ "ml-100k/u.data": "1" });
    assert.equal(row.found, "ml-100k (unpacked by hand)");
  });

  test("names the archives that the mirror has", async () => {
    const row = await rowOf({ "mirror/ml-1m.zip": "" }, (folder) => join(folder, "mirror"));
    assert.equal(row.state, "ok");
    assert.equal(row.found, "none yet; the mirror has ml-1m");
  });

  test("says that the mirror is not there, or has no archive", async () => {
    const missing = await rowOf({ "ml-1m/source.json": fetched }, (folder) => join(folder, "misspelt"));
    assert.equal(missing.found, "ml-1m; the mirror has none");
    assert.match(missing.todo ?? "", /LONGTAIL_DATA_MIRROR.*there is no folder .*misspelt$/);
    const empty = await rowOf({}, (folder) => folder);
    assert.match(empty.todo ?? "", /no archive of a data set \(ml-100k\.zip, ml-1m\.zip\)/);
  });
});
