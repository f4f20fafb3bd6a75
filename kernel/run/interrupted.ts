/** What a cell ends with when the reader stops it, and the reason that its AbortSignal gives. */
export class Interrupted extends Error {
  constructor() {
    super("Stopped by the reader.");
    this.name = "Interrupted";
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Whether something was thrown because of a stop: the stop itself, or an AbortError that a library made of it. */
export function isFromInterrupt(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error.name === "Interrupted" || error.name === "AbortError") return true;
  }
  return false;
}
