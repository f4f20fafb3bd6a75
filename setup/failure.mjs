/** Something that the reader of the terminal can act on: told in one sentence, without a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message what was wrong, where, and what to do
   * @param {number} [exitCode] what the process exits with
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = "Failure";
    this.exitCode = exitCode;
  }
}
