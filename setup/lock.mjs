import fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, startTime } from "./processes.mjs";

/**
 * A lock that a dead process cannot keep: Lamport's bakery (Communications of the ACM 17(8), 1974).
 *
 * Each process writes files of its own into the lock's folder and never takes over another's, so there is no
 * moment in which two could both believe that they broke a stale lock. A claim is an empty file named
 * `ticket.owner.pid.started`; it counts while the process `pid` lives. The lowest (ticket, owner) holds the lock.
 * A child that works for the owner (npm, pip) gets a claim of its own, so that the lock outlasts an owner who
 * was killed while the child goes on.
 *
 * @typedef {object} Claim
 * @property {string} file
 * @property {number} ticket 0 while the process is still choosing one
 * @property {number} owner
 * @property {number} pid
 * @property {string} started
 */

/** @type {Set<Lock>} */
const held = new Set();

class Lock {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    this.ticket = 0;
    fs.mkdirSync(folder, { recursive: true });
  }

  /** @returns {Claim[]} the claims of living processes; those of dead ones are removed */
  claims() {
    const claims = fs.readdirSync(this.folder).flatMap((file) => {
      const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(file);
      if (!match) return [];
      return [{ file, ticket: +match[1], owner: +match[2], pid: +match[3], started: match[4] }];
    });
    return claims.filter((claim) => {
      const alive = isAlive(claim.pid, claim.started);
      if (!alive) fs.rmSync(join(this.folder, claim.file), { force: true });
      return alive;
    });
  }

  /**
   * @param {number} ticket
   * @param {number} pid
   * @returns {string}
   */
  claimFile(ticket, pid) {
    return join(this.folder, `${ticket}.${process.pid}.${pid}.${startTime(pid)}`);
  }

  /** @param {(holder: Claim) => void} onWait */
  async acquire(onWait) {
    const choosing = this.claimFile(0, process.pid);
    fs.writeFileSync(choosing, "");
    this.ticket = 1 + Math.max(0, ...this.claims().map((claim) => claim.ticket));
    fs.writeFileSync(this.claimFile(this.ticket, process.pid), "");
    fs.rmSync(choosing);
    // Whoever is choosing now may get a lower ticket: first wait until all have theirs, then read them.
    for (let others = this.others(); others.some((claim) => claim.ticket === 0); others = this.others()) {
      await sleep(20);
    }
    for (let told = false; ;) {
      const before = this.others().find((claim) => this.isBefore(claim));
      if (!before) break;
      if (!told) onWait(before);
      told = true;
      await sleep(200);
    }
    held.add(this);
  }

  /** @returns {Claim[]} */
  others() {
    return this.claims().filter((claim) => claim.owner !== process.pid || claim.ticket !== this.ticket);
  }

  /**
   * @param {Claim} claim
   * @returns {boolean}
   */
  isBefore(claim) {
    if (claim.ticket !== this.ticket) return claim.ticket > 0 && claim.ticket < this.ticket;
    return claim.owner < process.pid;
  }

  release() {
    held.delete(this);
    for (const file of fs.readdirSync(this.folder)) {
      if (file.startsWith(`${this.ticket}.${process.pid}.`)) {
        fs.rmSync(join(this.folder, file), { force: true });
      }
    }
  }
}

/**
 * Runs `body` while no other process holds the lock of that folder.
 *
 * @template T
 * @param {string} folder where the claims lie; made where it is missing
 * @param {() => Promise<T>} body
 * @param {(holder: Claim) => void} [onWait] called once when another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(folder, body, onWait = () => {}) {
  const lock = new Lock(folder);
  await lock.acquire(onWait);
  try {
    return await body();
  } finally {
    lock.release();
  }
}

/**
 * Lets every lock that is held now last at least as long as this child lives.
 *
 * @param {number} pid
 */
export function shareLocksWith(pid) {
  for (const lock of held) fs.writeFileSync(lock.claimFile(lock.ticket, pid), "");
}
