import type { Tensor } from "@tensorflow/tfjs-node";
import {
  booleanAttribute,
  runKernel,
  runKernelWithoutOutput,
  shapeAttribute,
  stringAttribute,
  typeAttribute,
} from "./kernels";
import { tf } from "./tensorflow";

let created = 0;

/**
 * A float32 variable that lives inside TensorFlow and is updated in place by fused optimiser kernels
 * (one pass over the memory), which tf.Variable cannot be.
 */
export class ResourceVariable {
  readonly shape: readonly number[];
  /** The resource handle, an input of kernels such as ResourceApplyAdam. */
  readonly handle: Tensor;

  /** @param initial values, shape `shape`; the tensor stays the caller's. */
  constructor(initial: Tensor) {
    this.shape = initial.shape;
    this.handle = tf.keep(
      runKernel(
        "VarHandleOp",
        [
          stringAttribute("container", ""),
          // Handles of the same name are the same variable, so each gets a name of its own.
          stringAttribute("shared_name", `longtail-${process.pid}-${created++}`),
          typeAttribute("dtype", "float32"),
          shapeAttribute("shape", this.shape),
        ],
        [],
      ),
    );
    this.assign(initial);
  }

  /** The current values as a tensor of the current tidy scope; later updates do not change it. */
  read(): Tensor {
    return readValues(this.handle);
  }

  assign(values: Tensor): void {
    runKernelWithoutOutput("AssignVariableOp", [typeAttribute("dtype", "float32")], [this.handle, values]);
  }

  dispose(): void {
    runKernelWithoutOutput("DestroyResourceOp", [], [this.handle]);
    this.handle.dispose();
  }
}

/** All values of the variable behind a handle; later updates do not change them. */
export function readValues(handle: Tensor): Tensor {
  return runKernel("ReadVariableOp", [typeAttribute("dtype", "float32")], [handle]);
}

/** Subtracts from the variable behind a handle. @param values of its shape. */
export function subtractValues(handle: Tensor, values: Tensor): void {
  runKernelWithoutOutput("AssignSubVariableOp", [typeAttribute("dtype", "float32")], [handle, values]);
}

const tableAttributes = [typeAttribute("dtype", "float32"), typeAttribute("Tindices", "int32")];

/** Rows of the variable behind a handle, without reading the rest of it. @param rows int32 [n]. */
export function gatherRows(handle: Tensor, rows: Tensor): Tensor {
  const attributes = [...tableAttributes, booleanAttribute("validate_indices", true)];
  return runKernel("ResourceGather", attributes, [handle, rows]);
}

/** Writes rows of the variable behind a handle. @param rows int32 [n], each once. */
export function writeRows(handle: Tensor, rows: Tensor, values: Tensor): void {
  runKernelWithoutOutput("ResourceScatterUpdate", tableAttributes, [handle, rows, values]);
}

/** Subtracts from rows of the variable behind a handle. @param rows int32 [n], each once. */
export function subtractFromRows(handle: Tensor, rows: Tensor, values: Tensor): void {
  runKernelWithoutOutput("ResourceScatterSub", tableAttributes, [handle, rows, values]);
}
