import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { datasetEntry, loadDataset } from "../../lib/data";
import { obtainDataset } from "../../lib/data/sources/obtainDataset";
import { temporaryFolder } from "../temporaryFolder";
import { zipArchive } from "./zipArchive";

const archive = zipArchive([
  { name: "ml-1m/ratings.dat", content: "1::9::3::978300010\n1::8::3::978300011\n" },
  { name: "ml-1m/users.dat", content: "1::F::1::10::48067\n" },
  { name: "ml-1m/movies.dat", content: "9::A (1998)::Drama\n8::B (1999)::Drama\n" },
]);
const md5 = createHash("md5").update(archive).digest("hex");

/** A folder with the small archive unpacked; as the publisher's own where its checksum is said to be the published one. */
async function unpacked(published: string): Promise<string> {
  const directory = temporaryFolder();
  const entry = { ...datasetEntry("ml-1m"), sources: [], archive: { md5: published, sha256: null } };
  await obtainDataset(entry, { directory, mirror: temporaryFolder({ "ml-1m.zip": archive }) });
  return directory;
}

test("a copy with other counts than the publisher's archive says so in its provenance", async () => {
  const data = await loadDataset("ml-1m", { directory: await unpacked("0".repeat(32)) });
  assert.equal(
    data.provenance.note,
    "Holds 2 pairs of 1 users and 2 items, where the publisher's archive has 1,000,209 pairs of 6,040 users and 3,706 items.",
  );
});

test("files of the publisher's own archive that have other counts were changed, and are refused", async () => {
  await assert.rejects(
    loadDataset("ml-1m", { directory: await unpacked(md5) }),
    /data\/ml-1m holds 2 pairs of 1 users .*: remove the folder data\/ml-1m and load/,
  );
});
