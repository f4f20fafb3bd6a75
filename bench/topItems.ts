import { randomStream, tf, topItems, type Pairs } from "longtail";

/**
 * The best 100 items of every user in a catalogue of a million: `node --import tsx bench/topItems.ts [users] [items]`.
 * Prints the time, the share of it that the products alone take, and the memory beyond the vectors. What users have seen
 * and the vectors are drawn.
 */
const size = 64;
const k = 100;
const seenPerUser = 20;

function vectors(count: number, purpose: string): Float32Array {
  const random = randomStream(0, purpose);
  return Float32Array.from({ length: count * size }, () => random.uniform() - 0.5);
}

/** Seconds of one multiplication-addition, at the size of the tiles that users are scored in. */
function secondsOfProduct(): number {
  const [rows, columns] = [1024, 16_384];
  const [left, right] = [tf.randomNormal([rows, size]), tf.randomNormal([columns, size])];
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    tf.tidy(() => tf.matMul(left, right, false, true));
    return performance.now() - began;
  });
  tf.dispose([left, right]);
  return Math.min(...times) / 1000 / (rows * columns * size);
}

const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;

function main(users: number, items: number): void {
  const model = { userVectors: vectors(users, "users"), itemVectors: vectors(items, "items"), size };
  const random = randomStream(0, "seen");
  const train: Pairs = {
    users: Int32Array.from({ length: users * seenPerUser }, (_, row) => Math.floor(row / seenPerUser)),
    items: Int32Array.from({ length: users * seenPerUser }, () => random.integer(items)),
    userCount: users,
    itemCount: items,
  };
  const product = secondsOfProduct() * users * items * size;
  const before = peakMegabytes();
  const began = performance.now();
  topItems(model, { train }, { k, seen: ["train"] });
  const seconds = (performance.now() - began) / 1000;
  const held = (4 * (model.userVectors.length + model.itemVectors.length)) / 2 ** 20;
  console.log(`${users} users, ${items} items, the best ${k}: ${seconds.toFixed(1)} s`);
  console.log(
    `the products alone: ${product.toFixed(1)} s, ${((100 * product) / seconds).toFixed(0)} % of it`,
  );
  console.log(
    `peak memory: ${(peakMegabytes() - before).toFixed(0)} MB more than before it, of which the result is ${((8 * users * k) / 2 ** 20).toFixed(0)} MB; the vectors are ${held.toFixed(0)} MB`,
  );
}

const [users = "100000", items = "1000000"] = process.argv.slice(2);
main(Number(users), Number(items));
