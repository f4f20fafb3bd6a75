import { z } from "zod";
import { schemaSentences } from "../../data/schemaSentences";
import { metricNamePattern } from "../../evaluation";
import { checkPlan } from "../plan";
import { settingSentences } from "./settingSentences";
import type { Study, StudyMethod } from "./study";
import { strengthOf, studyName, studyNames } from "./studyNames";

const name = z.string().min(1);
const seeds = z.array(z.number().int()).min(1);
const options = z.record(z.unknown());
const grid = z.record(z.array(z.unknown()).min(1));
const tuned = { method: name, options: options.optional(), grid: grid.optional() };

const schema = z
  .object({
    // What these two may be is for the plan's check to say.
    data: z.unknown(),
    split: z.unknown(),
    headShare: z.number().min(0).max(1).optional(),
    notes: z.array(name).optional(),
    seeds,
    tuningSeeds: seeds.optional(),
    metric: z.string().regex(metricNamePattern, "be HR@K, NDCG@K (K from 1) or MRR").optional(),
    criteria: z
      .array(z.enum(["overall", "harmonic"]))
      .min(1)
      .optional(),
    base: z.object(tuned).strict(),
    methods: z.array(
      z
        .object({
          ...tuned,
          name: name.optional(),
          curve: grid.optional(),
          base: z.boolean().optional(),
          chooses: z.boolean().optional(),
          like: name.optional(),
        })
        .strict(),
    ),
    references: z.array(name).optional(),
    contrasts: z.array(z.tuple([name, name])).optional(),
  })
  .strict();

function curveSentences({ curve }: StudyMethod, place: string): string[] {
  if (!curve) return [];
  const names = Object.keys(curve);
  if (names.length !== 1)
    return [`The study's ${place}.curve has ${names.length} options and must have one.`];
  return curve[names[0]].every((value) => strengthOf(value) !== undefined)
    ? []
    : [`The study's ${place}.curve.${names[0]} must hold numbers, or lists of one number each.`];
}

function likeSentences(
  { methods }: Study,
  { method, grid, like, chooses, base }: StudyMethod,
  place: string,
): string[] {
  if (like === undefined) return [];
  const other = methods.find((one) => studyName(one) === like);
  if (!other || other.like !== undefined || other.method !== method)
    return [
      `The study's ${place}.like is "${like}", and must name an entry of "${method}" that has no like itself.`,
    ];
  return grid || chooses !== undefined || base !== undefined
    ? [
        `The study's ${place} has like, so that grid, chooses and base are those of "${like}"; leave them out.`,
      ]
    : [];
}

/** What a study says that cannot be, beyond its shape. */
function contradictions(study: Study): string[] {
  const { methods, references = [], contrasts = [] } = study;
  const names = studyNames(study);
  const twice = names.filter((one, index) => names.indexOf(one) < index);
  const curves = methods.filter(({ curve }) => curve).map(studyName);
  return [
    ...twice.map((one) => `The study has "${one}" twice; give one of them a name of its own.`),
    ...methods.flatMap((method, index) => curveSentences(method, `methods[${index}]`)),
    ...methods.flatMap((method, index) => likeSentences(study, method, `methods[${index}]`)),
    ...references
      .filter((reference) => !curves.includes(reference))
      .map(
        (reference) =>
          `The study's reference "${reference}" is none of its methods with a curve (${curves.join(", ") || "there is none"}).`,
      ),
    ...contrasts
      .filter(([method, against]) => method === against)
      .map(([method]) => `The study's contrasts hold "${method}" against itself.`),
    ...contrasts
      .flat()
      .filter((one) => !names.includes(one))
      .map(
        (one) => `The study's contrasts name "${one}", which is none of its methods (${names.join(", ")}).`,
      ),
  ];
}

/**
 * A study from outside, such as a JSON file's content, checked: its shape, its names, and every setting.
 *
 * @throws an Error that names each thing that is wrong by its path.
 */
export function checkStudy(given: unknown): Study {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const naming = {
      value: (place: string) => (place === "" ? "The study" : `The study's ${place}`),
      lacks: (place: string) => `${place === "" ? "The study" : `The study's ${place}`} has no`,
    };
    throw new Error(
      parsed.error.issues.flatMap((issue) => schemaSentences(naming, schema, given, issue)).join(" "),
    );
  }
  const study = given as Study;
  const sentences = contradictions(study);
  if (sentences.length > 0) throw new Error(sentences.join(" "));
  const { data, split, headShare, base } = study;
  // Data and split are a plan's.
  const plan = { data: [data], split, headShare, methods: [base.method] };
  checkPlan(JSON.parse(JSON.stringify(plan)) as unknown);
  const wrong = settingSentences(study);
  if (wrong.length > 0) throw new Error(wrong.join(" "));
  return study;
}
