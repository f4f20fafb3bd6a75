import path from "node:path";
import { tensorflowVersion } from "../engine";
import { twoTower } from "../methods";
import type { Split } from "../splitting";
import type { Checkpoints, Method, RunCheckpoint, TrainingState } from "../training";
import { canonicalJson, sha256 } from "./canonicalJson";
import { readTrainingState, writeTrainingState } from "./checkpointFolder";
import { isOfLibrary, methodCode } from "./methodCode";
import { recordsFolder } from "./recordFiles";
import { sharedTrainingKey, type SharedTrainingKey } from "./sharedTrainingKey";
import { splitFingerprint } from "./splitFingerprint";

const noCheckpoint: RunCheckpoint = {
  load: () => Promise.resolve(undefined),
  isDue: () => false,
  save: () => Promise.resolve(),
};

/** Name of the folder of shared training among the records. */
export const sharedTrainingFolder = ".shared-training";

/** Floats of a model that is kept on disk at most (64 MiB): many settings of a larger one would fill it. */
const mostFloats = 2 ** 24;

const floatsOf = ({ bestParameters }: TrainingState): number =>
  Object.values(bestParameters).reduce((sum, { values }) => sum + values.length, 0);

/** Where training that runs have in common is kept. */
export interface SharedTrainingOptions {
  /**
   * A folder of records, which then has a folder of it, too; null for the memory of this process alone, where models above
   * 64 MiB are in any case. Default: `recordsFolder()`. `pruneRecords` with `sharedTraining` empties it.
   */
  readonly records?: string | null;
}

/**
 * Training runs that several settings have in common, such as the many-shot phase of all settings of MIRec, or the few-shot
 * vectors from which each F learns: they are trained once, and kept in memory and among the records, where other chapters
 * and processes find them. Every result is the one that training anew would have given.
 *
 *     const shared = new lt.SharedTraining();
 *     for (const k of [60, 150]) await lt.experiment(lt.mirec({ k }), split, { shared });
 *
 * A model that its record keeps (`keepModel`) brings its training in when it is read.
 */
export class SharedTraining {
  private readonly finished = new WeakMap<Split, Map<string, TrainingState>>();

  private readonly records: string | null;

  constructor({ records = recordsFolder() }: SharedTrainingOptions = {}) {
    this.records = records;
  }

  /**
   * Checkpoints of a fit that find what an earlier fit has finished.
   *
   * @param own where the fit keeps its states besides; undefined for nowhere.
   */
  checkpoints(own: Checkpoints | undefined, method: Method, split: Split, seed: number): Checkpoints {
    const states = this.finished.get(split) ?? new Map<string, TrainingState>();
    this.finished.set(split, states);
    // What a notebook calls by the name of a method of ours is another method.
    const ofLibrary = isOfLibrary(method);
    let place = 0;
    return {
      ofNextRun: (label): RunCheckpoint => {
        const ofRun = own?.ofNextRun(label);
        const key = ofLibrary ? sharedTrainingKey(method, place++, label) : undefined;
        if (!key) return ofRun ?? noCheckpoint;
        const known = `${seed} ${key.text}`;
        const file = this.fileOf(known, key, method, split);
        return {
          load: async () => {
            const saved = await ofRun?.load();
            if (saved?.finished) {
              states.set(known, saved);
              return saved;
            }
            const state = states.get(known) ?? (await readTrainingState(await file, known));
            if (!state) return saved;
            states.set(known, state);
            await ofRun?.save(state);
            return state;
          },
          isDue: () => ofRun?.isDue() ?? false,
          save: async (state) => {
            if (state.finished) {
              states.set(known, state);
              // A folder that cannot be written to is told of when the record is.
              if (floatsOf(state) <= mostFloats)
                await writeTrainingState(await file, state, known).catch(() => undefined);
            }
            await ofRun?.save(state);
          },
        };
      },
    };
  }

  /** The file of a training run, named by all that its result follows from; undefined where none is kept. */
  private async fileOf(
    known: string,
    { ofTwoTower }: SharedTrainingKey,
    method: Method,
    split: Split,
  ): Promise<string | undefined> {
    const { records } = this;
    if (records === null) return undefined;
    // The two-tower is the same in every method that begins with it, whatever else these depend on.
    const { sha256: code } = await methodCode(ofTwoTower ? twoTower() : method);
    const name = sha256(canonicalJson([known, splitFingerprint(split), code, tensorflowVersion()]));
    return path.join(records, sharedTrainingFolder, `${name.slice(0, 32)}.safetensors`);
  }
}
