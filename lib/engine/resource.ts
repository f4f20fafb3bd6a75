import type { Tensor } from "@tensorflow/tfjs-node";
import { runKernel, runKernelWithoutOutput, shapeAttribute, stringAttribute, typeAttribute } from "./kernels";
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
    return runKernel("ReadVariableOp", [typeAttribute("dtype", "float32")], [this.handle]);
  }

  assign(values: Tensor): void {
    runKernelWithoutOutput("AssignVariableOp", [typeAttribute("dtype", "float32")], [this.handle, values]);
  }

  dispose(): void {
    runKernelWithoutOutput("DestroyResourceOp", [], [this.handle]);
    this.handle.dispose();
  }
}
