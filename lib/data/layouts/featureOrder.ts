import type { FeatureColumn } from "../features";

const userOrder = ["age", "gender", "occupation", "zip", "country"];
const itemOrder = ["year", "genres", "title words", "author", "publisher"];
const usual = [...userOrder, ...itemOrder];

/**
 * Columns in one order whatever the files' order: a model draws its weights column by column, so the same seed must
 * meet the same columns in every layout of a data set. Columns of other names follow in the order given.
 */
export function inUsualOrder(columns: readonly FeatureColumn[]): readonly FeatureColumn[] {
  const rank = ({ name }: FeatureColumn): number =>
    usual.includes(name) ? usual.indexOf(name) : usual.length;
  return [...columns].sort((one, other) => rank(one) - rank(other));
}
