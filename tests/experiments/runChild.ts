import { experiment } from "../../lib/experiments/experiment";
import { methodNamed } from "../../lib/methods";
import { leaveLastOut } from "../../lib/splitting";
import { tastefulInteractions } from "../fixtures";

/** What a child process is told, as JSON in its first argument. */
export interface ChildRun {
  readonly records: string;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly checkpointEvery: number;
}

/** What it prints when it is done, after "ready" before it begins and "epoch" after every epoch. */
export interface ChildOutcome {
  readonly cached: boolean;
  readonly resumed: boolean;
  readonly epochs: number;
  readonly losses: readonly number[];
  readonly ranks: readonly number[];
  readonly metrics: unknown;
  readonly recordError: string | null;
}

/** Makes a run in a process of its own, which a test can kill. */
async function main({ records, method, options, seed, checkpointEvery }: ChildRun): Promise<void> {
  const split = leaveLastOut(tastefulInteractions());
  console.log("ready");
  const settings = { seed, records, checkpointEvery, onProgress: () => console.log("epoch") };
  const result = await experiment(methodNamed(method, options), split, settings);
  const { cached, resumed, history, ranks, record, recordError } = result;
  const outcome: ChildOutcome = {
    ...{ cached, resumed, recordError },
    epochs: history.length,
    losses: history.map(({ loss }) => loss),
    ranks: Array.from(ranks.test.ranks),
    metrics: record.metrics,
  };
  console.log(JSON.stringify(outcome));
}

if (require.main === module) void main(JSON.parse(process.argv[2]) as ChildRun);
