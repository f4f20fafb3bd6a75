/** A run that took its time here, under a name that runs alike share, such as their method. */
export interface TimedRun {
  readonly kind: string;
  readonly seconds: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Seconds until the open runs are done: each is taken to last as long as those of its kind did, or else as all did, and
 * the rest of the work to be shared evenly.
 *
 * @param open kind of each run that has not ended, and the seconds that it has been under way (0 if it has not begun).
 * @param width runs at the same time.
 * @returns null where no run has ended yet.
 */
export function secondsLeft(
  ended: readonly TimedRun[],
  open: readonly TimedRun[],
  width: number,
): number | null {
  if (ended.length === 0) return null;
  const overall = mean(ended.map(({ seconds }) => seconds));
  const byKind = new Map<string, number[]>();
  for (const { kind, seconds } of ended) byKind.set(kind, [...(byKind.get(kind) ?? []), seconds]);
  const left = open.map(({ kind, seconds }) => {
    const known = byKind.get(kind);
    return Math.max(0, (known ? mean(known) : overall) - seconds);
  });
  // However well the work is shared, the longest run takes its time.
  return Math.max(left.reduce((sum, value) => sum + value, 0) / width, 0, ...left);
}
