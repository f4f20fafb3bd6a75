import { baseLearnerOptions } from "../methods";
import type { Split } from "../splitting";
import type { Checkpoints, Method, RunCheckpoint, TrainingState } from "../training";
import { canonicalJson } from "./canonicalJson";

type Options = Readonly<Record<string, unknown>>;

/** Methods that begin with the two-tower, trained on all samples. */
const beginWithTwoTower = new Set([
  ...["two-tower", "longer-two-tower", "posthoc-adjustment"],
  ...["mirec", "mirec-users", "mirec-items", "mirec-stages"],
]);

/** Options of MIRec that only say how two trained phases are put together. */
const ofFusion = ["blendGrid", "fusion", "criterion", "metric", "headShare", "identityControl"];

/**
 * What the training run at a place of a method's fit follows from, besides split and seed; undefined where no other run
 * can have it in common. What is not listed here is trained anew, which costs time and nothing else.
 */
function trainingKey(method: string, options: Options, place: number): string | undefined {
  if (!beginWithTwoTower.has(method)) return undefined;
  const isMirec = method === "mirec" || method === "mirec-users";
  if (place === 0) {
    const names = Object.keys(baseLearnerOptions());
    const base = Object.fromEntries(names.map((name) => [name, options[name]]));
    const own: Options = isMirec ? options : {};
    const head = own["transfer"] === "model-level" ? { k: own["k"], side: own["side"] } : null;
    return canonicalJson({ base, head, lambdaC: own["lambdaC"] ?? 0 });
  }
  if (place > 1 || !isMirec) return undefined;
  const ofPhase = Object.entries(options).filter(([name]) => !ofFusion.includes(name));
  // "item-level" is both transfers with F = identity, which is what its form says.
  const transfer = options["transfer"] === "model-level" ? "model-level" : "both";
  return canonicalJson({ ...Object.fromEntries(ofPhase), transfer });
}

/**
 * Training runs that several settings have in common, such as the many-shot phase of all settings of MIRec: they are
 * trained once and kept in memory. Every result is the one that training anew would have given.
 *
 *     const shared = new lt.SharedTraining();
 *     for (const k of [60, 150]) await lt.experiment(lt.mirec({ k }), split, { shared });
 *
 * A model that its record keeps (`keepModel`) brings its training in when it is read.
 */
export class SharedTraining {
  private readonly finished = new WeakMap<Split, Map<string, TrainingState>>();

  /**
   * Checkpoints of a fit that find what an earlier fit has finished.
   *
   * @param own where the fit keeps its states besides; undefined for nowhere.
   */
  checkpoints(
    own: Checkpoints | undefined,
    { name, options }: Pick<Method, "name" | "options">,
    split: Split,
    seed: number,
  ): Checkpoints {
    const states = this.finished.get(split) ?? new Map<string, TrainingState>();
    this.finished.set(split, states);
    let place = 0;
    return {
      ofNextRun: (label): RunCheckpoint => {
        const ofRun = own?.ofNextRun(label);
        const key = trainingKey(name, options, place++);
        const known = key === undefined ? undefined : `${seed} ${key}`;
        return {
          load: async () => {
            const saved = await ofRun?.load();
            if (known === undefined) return saved;
            if (saved?.finished) states.set(known, saved);
            const state = states.get(known);
            if (state && !saved?.finished) await ofRun?.save(state);
            return state ?? saved;
          },
          isDue: () => ofRun?.isDue() ?? false,
          save: async (state) => {
            if (state.finished && known !== undefined) states.set(known, state);
            await ofRun?.save(state);
          },
        };
      },
    };
  }
}
