/** An option that makes training steps smaller, and its value. */
export interface StepSize {
  readonly option: string;
  readonly value: number;
}

/** Options of a method that make training steps smaller, by name. */
export const stepSizes = <Name extends string>(
  options: Readonly<Record<Name, number>>,
  ...names: readonly Name[]
): StepSize[] => names.map((option) => ({ option, value: options[option] }));

/** Those of a step of the optimiser: its step size, and weight decay where there is any. */
export const optimiserStepSizes = ({
  learningRate,
  weightDecay = 0,
}: {
  readonly learningRate: number;
  readonly weightDecay?: number;
}): StepSize[] => [
  ...stepSizes({ learningRate }, "learningRate"),
  ...(weightDecay > 0 ? stepSizes({ weightDecay }, "weightDecay") : []),
];

/** What helps where training diverged: "lower learningRate (now 1)". */
export const remedy = (lower: readonly StepSize[]): string =>
  `lower ${lower.map(({ option, value }) => `${option} (now ${value})`).join(" or ")}`;

/** Where a loss is told to be no number. */
export interface LossPlace {
  /** What is trained, such as "mirec, few-shot". */
  readonly label: string;
  /** Both count from 1. */
  readonly step: number;
  readonly epoch: number;
}

/** The loss itself; throws where it is no number, naming the step and what to lower. */
export function finiteLoss(
  loss: number,
  { label, step, epoch }: LossPlace,
  lower: readonly StepSize[],
): number {
  if (Number.isFinite(loss)) return loss;
  throw new Error(`The loss of ${label} is ${loss} at step ${step} (epoch ${epoch}); ${remedy(lower)}.`);
}
