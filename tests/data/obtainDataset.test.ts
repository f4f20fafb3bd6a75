import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { DatasetEntry } from "../../lib/data";
import { datasetEntry } from "../../lib/data";
import { obtainDataset } from "../../lib/data/sources/obtainDataset";
import { temporaryFolder } from "../temporaryFolder";
import { zipArchive } from "./zipArchive";

const archive = zipArchive([
  { name: "ml-1m/ratings.dat", content: "1::9::3::978300010\n" },
  { name: "ml-1m/users.dat", content: "1::F::1::10::48067\n" },
  { name: "ml-1m/movies.dat", content: "9::A (1998)::Drama\n" },
]);
const md5 = createHash("md5").update(archive).digest("hex");
const sha256 = createHash("sha256").update(archive).digest("hex");

/** An entry like ml-1m's with a server of the test as its only source. */
function entryAt(url: string, changes: Partial<DatasetEntry> = {}): DatasetEntry {
  return { ...datasetEntry("ml-1m"), sources: [{ kind: "address", url }], ...changes };
}

async function serve(context: TestContext, body: Buffer): Promise<{ url: string; requests: () => number }> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests++;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close().closeAllConnections());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.zip`,
    requests: () => requests,
  };
}

/** What a call writes to stderr. */
async function stderrOf(work: () => Promise<unknown>): Promise<string> {
  const write = process.stderr.write.bind(process.stderr);
  const written: string[] = [];
  process.stderr.write = (text: string | Uint8Array): boolean => {
    written.push(String(text));
    return true;
  };
  try {
    await work();
  } finally {
    process.stderr.write = write;
  }
  return written.join("");
}

test("an archive from the publisher's address is verified, unpacked and remembered, its licence shown once", async (context) => {
  const { url, requests } = await serve(context, archive);
  const directory = temporaryFolder();
  const entry = entryAt(url, { archive: { md5, sha256: null } });
  const options = { directory, mirror: undefined };
  const first = await stderrOf(() => obtainDataset(entry, options));
  assert.equal(first.split(entry.licence).length, 2, "the licence, once");
  assert.equal(await stderrOf(() => obtainDataset(entry, options)), "");
  assert.equal(requests(), 1);
  const { folder, origin } = await obtainDataset(entry, options);
  assert.deepEqual(origin, {
    source: url,
    sha256,
    checksum: "official",
    layout: "movielens-1m",
    timeScope: "global",
  });
  assert.deepEqual(readdirSync(directory), ["ml-1m"], "nothing temporary is left");
  assert.deepEqual(readdirSync(folder).sort(), ["movies.dat", "ratings.dat", "source.json", "users.dat"]);
});

test("a download with another checksum than the publisher's is refused, and the error lists every source", async (context) => {
  const { url } = await serve(context, archive);
  const directory = temporaryFolder();
  const mirror = temporaryFolder();
  await assert.rejects(obtainDataset(entryAt(url), { directory, mirror }), (error: Error) => {
    const lines = error.message.split("\n");
    assert.match(lines[0], /MovieLens 1M could not be had from any source/);
    assert.match(
      lines[1],
      /mirror folder \(LONGTAIL_DATA_MIRROR\), file ml-1m\.zip: the folder has no such file/,
    );
    assert.match(lines[2], new RegExp(`a\\.zip: .*another checksum \\(${md5}\\).*published MD5 c4d9`));
    assert.match(lines[3], /Put ml-1m\.zip into the folder/);
    return true;
  });
  assert.deepEqual(readdirSync(directory), []);
});

test("a mirror's archive with another checksum is taken, and said to be another", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const directory = temporaryFolder();
  await stderrOf(async () => {
    const { origin } = await obtainDataset(entryAt("http://127.0.0.1:9/"), { directory, mirror });
    assert.equal(origin.checksum, "other");
    assert.equal(origin.source, "mirror folder, ml-1m.zip");
    assert.equal(origin.sha256, sha256);
  });
});

test("a copy the catalogue knows brings its note and what its times are worth", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const knownCopies = [{ sha256, note: "placeholders for times", timeScope: "within-user" as const }];
  const entry = entryAt("http://127.0.0.1:9/", { knownCopies });
  await stderrOf(async () => {
    const { origin } = await obtainDataset(entry, { directory: temporaryFolder(), mirror });
    assert.equal(origin.timeScope, "within-user");
    assert.equal(origin.note, "placeholders for times");
  });
});

test("a mirror's archive that disagrees with the mirror's own SHA256SUMS is passed over, and that is said", async (context) => {
  const { url } = await serve(context, archive);
  const mirror = temporaryFolder({
    "ml-1m.zip": archive,
    SHA256SUMS: `${"0".repeat(64)}  ml-1m.zip\n`,
  });
  const entry = entryAt(url, { archive: { md5, sha256: null } });
  const told = await stderrOf(async () => {
    const { origin } = await obtainDataset(entry, { directory: temporaryFolder(), mirror });
    assert.equal(origin.source, url);
  });
  const [passedOver, licence] = told.split("\n");
  assert.match(
    passedOver,
    /^MovieLens 1M was fetched from elsewhere, .*LONGTAIL_DATA_MIRROR.*SHA256SUMS says 0{64}/,
  );
  assert.match(licence, /^Fetched MovieLens 1M/);
});

test("a mirror folder that does not exist is told of, although the publisher's address serves", async (context) => {
  const { url } = await serve(context, archive);
  const entry = entryAt(url, { archive: { md5, sha256: null } });
  const mirror = path.join(temporaryFolder(), "misspelt");
  const told = await stderrOf(() => obtainDataset(entry, { directory: temporaryFolder(), mirror }));
  assert.match(told, /LONGTAIL_DATA_MIRROR.*: there is no such folder\.\nFetched/);
});

test("an archive without the files of its layout is refused by name", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": zipArchive([{ name: "ml-1m/README", content: "x" }]) });
  await assert.rejects(
    obtainDataset(entryAt("http://127.0.0.1:9/"), { directory: temporaryFolder(), mirror }),
    /the archive has no ratings\.dat, users\.dat, movies\.dat/,
  );
});

test("files unpacked by hand are used as they are, their checksum that of the interactions", async () => {
  const directory = temporaryFolder();
  mkdirSync(path.join(directory, "ml-1m"));
  for (const file of ["ratings.dat", "users.dat", "movies.dat"]) {
    writeFileSync(path.join(directory, "ml-1m", file), "x");
  }
  const { origin } = await obtainDataset(entryAt("http://127.0.0.1:9/"), { directory, mirror: undefined });
  assert.equal(origin.source, "data/ml-1m/ratings.dat, unpacked by hand");
  assert.equal(origin.sha256, createHash("sha256").update("x").digest("hex"));
  assert.equal(origin.checksum, "unknown");
});

test("a folder that lacks a file is an error that names it, and is left as it is", async () => {
  const directory = temporaryFolder();
  mkdirSync(path.join(directory, "ml-1m"));
  writeFileSync(path.join(directory, "ml-1m", "ratings.dat"), "mine");
  await assert.rejects(
    obtainDataset(entryAt("http://127.0.0.1:9/"), { directory, mirror: undefined }),
    /data\/ml-1m is there but lacks users\.dat, movies\.dat/,
  );
  assert.equal(readFileSync(path.join(directory, "ml-1m", "ratings.dat"), "utf8"), "mine");
});

test("two loads at the same time both succeed", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const directory = temporaryFolder();
  const entry = entryAt("http://127.0.0.1:9/");
  await stderrOf(async () => {
    const loads = [1, 2, 3].map(() => obtainDataset(entry, { directory, mirror }));
    for (const { origin } of await Promise.all(loads)) assert.equal(origin.sha256, sha256);
  });
  assert.deepEqual(readdirSync(directory), ["ml-1m"]);
});

test("what a killed program left behind is removed by the next fetch, a running one's is not", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const directory = temporaryFolder();
  for (const name of [".ml-1m-old", ".ml-1m-new"]) mkdirSync(path.join(directory, name));
  const twoHoursAgo = Date.now() / 1_000 - 7_200;
  utimesSync(path.join(directory, ".ml-1m-old"), twoHoursAgo, twoHoursAgo);
  await stderrOf(() => obtainDataset(entryAt("http://127.0.0.1:9/"), { directory, mirror }));
  assert.deepEqual(readdirSync(directory).sort(), [".ml-1m-new", "ml-1m"]);
});

test("a raised signal stops fetching instead of trying the next source", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const reason = new Error("the reader stopped it");
  await assert.rejects(
    obtainDataset(entryAt("http://127.0.0.1:9/"), {
      directory: temporaryFolder(),
      mirror,
      signal: AbortSignal.abort(reason),
    }),
    reason,
  );
});

test("a damaged source.json is an error that says what to do", async () => {
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const directory = temporaryFolder();
  const entry = entryAt("http://127.0.0.1:9/");
  await stderrOf(() => obtainDataset(entry, { directory, mirror }));
  writeFileSync(path.join(directory, "ml-1m", "source.json"), "{");
  await assert.rejects(
    obtainDataset(entry, { directory, mirror }),
    /source\.json is damaged: remove the folder/,
  );
});

test("in a notebook the licence is shown in the notebook", async (context) => {
  const shown: unknown[] = [];
  const hostKey = Symbol.for("longtail.host");
  const registry = globalThis as Record<symbol, unknown>;
  registry[hostKey] = {
    kind: "notebook",
    signal: () => new AbortController().signal,
    display: (bundle: unknown) => shown.push(bundle),
  };
  context.after(() => delete registry[hostKey]);
  const mirror = temporaryFolder({ "ml-1m.zip": archive });
  const entry = entryAt("http://127.0.0.1:9/");
  const stderr = await stderrOf(() => obtainDataset(entry, { directory: temporaryFolder(), mirror }));
  assert.equal(stderr, "");
  assert.deepEqual(shown, [
    { "text/plain": `Fetched MovieLens 1M (mirror folder, ml-1m.zip). Licence: ${entry.licence}` },
  ]);
});
