/** One output in several formats, by MIME type; the reader of the notebook picks the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** How the cells of the notebook around the library have been run. */
export interface NotebookRun {
  /** The execution count of the cell that the running code belongs to. */
  execution(): number | undefined;
  /** Whether that execution is its cell's last: what it showed still stands in the notebook. */
  isLatest(execution: number): boolean;
  /** What keeps the notebook from being one that ran top to bottom, a sentence each; empty when it did. */
  orderProblems(): readonly string[];
}

/**
 * What surrounds the library while it runs: the workbook's notebook kernel, a terminal, or neither.
 *
 * The kernel puts its own under `globalThis[Symbol.for("longtail.host")]` before the first cell. The library
 * asks `currentHost()` for its default cancel signal and for a place to show progress, and never for anything
 * that could change a result.
 */
export interface Host {
  readonly kind: "notebook" | "terminal" | "none";
  /** Raised when the reader stops what runs: the running cell's interrupt in a notebook; never raised elsewhere. */
  signal(): AbortSignal;
  /** Shows a bundle; with the same `id` again it replaces what was shown. Does nothing outside a notebook. */
  display(bundle: MimeBundle, options?: { readonly id?: string }): void;
  /** In a notebook alone, and only where its kernel keeps account of it. */
  readonly notebook?: NotebookRun;
}

const hostKey = Symbol.for("longtail.host");
const never = new AbortController().signal;

/** The host registered by the kernel, or one that stands for a plain process. */
export function currentHost(): Host {
  const registered = (globalThis as Record<symbol, unknown>)[hostKey] as Host | undefined;
  if (registered) return registered;
  return { kind: process.stderr.isTTY ? "terminal" : "none", signal: () => never, display: () => {} };
}
