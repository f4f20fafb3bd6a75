import { existsSync } from "node:fs";
import { join } from "node:path";
import { alternate, measured } from "../harness/alternate";
import type { Bench, Measured } from "../harness/bench";
import { oursProgram, pythonProgram } from "../harness/programs";

const folder = join(__dirname, "..", "..", "data", "ml-1m");

/**
 * ML-1M from its three files into indices and features, in a process that has read nothing before. Its files are
 * fetched beforehand, so that neither the network nor the archive counts.
 */
export const read: Bench = {
  name: "read-ml1m",
  unit: "s",
  needsPython: true,
  targets: [{ of: "ours", atMost: 1.5 }],
  measure: async ({ prepared, python, pairs = 5 }): Promise<Measured> => {
    // Preparing the case brings the files here where they can be had.
    await prepared("ml-1m");
    if (!existsSync(join(folder, "ratings.dat"))) {
      throw new Error("ml-1m is not on this machine and could not be fetched: there is nothing to read.");
    }
    const sides = await alternate(
      oursProgram("longtail", "read"),
      pythonProgram("polars", python(), "read", folder),
      { pairs, fresh: true },
    );
    const [mine, theirs] = [sides.ours, sides.other].map(({ blocks }) =>
      (blocks[0]["read"] as number[]).join(", "),
    );
    if (mine !== theirs) {
      throw new Error(`The two sides do not read the same: ${mine} here and ${theirs} with polars.`);
    }
    const [rows, users, items] = sides.ours.blocks[0]["read"] as number[];
    return measured(sides, [
      `${rows} pairs, ${users} users and ${items} items, numbered alike on both sides`,
    ]);
  },
};
