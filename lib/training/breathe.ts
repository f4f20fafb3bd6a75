/** Longest time that training keeps the event loop, in milliseconds: an interrupt or a completion waits no longer. */
const longestHold = 40;

/**
 * Makes a function that, awaited often, gives the event loop a turn every 40 ms and throws the signal's reason
 * once it was raised.
 */
export function breather(signal: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now();
  const pause = async (): Promise<void> => {
    await new Promise((resume) => setImmediate(resume));
    signal.throwIfAborted();
    last = performance.now();
  };
  return () => (performance.now() - last > longestHold ? pause() : undefined);
}
