import { tailOn, type EnvelopePiece, type PlanePoint } from "./upperEnvelope";

/** How far a path lies above an envelope. */
export interface Gap {
  /** Mean of (path's tail - envelope's tail) over the heads that both have; null where they share none. */
  readonly gap: number | null;
  /** Share of the path's way along the head axis (of its points, where it has no way) that the envelope covers. */
  readonly covered: number;
}

/** Tail of the envelope at a head value; null outside its range. */
export function envelopeAt(pieces: readonly EnvelopePiece[], head: number): number | null {
  let highest: number | null = null;
  for (const piece of pieces) {
    if (head < piece.from || head > piece.to) continue;
    const tail = tailOn(piece, head);
    if (highest === null || tail > highest) highest = tail;
  }
  return highest;
}

function gapOfPoints(path: readonly PlanePoint[], pieces: readonly EnvelopePiece[]): Gap {
  let sum = 0;
  let points = 0;
  for (const { head, tail } of path) {
    const below = envelopeAt(pieces, head);
    if (below === null) continue;
    sum += tail - below;
    points += 1;
  }
  return { gap: points > 0 ? sum / points : null, covered: points / path.length };
}

/**
 * Mean vertical gap of a path above an envelope: integral of (path's tail - envelope's tail) |d head| along the path,
 * over the stretches whose head the envelope reaches, divided by their length. The path is followed as it goes, back and
 * forth, and never by its better side, so that noise in it earns nothing. A single point's gap is taken at its head.
 */
export function gapAbove(path: readonly PlanePoint[], pieces: readonly EnvelopePiece[]): Gap {
  let area = 0;
  let width = 0;
  let way = 0;
  for (let index = 1; index < path.length; index++) {
    const [left, right] =
      path[index - 1].head <= path[index].head
        ? [path[index - 1], path[index]]
        : [path[index], path[index - 1]];
    if (left.head === right.head) continue;
    way += right.head - left.head;
    const slope = (right.tail - left.tail) / (right.head - left.head);
    for (const piece of pieces) {
      const from = Math.max(piece.from, left.head);
      const to = Math.min(piece.to, right.head);
      if (!(to > from)) continue;
      // Both are straight between from and to, so the gap in the middle is its mean.
      const middle = (from + to) / 2;
      area += (left.tail + slope * (middle - left.head) - tailOn(piece, middle)) * (to - from);
      width += to - from;
    }
  }
  if (way === 0) return gapOfPoints(path, pieces);
  return { gap: width > 0 ? area / width : null, covered: width / way };
}
