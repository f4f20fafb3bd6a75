import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readAtomicFiles, readMovieLens100K, readMovieLens1M } from "../../lib/data";
import { assertWellFormed, featuresOf } from "./features";
import { temporaryFolder } from "../temporaryFolder";

const genreNames = ["unknown", "Action", "Comedy"];
const official100K = {
  "u.data": "5\t20\t3\t100\n5\t10\t4\t50\n6\t20\t1\t70\n5\t20\t2\t90\n6\t30\t5\t80\n",
  "u.user": "5|24|M|writer|85711\n6|3|F|none|85K3X\n",
  "u.item": Buffer.from(
    [
      "10|Amélie again (1995)|01-Jan-1996||http://x|0|0|1",
      "20|Return of Amélie, The (1983)|14-Mar-1997||http://y|0|1|1",
      "30|unknown||||1|0|0",
      "40|Unseen (1950)|01-Jan-1950||http://z|0|1|0",
    ].join("\n"),
    "latin1",
  ),
  "u.genre": `${genreNames.map((genre, index) => `${genre}|${index}`).join("\n")}\n\n`,
};

test("MovieLens 100K's own files become rows, titles and features", async () => {
  const data = await readMovieLens100K(temporaryFolder(official100K), { name: "ml-100k" });
  assertWellFormed(data);
  assert.equal(data.timeScope, "global");
  assert.deepEqual(data.userIds, ["5", "6"]);
  assert.deepEqual(data.itemIds, ["20", "10", "30"]);
  assert.deepEqual([...data.order], [100, 50, 70, 80]);
  assert.equal(data.provenance.duplicateCount, 1, "the row of time 90 came before that of time 100");
  assert.deepEqual(data.itemTitles, ["Return of Amélie, The (1983)", "Amélie again (1995)", "unknown"]);
  assert.deepEqual(featuresOf(data.userFeatures, 0), {
    age: "20-29",
    gender: "M",
    occupation: "writer",
    zip: "85",
  });
  assert.deepEqual(featuresOf(data.userFeatures, 1), {
    age: "unknown",
    gender: "F",
    occupation: "none",
    zip: "85",
  });
  assert.deepEqual(featuresOf(data.itemFeatures, 0), {
    year: "1983",
    genres: ["Action", "Comedy"],
    "title words": ["amélie"],
  });
  assert.deepEqual(featuresOf(data.itemFeatures, 2), {
    year: "unknown",
    genres: ["unknown"],
    "title words": ["unknown"],
  });
});

test("RecBole's atomic files of the same data give the same rows and the same features", async () => {
  const atomic = {
    "ml.inter": `user_id:token\titem_id:token\trating:float\ttimestamp:float\n${official100K["u.data"]}`,
    "ml.user":
      "user_id:token\tage:token\tgender:token\toccupation:token\tzip_code:token\n" +
      official100K["u.user"].replaceAll("|", "\t"),
    "ml.item": [
      "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq",
      "10\tAmélie again\t1995\tComedy",
      "20\tReturn of Amélie, The\t1983\tAction Comedy",
      "30\tunkonwn\tunkonwn\tunknown",
    ].join("\n"),
  };
  const official = await readMovieLens100K(temporaryFolder(official100K));
  const copy = await readAtomicFiles(temporaryFolder(atomic), "ml");
  for (const key of [
    "users",
    "items",
    "order",
    "userIds",
    "itemIds",
    "timeScope",
    "userFeatures",
    "itemFeatures",
  ] as const) {
    assert.deepEqual(copy[key], official[key], key);
  }
  assert.deepEqual(copy.itemTitles, ["Return of Amélie, The (1983)", "Amélie again (1995)", "30"]);
});

test("atomic files without times or descriptions are read too", async () => {
  const folder = temporaryFolder({ "any.inter": "item_id:token\tuser_id:token\na\t1\nb\t1\na\t2\n" });
  const data = await readAtomicFiles(folder, "any");
  assertWellFormed(data);
  assert.equal(data.timeScope, "none");
  assert.equal(data.name, "any");
  assert.deepEqual(data.itemTitles, ["a", "b"]);
  assert.deepEqual(data.userFeatures, []);
});

test("atomic fields of other data sets keep their names, sequences become lists, numbers are left out", async () => {
  const folder = temporaryFolder({
    "any.inter": "user_id:token\titem_id:token\ttimestamp:float\n1\ta\t1.5\n1\tb\t2.5e0\n",
    "any.item": "item_id:token\tbrand:token\ttags:token_seq\tprice:float\na\tAcme\tred big\t9.5\nb\t\t\t1\n",
  });
  const data = await readAtomicFiles(folder, "any");
  assert.deepEqual([...data.order], [1.5, 2.5]);
  assert.deepEqual(featuresOf(data.itemFeatures, 0), { brand: "Acme", tags: ["big", "red"] });
  assert.deepEqual(featuresOf(data.itemFeatures, 1), { brand: "unknown", tags: ["unknown"] });
});

test("atomic files without an id column are an error that says what was found", async () => {
  const folder = temporaryFolder({ "any.inter": "user:token\titem_id:token\n1\ta\n" });
  await assert.rejects(
    readAtomicFiles(folder, "any"),
    /any\.inter lacks the column user_id:token: .*found user:token, item_id:token\./,
  );
});

const official1M = {
  "ratings.dat": "1::9::3::978300010\n1::8::5::978300001\n2::9::4::978300005\n",
  "users.dat": "1::F::1::10::48067\n2::M::56::16::48072\n",
  "movies.dat": Buffer.from(
    "8::Misérables, Les (1995)::Drama|Musical\n9::Misérables: The Return, Les (1998) (V)::Drama\n",
    "latin1",
  ),
};

test("MovieLens 1M's own files become rows, titles and features", async () => {
  const data = await readMovieLens1M(temporaryFolder(official1M));
  assertWellFormed(data);
  assert.equal(data.timeScope, "global");
  assert.deepEqual(data.itemTitles, ["Misérables: The Return, Les (1998) (V)", "Misérables, Les (1995)"]);
  assert.deepEqual(featuresOf(data.userFeatures, 0), { age: "1", gender: "F", occupation: "10", zip: "48" });
  assert.deepEqual(featuresOf(data.itemFeatures, 0), {
    year: "1998",
    genres: ["Drama"],
    "title words": ["les", "misérables"],
  });
});

test("times that start at the same value for every user are taken to order within a user only", async () => {
  const rows = Array.from(
    { length: 12 },
    (_, user) => `${user}::9::3::978300000\n${user}::8::3::978300001\n`,
  );
  const data = await readMovieLens1M(temporaryFolder({ ...official1M, "ratings.dat": rows.join("") }));
  assert.equal(data.timeScope, "within-user");
});

test("a file of too few columns is an error that says what was expected and found", async () => {
  const folder = temporaryFolder({ ...official1M, "movies.dat": "8::Les Misérables\n" });
  await assert.rejects(
    readMovieLens1M(folder),
    /movies\.dat: 1 of 1 rows are bad.*expected 3 columns, found 2\. Expected 3 columns divided by ::/,
  );
});

test("a data set read from a folder says so, without the folder's path", async () => {
  const folder = temporaryFolder(official1M);
  const { provenance } = await readMovieLens1M(folder);
  assert.equal(provenance.source, `folder ${path.basename(folder)}, ratings.dat`);
  assert.match(provenance.sha256, /^[0-9a-f]{64}$/);
  assert.ok(!JSON.stringify(provenance).includes(path.dirname(folder)));
});

test("of a pair's rows the last by time stays, of equal times the last in the file, at its own place", async () => {
  const row = fc.record({
    user: fc.integer({ min: 0, max: 3 }),
    item: fc.integer({ min: 0, max: 3 }),
    time: fc.integer({ min: 0, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), async (rows) => {
      const kept = rows.filter(
        (one, place) =>
          !rows.some(
            (other, later) =>
              other.user === one.user &&
              other.item === one.item &&
              (other.time > one.time || (other.time === one.time && later > place)),
          ),
      );
      const lines = rows.map(({ user, item, time }) => `u${user}\ti ${item}\t${time}`).join("\n");
      const folder = temporaryFolder({
        "any.inter": `user_id:token\titem_id:token\ttimestamp:float\n${lines}`,
      });
      const data = await readAtomicFiles(folder, "any");
      assertWellFormed(data);
      const back = Array.from(data.users, (user, place) => ({
        user: data.userIds[user],
        item: data.itemIds[data.items[place]],
        time: data.order[place],
      }));
      assert.deepEqual(
        back,
        kept.map(({ user, item, time }) => ({ user: `u${user}`, item: `i ${item}`, time })),
      );
      assert.equal(data.provenance.duplicateCount, rows.length - kept.length);
    }),
    { numRuns: 60 },
  );
});

test("any ids come back as they were, whatever quotes, commas or scripts they hold", async () => {
  const anyId = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 10 })
    .map((text) => text.replace(/[\t\r\n\0]/g, "_"))
    .filter((text) => text.trim() !== "");
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyId, { minLength: 1, maxLength: 10 }), async (ids) => {
      const lines = ids.map((id) => `${id}\t${id}\n`).join("");
      const folder = temporaryFolder({ "any.inter": `user_id:token\titem_id:token\n${lines}` });
      const data = await readAtomicFiles(folder, "any");
      assert.deepEqual(data.userIds, ids);
      assert.deepEqual(data.itemIds, ids);
    }),
    { numRuns: 60 },
  );
});
