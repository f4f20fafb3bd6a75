import { methodOptions, methods as allMethods } from "../../lib/methods";
import { UsageError } from "../exitCodes";
import { print, textTable, writeJson } from "../output";

/** The flags of `longtail methods`. */
export interface MethodsFlags {
  readonly json?: string;
}

/** Lists the methods, or the options of one. */
export async function methods(name: string | undefined, { json }: MethodsFlags): Promise<void> {
  if (name === undefined) {
    const rows = allMethods();
    if (json !== undefined) {
      await writeJson(
        rows.map((row) => ({ ...row, options: methodOptions(row.method) })),
        json,
      );
    }
    if (json !== "-") {
      await print(textTable(rows.map(({ method, kind, description }) => [method, kind, description])));
    }
    return;
  }
  const options = optionsOf(name);
  if (json !== undefined) await writeJson(options, json);
  if (json === "-") return;
  if (options.length === 0) return print(`${name} has no options.`);
  await print(
    options
      .map(({ option, default: value, type, meaning }) => {
        const shown = value === undefined ? "" : ` = ${JSON.stringify(value)}`;
        return `${option}${shown}  (${type})\n    ${meaning}`;
      })
      .join("\n"),
  );
}

function optionsOf(name: string): ReturnType<typeof methodOptions> {
  try {
    return methodOptions(name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
