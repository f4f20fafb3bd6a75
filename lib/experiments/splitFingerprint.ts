import { createHash } from "node:crypto";
import type { FeatureColumn } from "../data";
import type { Pairs, Split } from "../splitting";

const known = new WeakMap<Split, string>();

/**
 * SHA-256 of what a method learns from and is ranked on: the pairs of all parts in their order, their times, the features'
 * names and codes. Two splits with the same fingerprint give every method the same result, whatever they are called.
 */
export function splitFingerprint(split: Split): string {
  const before = known.get(split);
  if (before !== undefined) return before;
  const hash = createHash("sha256");
  const text = (value: unknown): void => void hash.update(`${JSON.stringify(value)}\n`);
  const numbers = (values: Int32Array | Float64Array): void => {
    text(values.length);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  const pairs = ({ users, items, userCount, itemCount }: Pairs): void => {
    text([userCount, itemCount]);
    numbers(users);
    numbers(items);
  };
  const feature = (column: FeatureColumn): void => {
    text([column.name, column.kind, column.vocabulary.length]);
    numbers(column.codes);
    if (column.kind === "multi-valued") numbers(column.offsets);
  };
  const { data } = split;
  [split.train, split.validation, split.test].forEach(pairs);
  text(data.timeScope);
  numbers(data.order);
  for (const columns of [data.userFeatures, data.itemFeatures]) {
    text(columns.length);
    columns.forEach(feature);
  }
  const fingerprint = hash.digest("hex");
  known.set(split, fingerprint);
  return fingerprint;
}
