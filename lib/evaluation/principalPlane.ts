import { randomStream } from "../random";

/** The plane in which vectors differ most, and where it lies. */
export interface PrincipalPlane {
  /** Share of the vectors' variance along each of the two axes. */
  readonly shares: readonly [number, number];
  /** Coordinates of a vector in the plane, shape [size] in. */
  place(vector: ArrayLike<number>): readonly [x: number, y: number];
}

/** Steps of the power iteration; it ends earlier, when the axis does not turn any more. */
const mostSteps = 1000;
const stillness = 1e-12;

const dot = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
};

function normalised(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** The eigenvector of the largest eigenvalue of a symmetric matrix without negative ones, by power iteration. */
function firstAxis(matrix: readonly Float64Array[]): { axis: Float64Array; variance: number } {
  // A drawn start is as good as never orthogonal to the axis that is looked for.
  const random = randomStream(0, "start of a principal axis");
  let axis = normalised(Float64Array.from(matrix, () => random.normal()));
  for (let step = 0; step < mostSteps; step++) {
    const turned = normalised(Float64Array.from(matrix, (row) => dot(row, axis)));
    const still = 1 - Math.abs(dot(turned, axis)) < stillness;
    axis = turned;
    if (still) break;
  }
  // One of two directions: the one whose largest number is positive, so that a picture is not turned by chance.
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  if (largest < 0) axis = axis.map((value) => -value);
  return {
    axis,
    variance: dot(
      Float64Array.from(matrix, (row) => dot(row, axis)),
      axis,
    ),
  };
}

/**
 * The two principal axes of vectors: a picture of many dimensions that keeps as much of their differences as two can.
 *
 * @param vectors row-major, shape [vectors, size].
 * @throws RangeError when there is no vector or the numbers are not whole vectors.
 */
export function principalPlane(vectors: ArrayLike<number>, size: number): PrincipalPlane {
  const rows = vectors.length / size;
  if (!Number.isInteger(rows) || rows === 0) {
    throw new RangeError(
      `principalPlane got ${vectors.length} numbers for vectors of ${size}; give whole vectors.`,
    );
  }
  const mean = new Float64Array(size);
  for (let at = 0; at < vectors.length; at++) mean[at % size] += vectors[at] / rows;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  const centred = new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < size; at++) centred[at] = vectors[row * size + at] - mean[at];
    for (let one = 0; one < size; one++) {
      for (let other = 0; other < size; other++)
        covariance[one][other] += (centred[one] * centred[other]) / rows;
    }
  }
  const total = covariance.reduce((sum, row, at) => sum + row[at], 0);
  const first = firstAxis(covariance);
  const left = covariance.map((row, one) =>
    row.map((value, other) => value - first.variance * first.axis[one] * first.axis[other]),
  );
  const second = firstAxis(left);
  const share = ({ variance }: { variance: number }): number =>
    total > 0 ? Math.max(0, variance) / total : 0;
  return {
    shares: [share(first), share(second)],
    place: (vector) => {
      const from = Float64Array.from({ length: size }, (_, at) => vector[at] - mean[at]);
      return [dot(from, first.axis), dot(from, second.axis)];
    },
  };
}
