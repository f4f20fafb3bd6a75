import { UsageError } from "../exitCodes";

/** "a=1,b=2" as a record. Values keep everything after the first "=". */
export function pairs(flag: string, text: string): Record<string, string> {
  const entries = text.split(",").map((part): [string, string] => {
    const at = part.indexOf("=");
    if (at < 1 || at === part.length - 1) {
      throw new UsageError(`${flag} takes name=value,name=value, and got "${part}".`);
    }
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  const names = entries.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`${flag} gives "${twice}" twice.`);
  return Object.fromEntries(entries);
}

/** Gathers the values of an option that may be given several times. */
export const gathered = (value: string, before: readonly string[]): string[] => [...before, value];

/** " from 1 to 5", " from 1", " to 5", or nothing. */
const rangeText = (low: number, high: number): string =>
  (low === -Infinity ? "" : ` from ${low}`) + (high === Infinity ? "" : ` to ${high}`);

/** A whole number from `least`. */
export function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(`${flag} must be a whole number${rangeText(least, Infinity)}, but it is "${text}".`);
  };
}

/** A number between two others. */
export function numberWithin(flag: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= low && value <= high) return value;
    throw new UsageError(`${flag} must be a number${rangeText(low, high)}, but it is "${text}".`);
  };
}
