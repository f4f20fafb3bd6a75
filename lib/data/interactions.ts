import type { FeatureColumn } from "./features";
import type { Provenance } from "./provenance";

/**
 * What the `order` column of a data set can be used for.
 * - `global`: real times; any two rows compare.
 * - `within-user`: orders one user's rows, says nothing across users.
 * - `none`: no times; `order` is the file order and leave-last-out is refused.
 */
export type TimeScope = "global" | "within-user" | "none";

/**
 * Observed feedback Omega: one row a (user, item) pair, each pair once.
 *
 * Rows stand in file order. Users and items are dense indices in order of first appearance in the feedback;
 * `userIds[u]` and `itemIds[i]` give the original ids back. Candidates are exactly these items.
 */
export interface Interactions {
  /** Name of the data set, such as "ml-100k". */
  readonly name: string;
  /** User index of each row, shape [rows]. */
  readonly users: Int32Array;
  /** Item index of each row, shape [rows]. */
  readonly items: Int32Array;
  /** Time of each row (seconds where the source has times), shape [rows]; see `timeScope`. */
  readonly order: Float64Array;
  readonly timeScope: TimeScope;
  /** Original id of each user index. */
  readonly userIds: readonly string[];
  /** Original id of each item index. */
  readonly itemIds: readonly string[];
  /** A name for people of each item index; the id where the source has no title. */
  readonly itemTitles: readonly string[];
  /** Features of users, each column with one entry (or list) a user index. */
  readonly userFeatures: readonly FeatureColumn[];
  /** Features of items, each column with one entry (or list) an item index. */
  readonly itemFeatures: readonly FeatureColumn[];
  /** Where the rows came from and what was done to them. */
  readonly provenance: Provenance;
}
