import type { Tensor } from "@tensorflow/tfjs-node";
import { tf } from "./tensorflow";

/** An attribute of a TensorFlow operation, as tfjs-node's binding takes it. */
interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface NativeBinding {
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
  TF_Version: string;
}

interface NativeBackend {
  readonly binding: NativeBinding;
  executeSingleOutput(name: string, attributes: OperationAttribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: OperationAttribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
}

function backend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** Version of the TensorFlow library behind the addon, such as "2.21.0". */
export function tensorflowVersion(): string {
  return backend().binding.TF_Version;
}

/** Attribute `name` holding an element type. */
export function typeAttribute(name: string, type: "float32" | "int32" | "uint8"): OperationAttribute {
  const { binding } = backend();
  const value = { float32: binding.TF_FLOAT, int32: binding.TF_INT32, uint8: binding.TF_UINT8 }[type];
  return { name, type: binding.TF_ATTR_TYPE, value };
}

export function booleanAttribute(name: string, value: boolean): OperationAttribute {
  return { name, type: backend().binding.TF_ATTR_BOOL, value };
}

export function stringAttribute(name: string, value: string): OperationAttribute {
  return { name, type: backend().binding.TF_ATTR_STRING, value };
}

export function shapeAttribute(name: string, value: readonly number[]): OperationAttribute {
  return { name, type: backend().binding.TF_ATTR_SHAPE, value };
}

/** Runs one TensorFlow kernel by its name and returns its only output, tracked by the current tidy scope. */
export function runKernel(name: string, attributes: OperationAttribute[], inputs: Tensor[]): Tensor {
  return backend().executeSingleOutput(name, attributes, inputs);
}

/** Runs one TensorFlow kernel that has no output, such as an assignment. */
export function runKernelWithoutOutput(
  name: string,
  attributes: OperationAttribute[],
  inputs: Tensor[],
): void {
  backend().executeMultipleOutputs(name, attributes, inputs, 0);
}
