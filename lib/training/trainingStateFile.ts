import type { ParameterArrays } from "../engine";
import type { TrainingState } from "./checkpoints";
import type { SafeTensor, SafeTensors } from "./safetensors";

const vector = (values: Float64Array | Float32Array | Int32Array): SafeTensor => ({
  shape: [values.length],
  values,
});

function under(prefix: string, arrays: ParameterArrays): Record<string, SafeTensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${prefix}/${name}`, array]));
}

function below<Value>(prefix: string, tensors: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
  );
}

/** The plain values of a state: the metadata of its file. */
interface PlainState {
  readonly label: string;
  readonly finished: boolean;
  readonly step: number;
  readonly bestEpoch: number;
  readonly bestMetric: number | null;
  readonly optimiserSteps: number | null;
}

/** A training state as the content of a safetensors file, whose metadata holds what is no array, as JSON. */
export function trainingStateContent(state: TrainingState, label: string): SafeTensors {
  const { finished, step, bestEpoch, bestMetric, optimiser } = state;
  const plain: PlainState = {
    ...{ label, finished, step, bestEpoch, bestMetric },
    optimiserSteps: optimiser?.steps ?? null,
  };
  const memory = Object.entries(state.memory).map(([name, values]) => [`memory/${name}`, vector(values)]);
  return {
    metadata: { training: JSON.stringify(plain) },
    tensors: {
      ...under("best", state.bestParameters),
      ...under("parameter", state.parameters),
      ...under("optimiser", optimiser?.arrays ?? {}),
      ...(Object.fromEntries(memory) as Record<string, SafeTensor>),
      "history/loss": vector(state.losses),
      "history/seconds": vector(state.seconds),
      "history/validation ranks": vector(state.validationRanks),
      "history/validation losses": vector(state.validationLosses ?? new Float32Array(0)),
    },
  };
}

/** The training state in a safetensors file's content. Throws where it is of another run than `label` says. */
export function trainingStateOf({ tensors, metadata }: SafeTensors, label: string): TrainingState {
  const plain = JSON.parse(metadata.training) as PlainState;
  if (plain.label !== label) throw new Error(`it is of "${plain.label}" and not of "${label}"`);
  const { finished, step, bestEpoch, bestMetric, optimiserSteps } = plain;
  const arrays = (prefix: string): ParameterArrays => below(prefix, tensors) as ParameterArrays;
  const history = below("history", tensors);
  const memory = Object.entries(below("memory", tensors)).map(([name, { values }]) => [name, values]);
  return {
    ...{ finished, step, bestEpoch, bestMetric },
    bestParameters: arrays("best"),
    parameters: arrays("parameter"),
    optimiser: optimiserSteps === null ? null : { steps: optimiserSteps, arrays: arrays("optimiser") },
    memory: Object.fromEntries(memory) as TrainingState["memory"],
    losses: history.loss.values as Float64Array,
    seconds: history.seconds.values as Float64Array,
    validationRanks: history["validation ranks"].values as Int32Array,
    validationLosses: history["validation losses"]?.values as Float32Array | undefined,
  };
}
