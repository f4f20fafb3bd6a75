import * as lt from "longtail";
import { runScript, say, serve } from "./conversation";
import { readPrepared } from "./prepared";

/** A whole run of the two-tower model: `fit.ts FOLDER EPOCHS`; with "best" in place of a number, which epoch is best. */
runScript(async () => {
  const [folder, epochs] = process.argv.slice(2);
  const { description, split } = await readPrepared(folder);
  const { options, seed } = description;
  const quiet = { seed, onProgress: () => {} };
  if (epochs === "best") {
    const { bestEpoch } = await lt.fit(lt.twoTower(options), split, quiet);
    return say({ bestEpoch });
  }
  const method = lt.twoTower({ ...options, epochs: Number(epochs), patience: Number(epochs) });
  const ndcg = lt.metricNamed("NDCG@50");
  const versions = { node: process.versions.node, tensorflow: lt.tensorflowVersion() };
  return serve({ versions }, async () => {
    const began = performance.now();
    const { history } = await lt.fit(method, split, quiet);
    const seconds = (performance.now() - began) / 1000;
    return { seconds, curve: history.map(({ validation }) => lt.overallMetric(ndcg, validation)) };
  });
});
