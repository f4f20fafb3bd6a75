import { htmlTable } from "../host";
import { optionDocs } from "./optionDocs";
import { registered, registry, type MethodKind, type MethodName } from "./registry";

/** One method of the workbook. */
export interface MethodRow {
  readonly method: MethodName;
  readonly kind: MethodKind;
  readonly description: string;
}

/** One option of a method. */
export interface OptionRow {
  readonly option: string;
  readonly default: unknown;
  /** Its TypeScript type. */
  readonly type: string;
  readonly meaning: string;
}

/** Plain records that a notebook shows as a table. */
function shownAsTable<Row extends object>(rows: Row[], text: (row: Row) => string): Row[] {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) =>
    Object.values(row).map((value) => (typeof value === "string" ? value : JSON.stringify(value))),
  );
  const bundle = {
    "text/html": htmlTable({ columns, rows: cells }),
    "text/plain": rows.map(text).join("\n"),
  };
  // Not enumerable, so that the rows stay plain records to whatever else reads them.
  return Object.defineProperty(rows, Symbol.for("Jupyter.display"), { value: () => bundle });
}

/** The methods of the workbook, one line each. `methodOptions(name)` lists what each can be told. */
export function methods(): MethodRow[] {
  const rows = (Object.keys(registry) as MethodName[]).map((method) => {
    const { kind, description } = registry[method];
    return { method, kind, description };
  });
  return shownAsTable(rows, ({ method, description }) => `${method}: ${description}`);
}

/**
 * The options of a method: default, type and meaning, the method's own first.
 *
 * @throws when there is no such method, naming the nearest.
 */
export function methodOptions(name: string): OptionRow[] {
  const { create, optionsType } = registered(name);
  const defaults = (create as () => { options: Readonly<Record<string, unknown>> })().options;
  const rows = optionDocs(optionsType).map(({ name: option, type, meaning }) => ({
    option,
    default: defaults[option],
    type,
    meaning,
  }));
  return shownAsTable(
    rows,
    ({ option, default: value, meaning }) => `${option} = ${JSON.stringify(value)}: ${meaning}`,
  );
}
