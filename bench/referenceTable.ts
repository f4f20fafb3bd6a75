import type { Group } from "../lib/splitting";

/** Mean and standard deviation over five seeds, in percent. */
export type Reference = readonly [mean: number, standardDeviation: number];

/** One method of the reference: for each metric, overall, head and tail. */
export interface ReferenceRow {
  readonly method: string;
  readonly metrics: Readonly<Record<string, Readonly<Record<Group, Reference>>>>;
}

const row = (overall: Reference, head: Reference, tail: Reference): Record<Group, Reference> => ({
  overall,
  head,
  tail,
});

/**
 * Test metrics of an independent implementation (PyTorch) on ML-100K, seeds 0 to 4: exact softmax over all items; id
 * embedding 64 and feature embeddings 16; user features age decade, gender, occupation, first two characters of the
 * zip code; item features year and genres; towers 128-64 with ReLU and dropout 0.3; Adam 1e-3, batch 1,024, best of
 * 40 epochs on validation NDCG@50; leave-last-out, all 1,682 items ranked, seen ones masked, head = top 20 %. Two-stage rows: 20 + 20 epochs.
 */
export const referenceTable: readonly ReferenceRow[] = [
  {
    method: "two-tower",
    metrics: {
      "HR@10": row([13.23, 0.46], [21.71, 0.68], [2.54, 0.44]),
      "NDCG@10": row([6.5, 0.26], [10.69, 0.44], [1.21, 0.1]),
      "HR@50": row([37.63, 0.73], [53.95, 1.13], [17.03, 0.96]),
      "NDCG@50": row([11.78, 0.3], [17.81, 0.49], [4.18, 0.21]),
    },
  },
  {
    method: "LogQ 0.3",
    metrics: {
      "HR@10": row([12.72, 0.64], [19.16, 0.94], [4.61, 0.75]),
      "NDCG@10": row([6.3, 0.13], [9.44, 0.16], [2.33, 0.26]),
      "HR@50": row([36.4, 1.27], [48.48, 1.91], [21.15, 0.75]),
      "NDCG@50": row([11.37, 0.27], [15.82, 0.44], [5.76, 0.17]),
    },
  },
  {
    method: "LogQ 1",
    metrics: {
      "HR@10": row([6.6, 0.73], [7.83, 1.03], [5.04, 0.72]),
      "NDCG@10": row([3.06, 0.33], [3.66, 0.48], [2.31, 0.27]),
      "HR@50": row([24.79, 0.48], [24.79, 0.52], [24.8, 0.73]),
      "NDCG@50": row([6.96, 0.19], [7.28, 0.29], [6.55, 0.19]),
    },
  },
  {
    method: "ClassBalance 0.99",
    metrics: {
      "HR@10": row([8.97, 0.83], [13.73, 1.13], [2.98, 1.7]),
      "NDCG@10": row([4.5, 0.35], [6.95, 0.38], [1.42, 0.77]),
      "HR@50": row([27.04, 1.34], [36.96, 2.05], [14.53, 4.13]),
      "NDCG@50": row([8.35, 0.51], [11.92, 0.58], [3.86, 1.32]),
    },
  },
  {
    method: "under-sampling 60",
    metrics: {
      "HR@10": row([8.19, 0.53], [8.33, 1], [8.01, 0.44]),
      "NDCG@10": row([4.04, 0.27], [4.04, 0.49], [4.05, 0.34]),
      "HR@50": row([27.13, 0.74], [26.62, 0.82], [27.77, 0.87]),
      "NDCG@50": row([8.11, 0.16], [7.95, 0.33], [8.29, 0.38]),
    },
  },
  {
    method: "Head2Tail, pure",
    metrics: {
      "HR@10": row([3.18, 0.82], [0, 0], [7.19, 1.85]),
      "NDCG@10": row([1.45, 0.4], [0, 0], [3.27, 0.9]),
      "HR@50": row([13.76, 0.76], [0, 0], [31.13, 1.72]),
      "NDCG@50": row([3.71, 0.38], [0, 0], [8.4, 0.86]),
    },
  },
  {
    method: "Tail2Head, pure",
    metrics: {
      "HR@10": row([10.58, 0.76], [18.97, 1.36], [0, 0]),
      "NDCG@10": row([4.95, 0.24], [8.88, 0.44], [0, 0]),
      "HR@50": row([30.63, 0.67], [54.9, 1.2], [0, 0]),
      "NDCG@50": row([9.3, 0.25], [16.67, 0.44], [0, 0]),
    },
  },
];
