import { randomStream } from "../random";
import type { Pairs } from "../splitting";
import { fewShotDraw } from "./fewShotDraw";
import { headAndTailRows } from "./headAndTail";
import { allRows, type Stage } from "./stage";

/** Options of the staged curricula. */
export interface StagedOptions {
  /** Items with at least k training samples are head. */
  readonly k: number;
  /** Head only in place of all samples. Default false, the article's wording. */
  readonly pure?: boolean;
  /** Epochs of each stage at most. Default: those of the method. */
  readonly stageEpochs?: number;
}

function stages(
  train: Pairs,
  { k, pure = false, stageEpochs }: StagedOptions,
): { first: Stage; tail: Stage } {
  const rows = headAndTailRows(train, k);
  const first = pure ? rows.head : allRows(train);
  return {
    first: { name: pure ? "head" : "all", epochs: stageEpochs, samples: () => first },
    tail: { name: "tail", epochs: stageEpochs, samples: () => rows.tail },
  };
}

/** Head2Tail: pre-train on ALL samples, then fine-tune on the tail's; "pure": the head's, then the tail's. */
export function headToTail(train: Pairs, options: StagedOptions): Stage[] {
  const { first, tail } = stages(train, options);
  return [first, tail];
}

/** Tail2Head, the reverse: the tail's samples first, then all; "pure": then the head's. */
export function tailToHead(train: Pairs, options: StagedOptions): Stage[] {
  const { first, tail } = stages(train, options);
  return [tail, first];
}

/** Options of LTCur. */
export interface LongTailCurriculumOptions {
  /** Samples of every head item in the second stage. */
  readonly k: number;
  /** Whether the head's samples are drawn anew each epoch. Default true. */
  readonly redraw?: boolean;
  /** Epochs of each stage at most. Default: those of the method. */
  readonly stageEpochs?: number;
}

/**
 * LTCur, the long-tail curriculum: all samples, then Omega(k), at most k samples of every head item and ALL of the tail's,
 * so that both stages see the tail whole (Eq 8).
 *
 * @param seed of the draws.
 */
export function longTailCurriculum(
  train: Pairs,
  { k, redraw = true, stageEpochs }: LongTailCurriculumOptions,
  seed: number,
): Stage[] {
  const all = allRows(train);
  const draw = (epoch: number): Int32Array =>
    fewShotDraw(train, { k }, randomStream(seed, `few-shot draw ${redraw ? epoch : 0}`));
  return [
    { name: "all", epochs: stageEpochs, samples: () => all },
    { name: "few-shot", epochs: stageEpochs, samples: draw },
  ];
}
