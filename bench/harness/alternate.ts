import type { Measured } from "./bench";
import { Side, type Block, type Ready, type SideProgram } from "./side";

/** How long and how often two sides are measured. */
export interface Alternation {
  /** Pairs of blocks. */
  readonly pairs: number;
  /** Seconds that a block should take; a side runs as many units as fit. Left out: a block is one unit. */
  readonly blockSeconds?: number;
  /** Whether each block gets a process of its own, so that nothing is warm. Default false. */
  readonly fresh?: boolean;
}

/** What one side came to. */
export interface SideTimes {
  readonly label: string;
  /** Seconds a unit, one entry a block. */
  readonly seconds: readonly number[];
  readonly blocks: readonly Block[];
  readonly peakBytes: number;
  readonly ready: Ready;
}

/** What both sides came to. */
export interface Alternated {
  readonly ours: SideTimes;
  readonly other: SideTimes;
}

const warmUpUnits = 3;
const mostUnits = 500;

/** One side with the blocks it has run. */
class Contender {
  readonly seconds: number[] = [];
  readonly blocks: Block[] = [];
  peakBytes = 0;
  ready: Ready = {};
  #side: Side | undefined;
  #units = 1;

  constructor(
    readonly program: SideProgram,
    private readonly alternation: Alternation,
  ) {}

  async #started(): Promise<Side> {
    if (this.#side) return this.#side;
    const { side, ready } = await Side.start(this.program);
    this.#side = side;
    this.ready = ready;
    return side;
  }

  /** Finds how many units fill a block, and runs one that does not count: memory is touched, code is compiled. */
  async warmUp(): Promise<void> {
    const { fresh, blockSeconds } = this.alternation;
    if (fresh || blockSeconds === undefined) return;
    const side = await this.#started();
    await side.run(warmUpUnits);
    const { seconds } = await side.run(warmUpUnits);
    this.#units = Math.max(1, Math.min(mostUnits, Math.round((blockSeconds * warmUpUnits) / seconds)));
    await side.run(this.#units);
  }

  async block(): Promise<void> {
    const side = await this.#started();
    const block = await side.run(this.#units);
    this.blocks.push(block);
    this.seconds.push(block.seconds / this.#units);
    if (this.alternation.fresh) await this.end();
  }

  async end(): Promise<void> {
    if (!this.#side) return;
    this.peakBytes = Math.max(this.peakBytes, await this.#side.end());
    this.#side = undefined;
  }

  kill(): void {
    this.#side?.kill();
  }

  get times(): SideTimes {
    const { seconds, blocks, peakBytes, ready } = this;
    return { label: this.program.label, seconds, blocks, peakBytes, ready };
  }
}

/**
 * Runs blocks of two sides in turn (ours, other, ours, other, ...), never both at once, so that whatever else the machine
 * does meets both alike: the ratio within a pair is what to trust.
 */
export async function alternate(
  ours: SideProgram,
  other: SideProgram,
  alternation: Alternation,
): Promise<Alternated> {
  const sides = [ours, other].map((program) => new Contender(program, alternation));
  try {
    for (const side of sides) await side.warmUp();
    for (let pair = 0; pair < alternation.pairs; pair++) for (const side of sides) await side.block();
    for (const side of sides) await side.end();
  } finally {
    for (const side of sides) side.kill();
  }
  return { ours: sides[0].times, other: sides[1].times };
}

/** What two sides came to, as a bench gives it. */
export function measured({ ours, other }: Alternated, notes: readonly string[]): Measured {
  return {
    oursLabel: ours.label,
    otherLabel: other.label,
    ours: ours.seconds,
    other: other.seconds,
    peakBytes: { ours: ours.peakBytes, other: other.peakBytes },
    versions: { ...ours.ready.versions, ...other.ready.versions },
    notes: [...notes, ...(other.ready.note ? [other.ready.note] : [])],
  };
}
