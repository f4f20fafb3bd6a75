import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { rank } from "../../lib/evaluation";
import { randomStream } from "../../lib/random";
import { exportVectors, loadVectors, recommend, topItems } from "../../lib/serving";
import { leaveLastOut, popularityGroups } from "../../lib/splitting";
import { temporaryFolder } from "../temporaryFolder";
import { tastefulInteractions } from "../fixtures";

const data = tastefulInteractions({ users: 30, items: 25, perUser: 6 });
const split = leaveLastOut(data);
const groups = popularityGroups(split.train);
const random = randomStream(1, "serving tests");
const size = 5;
const model = {
  userVectors: Float32Array.from({ length: 30 * size }, () => random.normal()),
  itemVectors: Float32Array.from({ length: 25 * size }, () => random.normal()),
  size,
};
const everything = [split.train, split.validation, split.test];

const python = path.resolve(".venv/bin/python");
const hasNumpy = spawnSync(python, ["-c", "import numpy"]).status === 0;

describe("exportVectors", () => {
  test("writes vectors, ids, titles and marks that load back to the same model", async () => {
    const folder = path.join(temporaryFolder(), "vectors");
    await exportVectors(model, data, folder, { groups });
    const loaded = await loadVectors(folder);
    assert.deepEqual(loaded.userVectors, model.userVectors);
    assert.deepEqual(loaded.itemVectors, model.itemVectors);
    assert.equal(loaded.size, size);
    assert.deepEqual(loaded.userIds, data.userIds);
    assert.deepEqual(loaded.itemIds, data.itemIds);
    assert.deepEqual(loaded.itemTitles, data.itemTitles);
    assert.deepEqual(
      loaded.itemGroups,
      Array.from(groups.isHead, (isHead) => (isHead ? "head" : "tail")),
    );
    assert.deepEqual(rank(loaded, split, "test"), rank(model, split, "test"));
  });

  test("writes float32 in C order, as NumPy's format description has it", async () => {
    const folder = path.join(temporaryFolder(), "vectors");
    await exportVectors(model, data, folder);
    const bytes = readFileSync(path.join(folder, "item_vectors.npy"));
    assert.deepEqual([...bytes.subarray(0, 8)], [0x93, ...Buffer.from("NUMPY"), 1, 0]);
    const headerEnd = 10 + bytes.readUInt16LE(8);
    const header = bytes.toString("latin1", 10, headerEnd);
    assert.match(
      header,
      /^\{'descr':\s*'<f4',\s*'fortran_order':\s*False,\s*'shape':\s*\(25,\s*5\),?\s*\} *\n$/,
    );
    assert.equal(bytes.length, headerEnd + 4 * 25 * size);
    assert.equal(bytes.readFloatLE(headerEnd + 4 * (3 * size + 2)), model.itemVectors[3 * size + 2]);
    assert.ok(!existsSync(path.join(folder, "item_groups.json")), "no marks without groups");
  });

  test("is read by numpy, with the same top 10", { skip: !hasNumpy && "numpy is not in .venv" }, async () => {
    const folder = temporaryFolder();
    await exportVectors(model, data, path.join(folder, "vectors"), { groups, seen: everything });
    const snippet = readFileSync(path.join(__dirname, "top10.py"), "utf8");
    const answer = spawnSync(python, ["-c", `${snippet}\nprint(json.dumps(top10.tolist()))`], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.equal(answer.status, 0, answer.stderr);
    const lines = answer.stdout.trim().split("\n");
    const { items } = topItems(model, split, { k: 10 });
    assert.deepEqual((JSON.parse(lines[lines.length - 1]) as number[][]).flat(), [...items]);
    const [{ userId, items: first }] = recommend(model, split, { users: [0], groups });
    assert.deepEqual(lines.slice(0, 11), [
      `User ${userId}:`,
      ...first.map(({ title, group }) => `  ${title} (${group})`),
    ]);
  });

  test("replaces an export, leaves any other folder alone, and leaves nothing half-written", async () => {
    const parent = temporaryFolder();
    const folder = path.join(parent, "vectors");
    await exportVectors(model, data, folder, { groups });
    await exportVectors({ ...model, itemVectors: model.itemVectors.map((value) => 2 * value) }, data, folder);
    assert.equal((await loadVectors(folder)).itemVectors[0], 2 * model.itemVectors[0]);
    assert.equal((await loadVectors(folder)).itemGroups, null);
    const other = path.join(parent, "thesis");
    mkdirSync(other);
    writeFileSync(path.join(other, "chapter.txt"), "years of work");
    await assert.rejects(exportVectors(model, data, other), /"[^"]*thesis" holds other files/);
    await assert.rejects(
      exportVectors(model, data, path.join(other, "chapter.txt")),
      /is a file; name a folder/,
    );
    assert.equal(readFileSync(path.join(other, "chapter.txt"), "utf8"), "years of work");
    assert.deepEqual(readdirSync(parent).sort(), ["thesis", "vectors"]);
  });

  test("refuses groups that were cut on other data", async () => {
    const other = popularityGroups(leaveLastOut(tastefulInteractions({ users: 30, items: 60 })).train);
    const folder = path.join(temporaryFolder(), "vectors");
    await assert.rejects(
      exportVectors(model, data, folder, { groups: other }),
      /The groups are of \d+ items, but "[^"]+" has 25/,
    );
    assert.equal(existsSync(folder), false);
  });

  test("refuses a model without vectors, and data that the model was not trained on", async () => {
    const folder = path.join(temporaryFolder(), "vectors");
    const scores = { scores: () => new Float32Array(25) };
    await assert.rejects(exportVectors(scores, data, folder), /no vectors to export/);
    const other = tastefulInteractions({ users: 31, items: 25, perUser: 6 });
    await assert.rejects(
      exportVectors(model, other, folder),
      /30 user and 25 item vectors, but .* has 31 users/,
    );
    assert.ok(!existsSync(folder));
  });
});

describe("loadVectors", () => {
  test("names the file that is damaged or does not fit", async () => {
    const folder = path.join(temporaryFolder(), "vectors");
    await exportVectors(model, data, folder, { groups });
    const file = path.join(folder, "item_vectors.npy");
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 40));
    await assert.rejects(loadVectors(folder), /item_vectors\.npy" holds 115 numbers, not the 125/);
    writeFileSync(file, whole);
    writeFileSync(path.join(folder, "item_ids.json"), JSON.stringify(["only one"]));
    await assert.rejects(loadVectors(folder), /item_ids\.json" has 1 entries for 25 vectors/);
    writeFileSync(path.join(folder, "item_ids.json"), JSON.stringify({ ids: [] }));
    await assert.rejects(loadVectors(folder), /item_ids\.json" is not what exportVectors writes/);
  });
});
