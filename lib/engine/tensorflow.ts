import util from "node:util";
import type * as TensorFlow from "@tensorflow/tfjs-node";

/**
 * Puts back two functions of node:util that tfjs-node calls and that Node 23 removed.
 * Must run before tfjs-node is loaded.
 */
function restoreRemovedUtilities(): void {
  const legacy = util as unknown as Record<string, (value: unknown) => boolean>;
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  legacy.isArray ??= (value) => Array.isArray(value);
}

function load(): typeof TensorFlow {
  restoreRemovedUtilities();
  // TensorFlow's start-up lines are no news to a reader; errors still come through.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- must come after the lines above
    return require("@tensorflow/tfjs-node") as typeof TensorFlow;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new Error(
      `The native TensorFlow engine cannot be loaded (${reason.trim()}). Run "npm run doctor", which names the step to repeat.`,
      { cause },
    );
  }
}

/**
 * TensorFlow.js on its native engine. The one place where tfjs-node is loaded.
 *
 * @throws an Error that points at `npm run doctor` when the addon is missing or of another architecture.
 */
export const tf: typeof TensorFlow = load();
