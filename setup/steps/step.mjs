/**
 * One step of set-up.
 *
 * @typedef {object} Step
 * @property {string} name as the reader sees it
 * @property {(place: import("../layout.mjs").Layout) => Room[]} room what it writes, at most
 * @property {(place: import("../layout.mjs").Layout) => boolean} ready whether nothing is left to do; must be quick and change nothing
 * @property {(place: import("../layout.mjs").Layout, line: import("../progress.mjs").StepLine) => Promise<string | void>} run does it; may be killed at any moment and run again; may return a word on how it went
 *
 * @typedef {{ folder: string, bytes: number }} Room
 */
export {};
