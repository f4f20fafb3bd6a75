/** A scope of TensorFlow.js, with the tensors that were made in it. */
interface TensorScope {
  readonly name: string;
  readonly track: readonly { readonly kept: boolean; dispose(): void }[];
}

/** The parts of TensorFlow.js's engine that its own endings of scopes put back. */
interface TensorEngine {
  readonly state: {
    readonly scopeStack: readonly TensorScope[];
    readonly numDataMovesStack: unknown[];
    gradientDepth: number;
    kernelDepth: number;
    /** What gradients are taken along; each step keeps the tensors that its gradient needs. */
    activeTape?: readonly { readonly saved?: readonly { dispose(): void }[] }[] | null;
  };
  endScope(): void;
}

/** How TensorFlow.js ends the name of an operation's own scope. */
const operationScope = "__op";

/** The engine, once a cell has loaded TensorFlow.js, which keeps it there so that all copies share one. */
const loadedEngine = (): TensorEngine | undefined => (globalThis as { _tfengine?: TensorEngine })._tfengine;

/**
 * Notes which of TensorFlow.js's scopes (`tidy`, gradients, kernels) are open, and returns a function that ends those
 * opened since. A cell that is ended by force runs no `catch` or `finally`, and so leaves them open: their tensors would
 * never be disposed, and later gradients would find no tape.
 *
 * Tensors made outside any `tidy` stay, as they do when a cell throws: variables of the notebook may hold them.
 */
export function noteTensorScopes(): () => void {
  const before = loadedEngine()?.state;
  const scopes = before?.scopeStack.length ?? 0;
  const dataMoves = before?.numDataMovesStack.length ?? 0;
  const gradientDepth = before?.gradientDepth ?? 0;
  const kernelDepth = before?.kernelDepth ?? 0;
  return () => {
    const engine = loadedEngine();
    if (!engine) return;
    const { state } = engine;
    if (gradientDepth === 0 && state.gradientDepth > 0) {
      // Kept past any scope, and disposed where the gradient is done: here, since it never will be.
      for (const { saved } of state.activeTape ?? []) saved?.forEach((tensor) => tensor.dispose());
      state.activeTape = null;
      // An operation that was under way has kept what its gradient needs, and not yet put it on the tape.
      for (const { name, track } of state.scopeStack.slice(scopes))
        if (name.endsWith(operationScope)) for (const tensor of track) if (tensor.kept) tensor.dispose();
    }
    while (state.scopeStack.length > scopes) engine.endScope();
    state.numDataMovesStack.length = Math.min(state.numDataMovesStack.length, dataMoves);
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
  };
}
