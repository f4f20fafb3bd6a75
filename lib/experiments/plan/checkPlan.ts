import { datasetEntry } from "../../data";
import { checkSpecification } from "../../data/own/checkSpecification";
import { methodNamed } from "../../methods";
import { schemaSentences } from "../../data/schemaSentences";
import { optionSettings, settingText } from "./optionSettings";
import type { Plan, PlannedMethod } from "./plan";
import { planSchema } from "./planSchema";

/** The most runs of one plan: beyond it, a grid was meant otherwise. */
const mostRuns = 1_000_000;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is wrong with the shape of a plan, a sentence each. */
function shapeSentences(given: unknown): string[] {
  const parsed = planSchema.safeParse(given);
  if (parsed.success) return [];
  const naming = {
    value: (place: string) => (place === "" ? "The plan" : `The plan's ${place}`),
    lacks: (place: string) => `${place === "" ? "The plan" : `The plan's ${place}`} has no`,
  };
  return parsed.error.issues.flatMap((issue) => schemaSentences(naming, planSchema, given, issue));
}

/**
 * What is wrong with one method of a plan: its name, or a setting that it does not take.
 *
 * @param place where it stands, such as "The plan's methods[1]".
 */
export function methodSentences(planned: string | PlannedMethod, place: string): string[] {
  const { method, options = {}, grid = {} } = typeof planned === "string" ? { method: planned } : planned;
  const twice = Object.keys(grid).filter((option) => option in options);
  if (twice.length > 0) {
    return twice.map(
      (option) => `${place} has "${option}" both in options and in grid; say it in one of them alone.`,
    );
  }
  const settings = Object.values(grid).reduce((product, values) => product * values.length, 1);
  if (settings > mostRuns) return [`${place}.grid has ${settings} settings; give fewer values.`];
  const sentences = optionSettings(grid).flatMap((setting) => {
    try {
      methodNamed(method, { ...options, ...setting });
      return [];
    } catch (error) {
      const where = Object.keys(setting).length > 0 ? `${place} (${settingText(setting)})` : place;
      return [`${where}: ${message(error)}`];
    }
  });
  return sentences.slice(0, 1);
}

/**
 * A plan from outside, such as a JSON file's content, checked: its shape, the names of data sets and methods, and every
 * setting.
 *
 * @throws an Error that names each thing that is wrong by its path in the plan, such as `methods[1].grid.k`, with what it
 * must be, or the nearest name that exists.
 */
export function checkPlan(given: unknown): Plan {
  const shape = shapeSentences(given);
  if (shape.length > 0) throw new Error(shape.join(" "));
  const plan = given as Plan;
  const sentences = [
    ...plan.data.flatMap((data, index) => {
      try {
        checkSpecification(typeof data === "string" ? { name: data } : data);
        if (typeof data === "string" || "name" in data)
          datasetEntry(typeof data === "string" ? data : data.name);
        return [];
      } catch (error) {
        return [`The plan's data[${index}]: ${message(error)}`];
      }
    }),
    ...plan.methods.flatMap((method, index) => methodSentences(method, `The plan's methods[${index}]`)),
  ];
  if (sentences.length > 0) throw new Error(sentences.join(" "));
  return plan;
}
