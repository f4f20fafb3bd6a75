import type { ZodObject, ZodRawShape, ZodTypeAny } from "zod";
import { candidateEffects } from "../losses";
import { withoutEffect, type OptionEffect } from "./optionEffects";
import { optionSentences } from "./optionSentences";

/** What is wrong between or beside the values that a schema lets through. */
function furtherSentences(method: string, options: Readonly<Record<string, unknown>>): string[] {
  // A run record, which is JSON, cannot hold an infinite option.
  const infinite = Object.entries(options).filter(([, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).some(
      (one) => one === Infinity || one === -Infinity,
    ),
  );
  return [
    ...infinite.map(
      ([option, value]) => `Option "${option}" of ${method} is ${String(value)}, but must be finite.`,
    ),
    ...(options.batching === "users" && (options.candidates !== "all" || options.otherPositives !== "kept")
      ? [
          `In ${method}, option "batching" is "users", which is for the softmax over all items with no positives left out (candidates "all", otherPositives "kept"): a batch's or drawn candidates and masks are of samples; leave it out${"transferBatching" in options ? `, or say so in option "transferBatching" of what is learnt with the users' vectors fixed` : ""}.`,
        ]
      : []),
    ...(options.blendBy === "group" && options.fusion === "representations"
      ? [
          `In ${method}, option "blendBy" is "group", which weighs scores, but "fusion" is "representations"; leave one of them out.`,
        ]
      : []),
    ...(options.transfer === "item-level" && options.form === "flattened"
      ? [
          `In ${method}, option "form" is "flattened", but transfer "item-level" has F = identity; leave one of them out.`,
        ]
      : []),
    ...(options.update === "algorithm1" && options.optimiser !== "adam"
      ? [
          `In ${method}, option "optimiser" is "${String(options.optimiser)}", but update "algorithm1" takes plain gradient steps of its own; leave it out.`,
        ]
      : []),
  ];
}

/** Clauses on options that were changed and have no effect, among them those of candidates where there are any. */
function idleOptions(
  schema: ZodObject<ZodRawShape, "strict", ZodTypeAny>,
  options: Readonly<Record<string, unknown>>,
  effects: readonly OptionEffect[],
): string[] {
  const all = [...("candidates" in options ? candidateEffects : []), ...effects];
  return withoutEffect(all, options, schema.parse({}));
}

/**
 * Options with defaults filled in, checked against a schema that allows no others.
 *
 * @throws an Error that names each wrong option, its value and what it must be, for an unknown one the nearest that
 * exists, and each option that contradicts another or has no effect beside it.
 *
 * @param effects where options of this method have an effect. Default: everywhere.
 */
export function parseOptions<Options extends object>(
  method: string,
  schema: ZodObject<ZodRawShape, "strict", ZodTypeAny>,
  given: object,
  effects: readonly OptionEffect[] = [],
): Options {
  const result = schema.safeParse(given);
  const sentences = result.success
    ? [
        ...idleOptions(schema, result.data, effects).map(
          (clause) => `In ${method}, option ${clause}; leave it out.`,
        ),
        ...furtherSentences(method, result.data),
      ]
    : result.error.issues.flatMap((issue) => optionSentences(method, schema, given, issue));
  if (sentences.length > 0) throw new Error(sentences.join(" "));
  return result.data as Options;
}
