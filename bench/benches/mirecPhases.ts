import type { Bench, Measured } from "../harness/bench";
import { oursProgram } from "../harness/programs";
import { Side, type Block } from "../harness/side";

/** Seconds of MIRec's second phase over those of its first, one fit on ML-100K a seed. */
export const mirecPhases: Bench = {
  name: "mirec-phase2-over-phase1",
  unit: "s",
  needsPython: false,
  targets: [{ of: "ratio", atMost: 0.6 }],
  measure: async ({ pairs = 3 }): Promise<Measured> => {
    const { side, ready } = await Side.start(oursProgram("longtail", "mirec"));
    const blocks: Block[] = [];
    try {
      for (let fit = 0; fit < pairs; fit++) blocks.push(await side.run(1));
      await side.end();
    } finally {
      side.kill();
    }
    const epochs = blocks.map((block) => (block["epochs"] as number[]).join(" then "));
    return {
      oursLabel: "second phase",
      otherLabel: "first phase",
      ours: blocks.map((block) => block["second"] as number),
      other: blocks.map((block) => block["first"] as number),
      versions: ready.versions,
      notes: [`epochs of the two phases: ${epochs.join("; ")}`],
    };
  },
};
