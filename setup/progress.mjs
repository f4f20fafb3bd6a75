/** One line for one step of set-up: it moves while the step runs and stays, with the time it took. */
export class StepLine {
  /**
   * @param {string} name
   * @param {NodeJS.WriteStream} [out] not standard output, which belongs to the command that follows
   */
  constructor(name, out = process.stderr) {
    this.name = name;
    this.out = out;
    this.live = Boolean(out.isTTY);
    this.started = Date.now();
    this.told = this.started;
    if (!this.live) out.write(`  ${name} ...\n`);
  }

  /**
   * Called often; in a file or a pipe, where a line cannot be written over, it speaks every ten seconds.
   *
   * @param {string} detail what has been done so far
   */
  update(detail) {
    const now = Date.now();
    const text = `  ${this.name} ... ${seconds(now - this.started)}${detail ? `, ${detail}` : ""}`;
    if (this.live) {
      this.out.write(`\r\x1b[2K${text.slice(0, (this.out.columns || 80) - 1)}`);
    } else if (now - this.told >= 10_000) {
      this.told = now;
      this.out.write(`${text}\n`);
    }
  }

  /** @param {string} [note] */
  done(note = "done") {
    this.end(`${note} (${seconds(Date.now() - this.started)})`);
  }

  fail() {
    this.end("failed");
  }

  /** @param {string} text */
  end(text) {
    this.out.write(`${this.live ? "\r\x1b[2K" : ""}  ${this.name}: ${text}\n`);
  }
}

/**
 * @param {number} milliseconds
 * @returns {string}
 */
export function seconds(milliseconds) {
  return milliseconds < 10_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}

/**
 * @param {number} bytes
 * @returns {string}
 */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
