import * as lt from "longtail";
import { referenceTable, type Reference, type ReferenceRow } from "./referenceTable";

/**
 * Trains each method of the reference table with its set-up on ML-100K, five seeds, and compares the means: they must
 * lie within three standard errors of each other, both sides' spread counted. Takes minutes; not part of the tests.
 */
const seeds = [0, 1, 2, 3, 4];
const mostErrors = 3;

/** Items with so many samples are head: the reference cuts its stages there, as its zeros say. */
const leastOfHead = 98;

/**
 * The methods by the reference's name, in its set-up. Its under-sampling is not spelt out: every item cut once, and as many
 * steps as 40 epochs of all samples take, agrees with its row in all; 40 epochs of the cut set, every item's or the head's
 * alone, or drawn anew, do not.
 */
const methods: Readonly<Record<string, () => lt.Method>> = {
  "two-tower": () => lt.twoTower({ epochs: 40, patience: 40 }),
  "LogQ 0.3": () => lt.logq({ epochs: 40, patience: 40, lambdaC: 0.3 }),
  "LogQ 1": () => lt.logq({ epochs: 40, patience: 40, lambdaC: 1 }),
  "ClassBalance 0.99": () => lt.classBalance({ epochs: 40, patience: 40, beta: 0.99 }),
  "under-sampling 60": () => lt.underSampling({ epochs: 76, patience: 76, count: 60 }),
  "Head2Tail, pure": () => lt.head2tail({ epochs: 20, patience: 20, k: leastOfHead, pure: true }),
  "Tail2Head, pure": () => lt.tail2head({ epochs: 20, patience: 20, k: leastOfHead, pure: true }),
};

/** Rows of 20 + 20 epochs, which end with the last epoch's weights and not with the best. */
const inStages = ({ method }: ReferenceRow): boolean => method.endsWith(", pure");

/** Without validation positives all epochs are run and the last is kept. */
function withoutValidation(split: lt.Split): lt.Split {
  const none = { users: new Int32Array(0), items: new Int32Array(0) };
  return { ...split, validation: { ...split.validation, ...none } };
}

function meanAndDeviation(values: readonly number[]): Reference {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return [mean, Math.sqrt(variance)];
}

/** Compares one method's ranks over the seeds with its row, prints the table, and returns the cells that differ. */
function compare(row: ReferenceRow, ranks: readonly lt.Ranks[], groups: lt.Groups): string[] {
  const differing: string[] = [];
  for (const [metric, reference] of Object.entries(row.metrics)) {
    for (const group of lt.allGroups) {
      const values = ranks.map(
        (each) => 100 * (lt.meanMetric(lt.metricNamed(metric), each, groups, group) ?? Number.NaN),
      );
      const [mean, deviation] = meanAndDeviation(values);
      const [theirMean, theirDeviation] = reference[group];
      const error = Math.sqrt((deviation ** 2 + theirDeviation ** 2) / seeds.length);
      // Where neither side has any spread, as where every rank is beyond the cutoff, the means are equal or they differ.
      const errors = mean === theirMean ? 0 : (mean - theirMean) / error;
      const cell = `${row.method.padEnd(18)} ${metric.padEnd(8)} ${group.padEnd(8)}`;
      const ours = `${mean.toFixed(2).padStart(6)} ± ${deviation.toFixed(2)}`;
      const theirs = `${theirMean.toFixed(2).padStart(6)} ± ${theirDeviation.toFixed(2)}`;
      const verdict = Math.abs(errors) <= mostErrors ? "ok" : "DIFFERS";
      console.log(
        `${cell} ours ${ours}   reference ${theirs}   ${errors.toFixed(1).padStart(5)} errors  ${verdict}`,
      );
      if (verdict !== "ok") differing.push(cell);
    }
  }
  return differing;
}

/** The rows of the table that were asked for by name; all where none was. */
function chosenRows(names: readonly string[]): readonly ReferenceRow[] {
  const unknown = names.find((name) => !referenceTable.some(({ method }) => method === name));
  if (unknown !== undefined) {
    const known = referenceTable.map(({ method }) => method).join(", ");
    throw new Error(`The reference table has no method "${unknown}"; it has ${known}.`);
  }
  return referenceTable.filter(({ method }) => names.length === 0 || names.includes(method));
}

async function main(): Promise<void> {
  const rows = chosenRows(process.argv.slice(2));
  const data = await lt.loadDataset("ml-100k");
  const split = lt.leaveLastOut(data);
  const groups = lt.popularityGroups(split.train, { headShare: 0.2 });
  const differing: string[] = [];
  for (const row of rows) {
    const ranks: lt.Ranks[] = [];
    for (const seed of seeds) {
      const model = await lt.fit(methods[row.method](), inStages(row) ? withoutValidation(split) : split, {
        seed,
      });
      ranks.push(lt.rank(model, split, "test"));
      console.log(`${row.method}, seed ${seed}: best epoch ${model.bestEpoch}`);
    }
    differing.push(...compare(row, ranks, groups));
  }
  const cells = rows.flatMap(({ metrics }) => Object.keys(metrics)).length * lt.allGroups.length;
  console.log(`${cells - differing.length} of ${cells} means lie within ${mostErrors} standard errors.`);
  if (differing.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
