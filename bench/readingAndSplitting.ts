import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fewShotDraw } from "../lib/curriculum";
import { loadDataset } from "../lib/data";
import { randomStream } from "../lib/random";
import { leaveLastOut, popularityGroups } from "../lib/splitting";

/**
 * How long a file of 20 million interactions takes to read, split, group and draw from, and the peak resident memory of
 * the process that does it: `node --import tsx bench/readingAndSplitting.ts [rows]`. The file, with user ids of letters,
 * whole-number item ids and times, is written into a temporary folder and removed.
 */
const userCount = 138_000;
const itemCount = 27_000;

/** Items by Zipf's law with exponent 1, users by a power law: about as MovieLens 20M has them. */
function writeInteractions(file: string, rows: number): void {
  const random = randomStream(0, "synthetic interactions");
  const cumulative = new Float64Array(itemCount);
  let sum = 0;
  for (let item = 0; item < itemCount; item++) cumulative[item] = sum += 1 / (item + 10);
  const drawnItem = (): number => {
    const point = random.uniform() * sum;
    let [low, high] = [0, itemCount - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < point) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
  const output = openSync(file, "w");
  let lines = ["user_id,item_id,timestamp"];
  for (let row = 0; row < rows; row++) {
    const user = Math.floor(userCount * random.uniform() ** 1.5);
    const time = 1_000_000_000 + Math.floor(random.uniform() * 5e8);
    lines.push(`user-${String(user).padStart(6, "0")},${drawnItem()},${time}`);
    if (lines.length < 50_000) continue;
    writeSync(output, `${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) writeSync(output, `${lines.join("\n")}\n`);
  closeSync(output);
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function measure(file: string): Promise<void> {
  let began = performance.now();
  const data = await loadDataset({ interactions: file });
  const { duplicateCount } = data.provenance;
  const { user, system } = process.cpuUsage();
  console.log(
    `read: ${seconds(began)}, ${((user + system) / 1e6).toFixed(1)} s of the cores' time (${data.users.length} pairs of ${data.userIds.length} users and ${data.itemIds.length} items, ${duplicateCount} repeated)`,
  );
  const all = performance.now();
  began = all;
  const split = leaveLastOut(data);
  console.log(`leave-last-out: ${seconds(began)}`);
  began = performance.now();
  popularityGroups(split.train);
  console.log(`popularity groups: ${seconds(began)}`);
  began = performance.now();
  fewShotDraw(split.train, { k: 60 }, randomStream(0, "draw"));
  console.log(`few-shot draw: ${seconds(began)}`);
  console.log(`the three together: ${seconds(all)}`);
  // Linux counts maxRSS in kilobytes.
  console.log(`peak resident memory: ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB`);
}

/** Writes the file here and reads it in a process of its own, whose memory is then the reading's alone. */
function main(rows: number): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), "longtail-bench-"));
  try {
    const file = path.join(folder, "interactions.csv");
    writeInteractions(file, rows);
    const [load] = os.loadavg();
    console.log(
      `${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB; ${os.cpus().length} cores, load ${load.toFixed(1)}`,
    );
    const { status } = spawnSync(process.execPath, ["--import", "tsx", __filename, "--measure", file], {
      stdio: "inherit",
    });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, file] = process.argv.slice(2);
if (first === "--measure") void measure(file);
else main(Number(first ?? 20_000_000));
