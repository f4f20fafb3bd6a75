import { baseLearnerOptions } from "../methods";
import type { Method } from "../training";
import { canonicalJson } from "./canonicalJson";

type Options = Readonly<Record<string, unknown>>;

/** What tells a training run that several fits may have in common. */
export interface SharedTrainingKey {
  /** All that its result follows from, besides split, seed and code. */
  readonly text: string;
  /** Whether it is the plain two-tower's, which many methods begin with. */
  readonly ofTwoTower: boolean;
}

/** Methods that begin with the two-tower, trained on all samples. */
const beginWithTwoTower = new Set([
  ...["two-tower", "longer-two-tower", "posthoc-adjustment", "two-tower-blend"],
  ...["mirec", "mirec-users", "mirec-items", "mirec-stages"],
]);

/** Options of MIRec that only say how two trained phases are put together. */
const ofFusion = ["blendGrid", "blendBy", "fusion", "identityControl"];

/** Options of MIRec that say so too, but where its second phase stops by them. */
const ofCriterion = ["criterion", "metric", "headShare"];

/** Methods in which items' vectors, or layers of the item tower, are learnt from few shots, before F is. */
const ofVectors = new Set(["mirec-items", "mirec-stages"]);

/** What they call these training runs; F's and the blocks' have other names. */
const learnsVectors = /^\d+ shots, |the tail's own vectors$/;

/** Options that say what F is, how it learns and how it is measured: what it learns from is the same. */
const ofMap = [
  ...["form", "lambda", "metaHiddenSize", "heldOutShare", "mapEpochs"],
  ...["blockEpochs", "doublingWeight", "fineTune"],
];

const without = (options: Options, names: readonly string[]): Options =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));

/**
 * Key of a training run of a method's fit; undefined where no other run can have it in common. What is not listed here is
 * trained anew, which costs time and nothing else.
 *
 * @param place the run's place in the fit, from 0.
 * @param label what the fit calls it.
 */
export function sharedTrainingKey(
  { name: method, options }: Pick<Method, "name" | "options">,
  place: number,
  label: string,
): SharedTrainingKey | undefined {
  if (!beginWithTwoTower.has(method)) return undefined;
  const isMirec = method === "mirec" || method === "mirec-users";
  const names = Object.keys(baseLearnerOptions());
  const base = Object.fromEntries(names.map((name) => [name, options[name]]));
  if (place === 0) {
    const own: Options = isMirec ? options : {};
    const head = own["transfer"] === "model-level" ? { k: own["k"], side: own["side"] } : null;
    const lambdaC = own["lambdaC"] ?? 0;
    return { text: canonicalJson({ base, head, lambdaC }), ofTwoTower: head === null && lambdaC === 0 };
  }
  if (ofVectors.has(method)) {
    if (!learnsVectors.test(label)) return undefined;
    const ofRun = without(options, [...ofFusion, ...ofCriterion, ...ofMap]);
    return { text: canonicalJson({ ...ofRun, label }), ofTwoTower: false };
  }
  if (place > 1) return undefined;
  if (method === "two-tower-blend") return { text: canonicalJson({ base, second: true }), ofTwoTower: false };
  if (!isMirec) return undefined;
  const leftOut = options["stopsBy"] === "criterion" ? ofFusion : [...ofFusion, ...ofCriterion];
  // "item-level" is both transfers with F = identity, which is what its form says.
  const transfer = options["transfer"] === "model-level" ? "model-level" : "both";
  return { text: canonicalJson({ ...without(options, leftOut), transfer }), ofTwoTower: false };
}
