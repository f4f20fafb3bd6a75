import * as lt from "longtail";
import { runScript, serve } from "./conversation";

const spent = (history: readonly lt.EpochRecord[]): number =>
  history.reduce((sum, { seconds }) => sum + seconds, 0);

/** Both phases of MIRec on ML-100K with its defaults, but for the control, which is a third phase; a new seed each time. */
runScript(async () => {
  const split = lt.leaveLastOut(await lt.loadDataset("ml-100k"));
  const versions = { node: process.versions.node, tensorflow: lt.tensorflowVersion() };
  let seed = 0;
  return serve({ versions }, async () => {
    const method = lt.mirec({ identityControl: false });
    const { manyShot, history } = await lt.fit(method, split, { seed: seed++, onProgress: () => {} });
    const first = spent(manyShot.history);
    const second = spent(history) - first;
    const epochs = [manyShot.history.length, history.length - manyShot.history.length];
    return { seconds: first + second, first, second, epochs };
  });
});
