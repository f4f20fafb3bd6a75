/**
 * The vectors of two models side by side, each entity's two parts weighted.
 *
 * @param sizes numbers of a vector of each.
 * @param weightsOf what an entity's two parts are multiplied with.
 * @returns shape [entities, first size + second size].
 */
export function concatenated(
  first: Float32Array,
  second: Float32Array,
  [size, other]: readonly [number, number],
  weightsOf: (entity: number) => readonly [number, number],
): Float32Array {
  const entities = first.length / size;
  const joined = new Float32Array(first.length + second.length);
  for (let entity = 0; entity < entities; entity++) {
    const start = entity * (size + other);
    const [a, b] = weightsOf(entity);
    for (let at = 0; at < size; at++) joined[start + at] = a * first[entity * size + at];
    for (let at = 0; at < other; at++) joined[start + size + at] = b * second[entity * other + at];
  }
  return joined;
}
