/** The best so far of each user of a block; the worst of them is last. */
export class BestItems {
  private readonly filled: Int32Array;

  /** Writes into rows of `items` and `scores`, shape [users, k]. */
  constructor(
    private readonly items: Int32Array,
    private readonly scores: Float32Array,
    private readonly k: number,
    users: number,
  ) {
    this.filled = new Int32Array(users);
  }

  /** What an item must score more than to belong to a row: its worst so far; null where a row is not full yet. */
  thresholds(): Float32Array | null {
    const { scores, k } = this;
    if (this.filled.some((count) => count < k)) return null;
    return Float32Array.from(this.filled, (_, row) => scores[(row + 1) * k - 1]);
  }

  /** Takes an item in where it belongs, if it does. */
  offer(row: number, item: number, score: number): void {
    const { items, scores, k } = this;
    const first = row * k;
    const last = first + this.filled[row];
    // Equal scores keep their order: items come in order of index.
    if (this.filled[row] === k && !(score > scores[last - 1])) return;
    if (this.filled[row] < k) this.filled[row] += 1;
    let place = Math.min(last, first + k - 1);
    for (; place > first && score > scores[place - 1]; place--) {
      scores[place] = scores[place - 1];
      items[place] = items[place - 1];
    }
    scores[place] = score;
    items[place] = item;
  }
}
