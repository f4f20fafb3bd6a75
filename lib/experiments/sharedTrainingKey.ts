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

/**
 * Key of the training run at a place of a method's fit; undefined where no other run can have it in common. What is not
 * listed here is trained anew, which costs time and nothing else.
 */
export function sharedTrainingKey(
  { name: method, options }: Pick<Method, "name" | "options">,
  place: number,
): SharedTrainingKey | undefined {
  if (!beginWithTwoTower.has(method)) return undefined;
  const isMirec = method === "mirec" || method === "mirec-users";
  if (place === 0) {
    const names = Object.keys(baseLearnerOptions());
    const base = Object.fromEntries(names.map((name) => [name, options[name]]));
    const own: Options = isMirec ? options : {};
    const head = own["transfer"] === "model-level" ? { k: own["k"], side: own["side"] } : null;
    const lambdaC = own["lambdaC"] ?? 0;
    return { text: canonicalJson({ base, head, lambdaC }), ofTwoTower: head === null && lambdaC === 0 };
  }
  if (place > 1 || !isMirec) return undefined;
  const leftOut = options["stopsBy"] === "criterion" ? ofFusion : [...ofFusion, ...ofCriterion];
  const ofPhase = Object.entries(options).filter(([name]) => !leftOut.includes(name));
  // "item-level" is both transfers with F = identity, which is what its form says.
  const transfer = options["transfer"] === "model-level" ? "model-level" : "both";
  return { text: canonicalJson({ ...Object.fromEntries(ofPhase), transfer }), ofTwoTower: false };
}
