import type * as Sentences from "../schemaSentences";
import type { DatasetSpecification } from "../datasetSpecification";
import type * as Schemas from "./ownDatasetSchema";

/**
 * Checks what `loadDataset` was given, which may come from a plan's file or a command line.
 *
 * @throws an Error with a sentence for each thing that is wrong: an unknown key with the nearest that exists, a value
 *   of another type.
 */
export function checkSpecification(given: object): asserts given is DatasetSpecification {
  /* eslint-disable @typescript-eslint/no-require-imports -- lazy: zod loads with the first specification */
  const { catalogueDatasetSchema, ownDatasetSchema } = require("./ownDatasetSchema") as typeof Schemas;
  const { schemaSentences } = require("../schemaSentences") as typeof Sentences;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const own = "interactions" in given || !("name" in given);
  const schema = own ? ownDatasetSchema : catalogueDatasetSchema;
  const result = schema.safeParse(given);
  if (result.success) return;
  const naming = {
    value: (place: string): string =>
      place === "" ? "What loadDataset got" : `Option "${place}" of loadDataset`,
    lacks: (place: string): string =>
      place === "" ? "loadDataset has no option" : `Option "${place}" of loadDataset has no key`,
  };
  throw new Error(
    result.error.issues.flatMap((issue) => schemaSentences(naming, schema, given, issue)).join(" "),
  );
}
