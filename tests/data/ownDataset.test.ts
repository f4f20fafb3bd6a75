import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { loadDataset, type Interactions, type OwnDataset } from "../../lib/data";
import { literal, withDatabase } from "../../lib/data/reading/duckdb";
import { defaultSplit } from "../../lib/splitting";
import { assertWellFormed, featuresOf } from "./features";
import { temporaryFolder } from "../temporaryFolder";

type Files = Readonly<Record<string, string | Buffer>>;

/** Files in a folder, the first of them the interactions; options name the others by their names. */
async function load(files: Files, options: Partial<OwnDataset> = {}): Promise<Interactions> {
  const folder = temporaryFolder(files);
  const inFolder = (name: string): string => path.join(folder, name);
  const { items, users } = options;
  const data = await loadDataset({
    ...options,
    interactions: inFolder(Object.keys(files)[0]),
    ...(items === undefined ? {} : { items: inFolder(items) }),
    ...(users === undefined ? {} : { users: inFolder(users) }),
  });
  assertWellFormed(data);
  return data;
}

const pairsOf = (data: Interactions): [string, string, number][] =>
  Array.from(data.users, (user, row) => [data.userIds[user], data.itemIds[data.items[row]], data.order[row]]);

const expected = [
  ["ann", "7", 100],
  ["bob", "7", 200],
  ["ann", "8", 300],
];
const divided = (separator: string): string =>
  [
    ["user_id", "movieId", "timestamp"],
    ["ann", "7", "100"],
    ["bob", "7", "200"],
    ["ann", "8", "300"],
  ]
    .map((row) => `${row.join(separator)}\n`)
    .join("");
const jsonRows = expected.map(([user, item, time]) => ({ user, itemId: Number(item), ts: time }));

describe("a file of one's own is read whatever its form:", () => {
  for (const [what, name, content] of [
    ["CSV", "a.csv", divided(",")],
    ["TSV", "a.tsv", divided("\t")],
    ["semicolons under another ending", "a.csv", divided(";")],
    ["two colons", "a.dat", divided("::")],
    ["Windows line ends and a byte order mark", "a.csv", `\uFEFF${divided(",").replaceAll("\n", "\r\n")}`],
    ["gzip", "a.csv.gz", gzipSync(divided(","))],
    ["JSON lines", "a.jsonl", jsonRows.map((row) => JSON.stringify(row)).join("\n")],
    ["a JSON list", "a.json", JSON.stringify(jsonRows)],
    ["JSON lines under another ending", "a.csv", jsonRows.map((row) => JSON.stringify(row)).join("\n")],
    ["spaces within lines", "a.csv", divided(" , ")],
  ] as const) {
    test(what, async () => {
      const data = await load({ [name]: content });
      assert.deepEqual(pairsOf(data), expected);
      assert.equal(data.timeScope, "global");
      assert.equal(data.name, "a");
    });
  }

  test("Parquet, with moments, lists and numbers of its own types", async () => {
    const folder = temporaryFolder();
    const [ratings, films] = ["r.parquet", "f.parquet"].map((name) => path.join(folder, name));
    await withDatabase(async (database) => {
      await database.run(
        `COPY (SELECT * FROM (VALUES (1::BIGINT, 7.0::DOUBLE, TIMESTAMP '1970-01-01 00:01:40'),
           (2, 7.0, TIMESTAMP '1970-01-01 00:03:20')) AS t("userId", item_id, "date")) TO ${literal(ratings)}`,
      );
      await database.run(
        `COPY (SELECT 7::INTEGER AS item_id, ['war', 'drama'] AS genres UNION ALL SELECT 8, ['war']) TO ${literal(films)}`,
      );
    });
    const data = await loadDataset({
      interactions: ratings,
      items: films,
      columns: { multiValued: { genres: "|" } },
    });
    assert.deepEqual(pairsOf(data), [
      ["1", "7", 100],
      ["2", "7", 200],
    ]);
    assert.deepEqual(featuresOf(data.itemFeatures, 0), { genres: ["drama", "war"] });
  });

  test("Windows-1252 text and quoted ids with anything in them", async () => {
    const content = Buffer.from('user,item\n"Ren\u00e9","a, ""b"""\n"Zo\u00eb","c d"\n', "latin1");
    const data = await load({ "a.csv": content });
    assert.deepEqual(data.userIds, ["René", "Zoë"]);
    assert.deepEqual(data.itemIds, ['a, "b"', "c d"]);
  });

  test("any ids, as CSV, as TSV and as JSON lines alike", async () => {
    const id = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .map((text) => `x${text.replace(/[\p{C}\s]/gu, "_")}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(id, id, fc.nat()), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const text = (separator: string): string =>
            ["user_id,item_id,time".replaceAll(",", separator)]
              .concat(rows.map(([user, item, time]) => [quoted(user), quoted(item), time].join(separator)))
              .join("\n");
          const json = rows.map(([user_id, item_id, time]) => JSON.stringify({ user_id, item_id, time }));
          const [csv, tsv, lines] = await Promise.all([
            load({ "a.csv": text(",") }),
            load({ "a.tsv": text("\t") }),
            load({ "a.jsonl": json.join("\n") }),
          ]);
          const last = new Map(rows.map(([user, item]) => [`${user}\n${item}`, true]));
          assert.equal(csv.users.length, last.size);
          assert.deepEqual(pairsOf(csv), pairsOf(tsv));
          assert.deepEqual(pairsOf(csv), pairsOf(lines));
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("times of one's own", () => {
  for (const [what, values, seconds] of [
    ["milliseconds", ["1577872800000", "1577872801500"], [1577872800, 1577872801.5]],
    [
      "ISO dates with and without a zone",
      ["2020-01-01 10:00:00", "2020-01-01T12:00:00+02:00"],
      [1577872800, 1577872800],
    ],
    ["days before months", ["13/01/2020", "02/01/2020"], [1578873600, 1577923200]],
    ["months before days", ["01/13/2020", "01/02/2020"], [1578873600, 1577923200]],
    ["months in words", ["13-Jan-2020", "02-Jan-2020"], [1578873600, 1577923200]],
  ] as const) {
    test(`are seconds in the record, written as ${what}`, async () => {
      const data = await load({ "a.csv": `user,item,date\na,1,${values[0]}\na,2,${values[1]}\n` });
      assert.deepEqual([...data.order], seconds);
    });
  }

  test("may be absent or set aside: then the default split is a seeded random hold-out and says so", async () => {
    const rows = Array.from({ length: 12 }, (_, row) => `u${row % 3},i${row},${row}\n`).join("");
    const timed = await load({ "a.csv": `user,item,time\n${rows}` });
    assert.equal(defaultSplit(timed, { seed: 4 }).name, "leave-last-out");
    const untimed = await load({ "a.csv": `user,item,time\n${rows}` }, { columns: { time: null } });
    assert.equal(untimed.timeScope, "none");
    assert.match(untimed.provenance.note ?? "", /no times, so a seeded random hold-out/);
    assert.equal(defaultSplit(untimed, { seed: 4 }).name, "random-hold-out(seed 4)");
  });
});

describe("of one's own rows", () => {
  test("a pair seen again keeps its last by time, of equal times the last in the file", async () => {
    const data = await load({ "a.csv": "user,item,time\na,1,5\nb,1,1\na,1,3\nb,2,4\nb,2,4\n" });
    assert.deepEqual(pairsOf(data), [
      ["a", "1", 5],
      ["b", "1", 1],
      ["b", "2", 4],
    ]);
    assert.equal(data.provenance.duplicateCount, 2);
  });

  test("those under the minimum rating are left out, and the note counts them", async () => {
    const content = "user,item,stars\na,1,5\na,2,3.5\nb,1,4\n";
    const data = await load({ "a.csv": content }, { minimumRating: 4 });
    assert.deepEqual(data.itemIds, ["1"]);
    assert.match(data.provenance.note ?? "", /2 of 3 rows have a stars of at least 4/);
  });

  test("the k-core is kept when asked for, and the note counts it", async () => {
    const content = "user,item\na,1\na,2\nb,1\nb,2\nc,3\n";
    const data = await load({ "a.csv": content }, { kCore: 2 });
    assert.deepEqual(data.userIds, ["a", "b"]);
    assert.match(data.provenance.note ?? "", /Its 2-core has 4 of 5 rows\./);
  });

  test("the bad are counted and named by line and value, and the good are read", async () => {
    const rows = Array.from({ length: 400 }, (_, row) => `u${row % 20},i${row},${row}`);
    rows[10] = "u1,i9,soon";
    rows[20] = ",i1,5";
    rows[30] = "u1,i2";
    rows[40] = "u1,i2,nan";
    const data = await load({ "a.csv": `user,item,time\n\n${rows.join("\n")}\n` });
    assert.deepEqual(
      data.provenance.badRows.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
      [
        'a.csv:13 time "soon" is not a number',
        "a.csv:23 no user",
        "a.csv:33 expected 3 columns, found fewer",
        'a.csv:43 time "nan" is not a number',
      ],
    );
    assert.equal(data.users.length, 396);
  });

  test("a quote left open loses its own row only, wherever it stands", async () => {
    const rows = Array.from({ length: 600 }, (_, row) => `u${row % 20},i${row},plain`);
    const middle = [...rows.slice(0, 300), 'u1,x,"open', ...rows.slice(300)];
    for (const content of [middle, [...rows, 'u1,x,"open'], [...middle, 'u1,y,"open too', 'u1,z,"closed"']]) {
      const data = await load({ "a.csv": `user,item,title\n${content.join("\n")}\n` });
      const open = content.flatMap((row, index) => (row.includes('"open') ? [index + 2] : []));
      assert.deepEqual(
        data.provenance.badRows.map(({ line }) => line),
        open,
      );
      assert.equal(data.users.length + data.provenance.badRowCount, content.length);
    }
  });

  test("quotes written with a backslash are read", async () => {
    const data = await load({
      "a.csv": String.raw`user,item
"a","x \"y\", z"
"b","plain"
`,
    });
    assert.deepEqual(data.itemIds, ['x "y", z', "plain"]);
  });

  test("the file's SHA-256 is in the provenance, as sha256sum prints it, and no folder is", async () => {
    const folder = temporaryFolder({ "a.csv": divided(",") });
    const file = path.join(folder, "a.csv");
    const { provenance } = await loadDataset({ interactions: file });
    assert.equal(provenance.sha256, createHash("sha256").update(readFileSync(file)).digest("hex"));
    assert.deepEqual(provenance.files, [{ file: "a.csv", sha256: provenance.sha256 }]);
    assert.ok(!JSON.stringify(provenance).includes(folder));
  });

  test("a file without a header is read by the names given", async () => {
    const data = await load(
      { "u.data": "196\t242\t3\t881250949\n186\t302\t3\t891717742\n" },
      { header: ["user", "item", "rating", "time"] },
    );
    assert.deepEqual(data.userIds, ["196", "186"]);
    assert.deepEqual([...data.order], [881250949, 891717742]);
  });
});

describe("features of one's own", () => {
  const files = {
    "r.csv": `user_id,item_id\n${Array.from({ length: 40 }, (_, row) => `${row % 10},${row % 8}`).join("\n")}\n`,
    "films.csv": [
      "item_id,title,genres,price,link",
      ...Array.from(
        { length: 8 },
        (_, item) =>
          `${item},"The film, part ${item}",${["war|drama", "war", "comedy|drama", ""][item % 4]},${item + 0.5},http://x/${item}`,
      ),
    ].join("\n"),
    "people.csv": `user_id,age,gender\n${Array.from({ length: 9 }, (_, user) => `${user},${20 + user},${"mf"[user % 2]}`).join("\n")}\n`,
  };

  test("are the columns that are named, each in the way that is named", async () => {
    const data = await load(files, {
      items: "films.csv",
      users: "people.csv",
      columns: {
        categorical: ["gender"],
        multiValued: { genres: "|" },
        words: ["title"],
        buckets: { price: 4, age: 3 },
      },
    });
    assert.deepEqual(featuresOf(data.itemFeatures, 2), {
      title: ["film", "part", "the"],
      genres: ["comedy", "drama"],
      price: "2.5 to 3.5",
    });
    assert.deepEqual(featuresOf(data.itemFeatures, 3).genres, ["unknown"]);
    assert.deepEqual(featuresOf(data.userFeatures, 0), { age: "20 to 22", gender: "m" });
    assert.deepEqual(
      featuresOf(data.userFeatures, 9),
      { age: "unknown", gender: "unknown" },
      "a user without a row",
    );
    assert.equal(data.itemTitles[2], "The film, part 2");
  });

  test("are guessed where none is named, and the note says how", async () => {
    const data = await load(files, { items: "films.csv", users: "people.csv" });
    const kinds = [...data.userFeatures, ...data.itemFeatures].map(({ name, kind }) => `${name} ${kind}`);
    assert.deepEqual(kinds, [
      "age categorical",
      "gender categorical",
      "title multi-valued",
      "genres multi-valued",
      "price categorical",
    ]);
    assert.match(
      data.provenance.note ?? "",
      /Features guessed from films\.csv: title as words; genres as lists divided by "\|"; .*link left out/,
    );
  });

  test("lists written as in JSON and as in Python are lists", async () => {
    const items = `item_id,tags\n0,"[""a"", ""b""]"\n1,"['b', 'it''s c']"\n2,[]\n`.replace("it''s c", "c d");
    const data = await load(
      { "r.csv": files["r.csv"], "i.csv": items },
      { items: "i.csv", columns: { multiValued: { tags: "," } } },
    );
    assert.deepEqual(
      [0, 1, 2].map((item) => featuresOf(data.itemFeatures, item).tags),
      [["a", "b"], ["b", "c d"], ["unknown"]],
    );
  });

  test("a second row for an item is bad, named by its line, and the first is kept", async () => {
    const rows = Array.from({ length: 300 }, (_, item) => `${item},g${item % 3}`);
    const items = `item_id,genre\n${rows.join("\n")}\n5,other\n`;
    const data = await load(
      { "r.csv": files["r.csv"], "i.csv": items },
      { items: "i.csv", columns: { categorical: ["genre"] } },
    );
    assert.equal(featuresOf(data.itemFeatures, 5).genre, "g2");
    assert.deepEqual(data.provenance.badRows, [
      { file: "i.csv", line: 302, reason: "a second row for item_id 5; the first is kept" },
    ]);
  });
});
