const EVERY_RANK_UP_TO = 2000;
const FIRST_RANKS = 200;
const SPREAD_RANKS = 1000;

/**
 * Which popularity ranks (from 1) a curve of `items` ranks draws: all of them up to 2,000; beyond that the
 * first 200, some 1,000 evenly spaced, and both sides of the cut, so that a catalogue of any size is a small
 * figure. A falling curve loses nothing that the eye could see.
 */
export function drawnRanks(items: number, cut: number): number[] {
  if (items <= EVERY_RANK_UP_TO) return Array.from({ length: items }, (_, index) => index + 1);
  const ranks = new Set<number>([cut, cut + 1, items].filter((rank) => rank >= 1 && rank <= items));
  for (let rank = 1; rank <= FIRST_RANKS; rank += 1) ranks.add(rank);
  const step = (items - FIRST_RANKS) / SPREAD_RANKS;
  for (let index = 1; index <= SPREAD_RANKS; index += 1) ranks.add(Math.round(FIRST_RANKS + index * step));
  return [...ranks].sort((a, b) => a - b);
}
