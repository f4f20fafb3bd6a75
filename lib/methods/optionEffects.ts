/** Where an option has an effect: which other option must have which value, or must not have. */
export interface OptionEffect {
  readonly option: string;
  readonly by: string;
  /** Values under which it has its effect; all others have none. */
  readonly values?: readonly unknown[];
  /** Values under which it has none. */
  readonly except?: readonly unknown[];
}

/** Options that have an effect under some values of another, by the names that they really have. */
export const effective = <Options extends object>(
  options: readonly (keyof Options & string)[],
  by: keyof Options & string,
  values: readonly unknown[],
): OptionEffect[] => options.map((option) => ({ option, by, values }));

/**
 * Options that were changed and have no effect where they are. One clause each, such as `"draws" is 64, which has an
 * effect with candidates "drawn" only (now "all")`.
 */
export function withoutEffect(
  effects: readonly OptionEffect[],
  options: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
): string[] {
  const text = (value: unknown): string => JSON.stringify(value);
  return effects.flatMap(({ option, by, values, except = [] }) => {
    const isChanged = text(options[option]) !== text(defaults[option]);
    const hasEffect = values ? values.includes(options[by]) : !except.includes(options[by]);
    if (!isChanged || hasEffect) return [];
    const where = values
      ? `has an effect with ${by} ${values.map(text).join(" or ")} only (now ${text(options[by])})`
      : `has no effect with ${by} ${text(options[by])}`;
    return [`"${option}" is ${text(options[option])}, which ${where}`];
  });
}
