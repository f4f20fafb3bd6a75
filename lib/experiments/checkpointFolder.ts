import { promises as fs } from "node:fs";
import path from "node:path";
import {
  parseSafetensors,
  safetensorsChunks,
  trainingStateContent,
  trainingStateOf,
  writeFileWhole,
  type Checkpoints,
  type RunCheckpoint,
  type TrainingState,
} from "../training";

/** The training state in a file; undefined where there is none, or it is damaged, or under another label. */
export async function readTrainingState(
  file: string | undefined,
  label: string,
): Promise<TrainingState | undefined> {
  const bytes = file === undefined ? undefined : await fs.readFile(file).catch(() => undefined);
  if (!bytes) return undefined;
  try {
    return trainingStateOf(parseSafetensors(bytes), label);
  } catch {
    // Damaged, or of another version of the method: trained anew, which comes to the same.
    return undefined;
  }
}

/** Writes a training state whole or not at all; nothing where there is no file. @throws what the file system says. */
export async function writeTrainingState(
  file: string | undefined,
  state: TrainingState,
  label: string,
): Promise<void> {
  if (file !== undefined) await writeFileWhole(file, safetensorsChunks(trainingStateContent(state, label)));
}

/** How a folder of checkpoints is kept. */
export interface CheckpointFolderOptions {
  /** Seconds between two states, at least. */
  readonly every: number;
  /** Told when a state cannot be written: training goes on without. */
  readonly onError: (error: Error) => void;
}

/** Checkpoints of one fit in a folder, one safetensors file a training run, named by its place in the fit. */
export class CheckpointFolder implements Checkpoints {
  private runs = 0;
  private lastSaved = performance.now();
  private read = 0;

  constructor(
    private readonly folder: string,
    private readonly options: CheckpointFolderOptions,
  ) {}

  /** Whether a training run went on from a state that was found. */
  get resumed(): boolean {
    return this.read > 0;
  }

  ofNextRun(label: string): RunCheckpoint {
    const file = path.join(this.folder, `${this.runs++}.safetensors`);
    const { every, onError } = this.options;
    return {
      load: async () => {
        const state = await readTrainingState(file, label);
        if (state) this.read += 1;
        return state;
      },
      isDue: () => performance.now() - this.lastSaved >= 1000 * every,
      save: async (state) => {
        if (every === Infinity) return;
        try {
          await writeTrainingState(file, state, label);
        } catch (error) {
          onError(error as Error);
        }
        this.lastSaved = performance.now();
      },
    };
  }

  /** Removes the folder: the run is over. */
  async remove(): Promise<void> {
    await fs.rm(this.folder, { recursive: true, force: true });
  }
}
