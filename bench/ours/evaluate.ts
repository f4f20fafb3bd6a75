import * as lt from "longtail";
import { runScript, serve } from "./conversation";
import { readArray, readPrepared } from "./prepared";

const cutoffs = [5, 10, 20, 50, 100];

runScript(async () => {
  const [folder] = process.argv.slice(2);
  const { split } = await readPrepared(folder);
  const users = await readArray<Float32Array>(folder, "vectors.user");
  const items = await readArray<Float32Array>(folder, "vectors.item");
  const model = { userVectors: users.values, itemVectors: items.values, size: users.shape[1] };
  const groups = lt.popularityGroups(split.train, { headShare: 0.2 });
  const names = [...cutoffs.flatMap((cutoff) => [`HR@${cutoff}`, `NDCG@${cutoff}`]), "MRR"];
  const evaluate = (): Record<string, number | null> => {
    const ranks = lt.rank(model, split, "test");
    const metrics: Record<string, number | null> = {};
    for (const group of lt.allGroups) {
      for (const name of names) {
        metrics[`${name} ${group}`] = lt.meanMetric(lt.metricNamed(name), ranks, groups, group);
      }
    }
    return metrics;
  };
  const versions = { node: process.versions.node, tensorflow: lt.tensorflowVersion() };
  return serve({ versions }, async (count) => {
    const began = performance.now();
    let metrics = {};
    for (let at = 0; at < count; at++) metrics = evaluate();
    return Promise.resolve({ seconds: (performance.now() - began) / 1000, metrics });
  });
});
