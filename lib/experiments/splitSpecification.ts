import type { Interactions } from "../data";
import { defaultSplit, leaveLastOut, randomHoldOut, temporalSplit, type Split } from "../splitting";

/** How a data set is split, as plain JSON. */
export type SplitSpecification =
  | { readonly kind: "leave-last-out" }
  | { readonly kind: "random-hold-out"; readonly seed: number }
  | { readonly kind: "temporal"; readonly validationShare?: number; readonly testShare?: number }
  /** Leave-last-out where the data has times, else a random hold-out with this seed: for data not looked into yet. */
  | { readonly kind: "by-times"; readonly seed: number }
  /** A split that a notebook made in a way of its own: its name. It cannot be made again from here. */
  | { readonly kind: "given"; readonly name: string };

/** Splits a data set as a specification says. Throws for a split that was given, since only its notebook can make it. */
export function splitAs(data: Interactions, specification: SplitSpecification): Split {
  switch (specification.kind) {
    case "leave-last-out":
      return leaveLastOut(data);
    case "random-hold-out":
      return randomHoldOut(data, { seed: specification.seed });
    case "temporal":
      return temporalSplit(data, specification);
    case "by-times":
      return defaultSplit(data, { seed: specification.seed });
    case "given":
      throw new Error(
        `The split "${specification.name}" was made in a notebook and cannot be made from its name; give it as option "split".`,
      );
  }
}

/** The specification of a split that exists: of a splitter of the workbook where its name is one's. */
export function specificationOfSplit({ name }: Split): SplitSpecification {
  if (name === "leave-last-out") return { kind: "leave-last-out" };
  const held = /^random-hold-out\(seed (-?\d+)\)$/.exec(name);
  if (held) return { kind: "random-hold-out", seed: Number(held[1]) };
  const cut = /^temporal\(validation ([\d.e-]+), test ([\d.e-]+)\)$/.exec(name);
  if (cut) return { kind: "temporal", validationShare: Number(cut[1]), testShare: Number(cut[2]) };
  return { kind: "given", name };
}
