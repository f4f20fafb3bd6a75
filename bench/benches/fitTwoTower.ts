import { alternate, measured } from "../harness/alternate";
import type { Bench, Measured } from "../harness/bench";
import { oursProgram, pythonProgram } from "../harness/programs";
import { Side, type Block } from "../harness/side";

/** Epochs where no whole run is asked for: enough for each to be validated and the better one kept. */
const fewEpochs = 2;

function curves(ours: Block, other: Block): string {
  const last = (block: Block): string => ((block["curve"] as number[]).at(-1)! * 100).toFixed(2);
  return `validation NDCG@50 after the last epoch: ${last(ours)} % and ${last(other)} %, each with its own dropout masks and order`;
}

/**
 * The two-tower model on ML-1M, wall time of the fit: every epoch is validated by NDCG@50 over all users, the best
 * one's weights are kept. Both sides train the same number of epochs.
 */
export const fitTwoTower: Bench = {
  name: "fit-two-tower",
  unit: "s",
  needsPython: true,
  targets: [{ of: "ratio", atMost: 1 }],
  measure: async ({ prepared, python, full, say, pairs = full ? 1 : 2 }): Promise<Measured> => {
    const { folder, source } = await prepared("ml-1m");
    let epochs = fewEpochs;
    if (full) {
      say("looking for the best epoch; that run is not timed");
      epochs = (await Side.ask<{ bestEpoch: number }>(oursProgram("longtail", "fit", folder, "best")))
        .bestEpoch;
    }
    const sides = await alternate(
      oursProgram("longtail", "fit", folder, String(epochs)),
      pythonProgram("PyTorch", python(), "fit", folder, String(epochs)),
      { pairs },
    );
    const schedule = full
      ? `${epochs} epochs, the best one of a run with early stopping`
      : `${epochs} epochs, not a whole run: --full trains to the best one`;
    return measured(sides, [
      `data: ${source}`,
      schedule,
      curves(sides.ours.blocks[0], sides.other.blocks[0]),
    ]);
  },
};
