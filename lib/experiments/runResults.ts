import { promises as fs } from "node:fs";
import { groupCard, metricsRows, type GroupCard, type Ranks } from "../evaluation";
import { cutGroups, itemCounts, type Group, type HeldOutPart, type Pairs, type Split } from "../splitting";
import {
  historyColumns,
  historyOfColumns,
  parseSafetensors,
  safetensorsChunks,
  writeFileWhole,
  type EpochRecord,
  type SafeTensor,
  type SafeTensors,
} from "../training";
import type { PartMetrics } from "./runRecord";

/** The numbers of a finished run: what every table and figure of it is a function of. */
export interface RunResults {
  readonly ranks: { readonly validation: Ranks; readonly test: Ranks };
  readonly history: readonly EpochRecord[];
  /** Training samples of each item and of each user. */
  readonly counts: { readonly items: Int32Array; readonly users: Int32Array };
}

/** Training samples of each item and user of a split. */
export function trainingCounts({ train }: Split): RunResults["counts"] {
  const byUser: Pairs = { ...train, items: train.users, itemCount: train.userCount };
  return { items: itemCounts(train), users: itemCounts(byUser) };
}

const vector = (values: Int32Array | Float32Array | Float64Array): SafeTensor => ({
  shape: [values.length],
  values,
});

/** Writes results to a safetensors file, whole or not at all. */
export async function writeResults(file: string, { ranks, history, counts }: RunResults): Promise<void> {
  const { length } = ranks.validation.ranks;
  // A method of a notebook may keep a history of its own kind, without ranks of every epoch.
  const whole = history.every(({ validation }) => validation?.ranks.length === length) ? history : [];
  const { losses, seconds, validationRanks, validationLosses } = historyColumns(whole);
  const ofPart = (part: HeldOutPart): Record<string, SafeTensor> => ({
    [`${part}/users`]: vector(ranks[part].users),
    [`${part}/items`]: vector(ranks[part].items),
    [`${part}/ranks`]: vector(ranks[part].ranks),
  });
  const content: SafeTensors = {
    metadata: { candidates: String(ranks.test.candidates) },
    tensors: {
      ...ofPart("validation"),
      ...ofPart("test"),
      "train/item counts": vector(counts.items),
      "train/user counts": vector(counts.users),
      "history/loss": vector(losses),
      "history/seconds": vector(seconds),
      "history/validation ranks": {
        shape: [whole.length, whole.length > 0 ? length : 0],
        values: validationRanks,
      },
      ...(validationLosses && validationLosses.length > 0
        ? { "history/validation losses": vector(validationLosses) }
        : {}),
    },
  };
  await writeFileWhole(file, safetensorsChunks(content));
}

/** Reads what `writeResults` wrote. Throws an error in one clause where the file is damaged. */
export async function readResults(file: string): Promise<RunResults> {
  const { tensors, metadata } = parseSafetensors(await fs.readFile(file));
  const column = (name: string): Int32Array => {
    const values = tensors[name]?.values;
    if (!(values instanceof Int32Array)) throw new Error(`"${name}" is missing`);
    return values;
  };
  const numbers = (name: string): Float64Array => {
    const values = tensors[name]?.values;
    if (!(values instanceof Float64Array)) throw new Error(`"${name}" is missing`);
    return values;
  };
  const candidates = Number(metadata.candidates);
  const ofPart = (part: HeldOutPart): Ranks => ({
    ...{ part, candidates },
    users: column(`${part}/users`),
    items: column(`${part}/items`),
    ranks: column(`${part}/ranks`),
  });
  const validation = ofPart("validation");
  const columns = {
    losses: numbers("history/loss"),
    seconds: numbers("history/seconds"),
    validationRanks: column("history/validation ranks"),
    validationLosses: tensors["history/validation losses"]?.values as Float32Array | undefined,
  };
  return {
    ranks: { validation, test: ofPart("test") },
    history: historyOfColumns(columns, validation),
    counts: { items: column("train/item counts"), users: column("train/user counts") },
  };
}

/** The metrics and the group card that a record's summary shows, from the results alone. */
export function summaryOf(
  { ranks, counts }: Pick<RunResults, "ranks" | "counts">,
  headShare: number,
): { readonly metrics: Record<HeldOutPart, PartMetrics>; readonly groups: GroupCard } {
  const groups = cutGroups("item", counts.items, { headShare });
  const ofPart = (part: HeldOutPart): PartMetrics => {
    const rows = metricsRows({ run: ranks[part] }, groups, { at: [10, 50], reciprocalRank: true });
    return Object.fromEntries(rows.map(({ group, metrics }) => [group, metrics])) as Record<
      Group,
      PartMetrics[Group]
    >;
  };
  return {
    metrics: { validation: ofPart("validation"), test: ofPart("test") },
    groups: groupCard(groups, ranks.test),
  };
}
