import fs from "node:fs";

/**
 * When a process started, in the kernel's clock ticks, so that a process number which has been given out again
 * is not taken for the process that had it before. "0" where the system does not tell (outside Linux).
 *
 * @param {number} pid
 * @returns {string}
 */
export function startTime(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command's name in brackets and may hold spaces; the 22nd field is the start.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0";
  }
}

/**
 * @param {number} pid
 * @param {string} started what `startTime` said of it
 * @returns {boolean}
 */
export function isAlive(pid, started) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but belongs to someone else.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return false;
  }
  if (started === "0") return true;
  const now = startTime(pid);
  return now === started && !isZombie(pid);
}

/**
 * @param {number} pid
 * @returns {boolean} whether it has ended and only waits for its parent to notice
 */
function isZombie(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}
