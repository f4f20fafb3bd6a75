import type { OptionGrid } from "./plan";

/**
 * The settings of a grid: every combination of its values, in the order in which they are written, the last option's
 * values changing fastest. A grid without options is one setting without any.
 */
export function optionSettings(grid: OptionGrid): Record<string, unknown>[] {
  return Object.entries(grid).reduce<Record<string, unknown>[]>(
    (settings, [option, values]) =>
      settings.flatMap((setting) => values.map((value) => ({ ...setting, [option]: value }))),
    [{}],
  );
}

/** A setting on one line, such as "k = 60, lambda = 100"; empty where there is nothing to tell. */
export function settingText(setting: Readonly<Record<string, unknown>>): string {
  return Object.entries(setting)
    .map(([option, value]) => `${option} = ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
