/** A point of the head-tail plane, as fractions. */
export interface PlanePoint {
  readonly head: number;
  readonly tail: number;
}

/** A stretch of the envelope: a straight line from one head value to a higher (or the same) one. */
export interface EnvelopePiece {
  readonly from: number;
  readonly to: number;
  readonly tailFrom: number;
  readonly tailTo: number;
}

/** A straight line between two neighbours on a curve, from lower to higher head. */
type Segment = EnvelopePiece;

const between = (one: PlanePoint, other: PlanePoint): Segment =>
  one.head <= other.head
    ? { from: one.head, to: other.head, tailFrom: one.tail, tailTo: other.tail }
    : { from: other.head, to: one.head, tailFrom: other.tail, tailTo: one.tail };

/** Tail of a segment at a head value within it; of an upright one its upper end. */
export function tailOn({ from, to, tailFrom, tailTo }: EnvelopePiece, head: number): number {
  if (from === to) return Math.max(tailFrom, tailTo);
  // A piece without an end is level.
  if (to === Infinity || tailFrom === tailTo) return tailFrom;
  return tailFrom + ((head - from) / (to - from)) * (tailTo - tailFrom);
}

/** Head values strictly inside a stretch where two of the segments over it cross: where the uppermost may change. */
function crossings(segments: readonly Segment[], from: number, to: number): number[] {
  const inside: number[] = [];
  for (let one = 0; one < segments.length; one++) {
    const start = tailOn(segments[one], from);
    const end = tailOn(segments[one], to);
    for (let other = one + 1; other < segments.length; other++) {
      const before = start - tailOn(segments[other], from);
      const after = end - tailOn(segments[other], to);
      if (before * after >= 0) continue;
      const head = from + (before / (before - after)) * (to - from);
      if (head > from && head < to) inside.push(head);
    }
  }
  return inside.sort((a, b) => a - b);
}

const uppermost = (segments: readonly Segment[], head: number): number => {
  let highest = -Infinity;
  for (const segment of segments) highest = Math.max(highest, tailOn(segment, head));
  return highest;
};

/**
 * The best tail that any of the curves reaches at each head value: linear between a curve's neighbouring points, the
 * better of several curves, and of one curve that comes back over the same heads. Heads that no curve reaches are left
 * out. Single points, and upright stretches, are pieces of no width.
 *
 * @param curves points each in the order of strength.
 */
export function upperEnvelope(curves: readonly (readonly PlanePoint[])[]): EnvelopePiece[] {
  const segments = curves.flatMap((curve) =>
    curve.length === 1
      ? [between(curve[0], curve[0])]
      : curve.slice(1).map((point, index) => between(curve[index], point)),
  );
  const heads = [...new Set(segments.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const pieces = segments.filter(({ from, to }) => from === to);
  for (let index = 1; index < heads.length; index++) {
    const from = heads[index - 1];
    const to = heads[index];
    const over = segments.filter((segment) => segment.from <= from && segment.to >= to);
    if (over.length === 0) continue;
    const ends = [from, ...crossings(over, from, to), to];
    for (let end = 1; end < ends.length; end++) {
      pieces.push({
        from: ends[end - 1],
        to: ends[end],
        tailFrom: uppermost(over, ends[end - 1]),
        tailTo: uppermost(over, ends[end]),
      });
    }
  }
  return pieces;
}
