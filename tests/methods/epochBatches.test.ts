import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { epochBatches } from "../../lib/methods";
import { batchUsers } from "../../lib/methods/batchUsers";

/** Users of the training pairs, some of their rows, and a batch size. */
const epoch = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 120 }).chain((users) =>
  fc.record({
    users: fc.constant(Int32Array.from(users)),
    rows: fc.shuffledSubarray([...users.keys()], { minLength: 1 }).map((rows) => Int32Array.from(rows)),
    batchSize: fc.integer({ min: 1, max: 50 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  }),
);

const byUsers = (
  { users, rows, batchSize, seed }: { users: Int32Array; rows: Int32Array; batchSize: number; seed: number },
  purpose = "order",
): number[][] =>
  [...epochBatches(rows, users, { batching: "users", batchSize }, seed, purpose)].map((batch) => [...batch]);

describe("epochBatches by users", () => {
  test("sees every sample once and each user's in one batch, in the order they had", () => {
    fc.assert(
      fc.property(epoch, (given) => {
        const batches = byUsers(given);
        assert.deepEqual(
          batches.flat().sort((one, other) => one - other),
          [...given.rows].sort((one, other) => one - other),
        );
        const seen = batches.map((batch) => [...new Set(batch.map((row) => given.users[row]))]);
        assert.equal(new Set(seen.flat()).size, seen.flat().length, "a user is in two batches");
        for (const user of seen.flat()) {
          const own = batches.flat().filter((row) => given.users[row] === user);
          assert.deepEqual(
            own,
            [...given.rows].filter((row) => given.users[row] === user),
          );
        }
      }),
    );
  });

  test("ends a batch with the user who brings it to its size", () => {
    fc.assert(
      fc.property(epoch, (given) => {
        const batches = byUsers(given);
        batches.forEach((batch, at) => {
          const lastUser = given.users[batch[batch.length - 1]];
          const before = batch.filter((row) => given.users[row] !== lastUser).length;
          assert.ok(before < given.batchSize, "the batch could have ended before its last user");
          if (at < batches.length - 1) assert.ok(batch.length >= given.batchSize);
        });
      }),
    );
  });

  test("draws the same order for the same seed and purpose, and another for another", () => {
    const users = Int32Array.from({ length: 200 }, (_, row) => row % 50);
    const given = { users, rows: Int32Array.from(users.keys()), batchSize: 20, seed: 1 };
    assert.deepEqual(byUsers(given), byUsers(given));
    assert.notDeepEqual(byUsers(given), byUsers({ ...given, seed: 2 }));
    assert.notDeepEqual(byUsers(given), byUsers(given, "another epoch"));
  });
});

describe("batchUsers", () => {
  test("names each sample's user, whichever rows it is given", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 60 }), (list) => {
        const entities = Int32Array.from(list);
        for (const batching of ["samples", "users"] as const) {
          const { users, userOfSample, occurring } = batchUsers(entities, batching, true);
          entities.forEach((user, sample) => assert.equal(users[userOfSample?.[sample] ?? sample], user));
          users.forEach((user, row) => assert.equal(occurring!.distinct[occurring!.ofRow[row]], user));
          assert.deepEqual([...occurring!.distinct].sort(), [...new Set(list)].sort());
        }
      }),
    );
  });
});
