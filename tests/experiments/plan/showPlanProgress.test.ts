import assert from "node:assert/strict";
import { test } from "node:test";
import type { MimeBundle } from "../../../lib/host";
import { planRuns, type PlanProgress } from "../../../lib/experiments/plan";
import { showPlanProgress } from "../../../lib/experiments/plan/showPlanProgress";

test("a notebook shows one bar for a plan, its failures at once under it, and escapes what they say", (context) => {
  const shown: { bundle: MimeBundle; id: string | undefined }[] = [];
  const key = Symbol.for("longtail.host");
  const globals = globalThis as Record<symbol, unknown>;
  globals[key] = {
    kind: "notebook",
    signal: () => new AbortController().signal,
    display: (bundle: MimeBundle, options?: { id?: string }) => shown.push({ bundle, id: options?.id }),
  };
  context.after(() => delete globals[key]);
  const [run, other] = planRuns({ data: ["ml-100k"], methods: ["ease"], seeds: [0, 1] });
  const before: PlanProgress = {
    ...{ total: 2, done: 0, cached: 0, elsewhere: 0, metricName: "NDCG@50", best: [], secondsSpent: 1 },
    ...{ failures: [], running: [{ run, progress: null }], secondsLeft: null, ended: null },
  };
  const error = new Error("<b>Too bad</b>");
  const { onProgress, end } = showPlanProgress();
  onProgress(before);
  onProgress({
    ...before,
    failures: [{ run, error }],
    running: [{ run: other, progress: null }],
    secondsLeft: 5,
    ended: { ...run, status: "failed", error },
  });
  end();
  assert.equal(new Set(shown.map(({ id }) => id)).size, 1, "it is one output that changes");
  const html = String(shown[1].bundle["text/html"]);
  assert.match(html, /<progress max="2" value="1"/);
  assert.match(html, /0 of 2 runs done, 1 running, 1 failed, about 5 s left/);
  assert.match(html, /<li>Failed: ml-100k, ease, seed 0: &lt;b&gt;Too bad&lt;\/b&gt;<\/li>/);
  const last = String(shown[2].bundle["text/plain"]);
  assert.match(last, /^0 of 2 runs done, 1 failed\nFailed: /);
});
