import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { listRecords, runExperiment } from "../../lib/experiments";
import { small, writeInteractions } from "../experiments/plan/ownFile";
import { temporaryFolder } from "../temporaryFolder";
import { longtail, start } from "./longtail";

interface RunJson {
  readonly metrics: Record<
    "test" | "validation",
    Record<"overall" | "head" | "tail", Record<string, number> | null>
  >;
  readonly groups: {
    readonly groups: Record<string, { readonly positives: number }>;
    readonly sentence: string;
  };
  readonly record: string;
  readonly resumed: boolean;
  readonly cached: boolean;
  readonly data: { readonly split: string };
}

interface PlanJson {
  readonly finished: number;
  readonly failed: number;
  readonly cached: number;
  readonly left: number;
  readonly runs: readonly { readonly status: string; readonly record: string; readonly cached: boolean }[];
}

const settings = (options: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(options).flatMap(([name, value]) => ["--set", `${name}=${JSON.stringify(value)}`]);

describe("longtail run", () => {
  test("writes JSON alone to standard output, and reads the run from its record the next time", async () => {
    const folder = temporaryFolder();
    const args = [
      "run",
      "--interactions",
      writeInteractions(folder),
      "--method",
      "two-tower",
      "--records",
      folder,
    ];
    const first = await longtail([...args, ...settings(small), "--json", "-"]);
    assert.equal(first.code, 0, first.error);
    const run = JSON.parse(first.out) as RunJson;
    assert.deepEqual([run.cached, run.resumed, run.data.split], [false, false, "leave-last-out"]);
    for (const part of ["test", "validation"] as const) {
      for (const group of ["overall", "head", "tail"] as const) {
        const metrics = run.metrics[part][group]!;
        for (const name of ["HR@10", "HR@50", "NDCG@10", "NDCG@50"]) {
          assert.ok(metrics[name] >= 0 && metrics[name] <= 1, `${part} ${group} ${name}`);
        }
      }
    }
    assert.equal(run.groups.groups["overall"].positives, 60);
    const again = JSON.parse((await longtail([...args, ...settings(small), "--json"])).out) as RunJson;
    assert.deepEqual([again.cached, again.record, again.metrics], [true, run.record, run.metrics]);
  });

  test("writes JSON to a file beside a table, with an empty group as null", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "run.json");
    const args = ["run", "--interactions", writeInteractions(folder), "--method", "most-popular"];
    const { code, out } = await longtail([...args, "--records", folder, "--head-share", "0", "--json", file]);
    assert.equal(code, 0);
    assert.match(out, /^test +head +n\/a/m);
    const run = JSON.parse(readFileSync(file, "utf8")) as RunJson;
    assert.equal(run.metrics.test.head, null);
    assert.ok(run.metrics.test.tail);
    const { out: shown } = await longtail(["runs", "show", run.record.slice(0, 8), "--records", folder]);
    assert.match(shown, /^method +most-popular$/m);
  });

  test("fails with exit code 1 and a sentence when the run does", async () => {
    const folder = temporaryFolder();
    const options = settings({ ...small, learningRate: 1e30 });
    const args = [
      "run",
      "--interactions",
      writeInteractions(folder),
      "--method",
      "two-tower",
      "--records",
      folder,
    ];
    const { code, out, error } = await longtail([...args, ...options, "--json"]);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(error, /^The loss of two-tower is NaN .* lower learningRate/m);
  });
});

describe("Ctrl-C", () => {
  const begin = (folder: string, epochs: number) => {
    const options = settings({ ...small, epochs });
    const data = ["--interactions", writeInteractions(folder), "--method", "two-tower", "--records", folder];
    return ["run", ...data, ...options, "--checkpoint-every", "0"];
  };

  /** Resolves when a run of the folder has been under way for a moment. */
  const underWay = async (folder: string): Promise<void> => {
    for (;;) {
      const { records } = await listRecords(folder);
      if (records.some(({ status }) => status === "running")) return sleep(500);
      await sleep(50);
    }
  };

  test("ends a run within two seconds with exit code 130, says how to go on, and that goes on", async () => {
    const folder = temporaryFolder();
    const args = begin(folder, 600);
    const running = start(args);
    await underWay(folder);
    const began = performance.now();
    running.process.kill("SIGINT");
    const { code, error } = await running.answer;
    assert.ok(performance.now() - began < 2000, `it took ${performance.now() - began} ms`);
    assert.equal(code, 130);
    assert.match(error, /Stopped\. The same command goes on from there:\n {2}npx --no-install longtail run /);
    const { out } = await longtail(["runs", "list", "--records", folder]);
    assert.match(out, / cancelled /);
    const again = await longtail([...args, "--json"]);
    assert.equal((JSON.parse(again.out) as RunJson).resumed, true);
  });

  test("ends a program that is too busy to hear it as well", async () => {
    const folder = temporaryFolder();
    const running = start(begin(folder, 100_000));
    await underWay(folder);
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(running.process.pid)], {
      encoding: "utf8",
    });
    // A stopped process hears as little as one that is deep in a native call.
    process.kill(Number.parseInt(children, 10), "SIGSTOP");
    const began = performance.now();
    running.process.kill("SIGINT");
    const { code, error } = await running.answer;
    assert.ok(performance.now() - began < 2000, `it took ${performance.now() - began} ms`);
    assert.equal(code, 130);
    assert.match(error, /goes on from the last checkpoint/);
    const { out } = await longtail(["runs", "list", "--records", folder]);
    assert.match(out, / interrupted /);
  });
});

describe("longtail plan", () => {
  test("does nothing twice, though two processes are at the same plan at once", async () => {
    const folder = temporaryFolder();
    writeInteractions(folder);
    const file = path.join(folder, "plan.json");
    const plan = {
      data: [{ interactions: "interactions.csv" }],
      methods: [
        "ease",
        { method: "two-tower", options: { ...small, epochs: 20 }, grid: { dropout: [0, 0.5] } },
      ],
      seeds: [0, 1],
    };
    writeFileSync(file, JSON.stringify(plan));
    const { out: listed } = await longtail(["plan", file, "--check"]);
    assert.match(listed, /two-tower \(dropout = 0\.5\), seed 1\n6 runs\n$/);

    const args = ["plan", file, "--records", path.join(folder, "records"), "--workers", "1", "--json"];
    const answers = await Promise.all([longtail(args), longtail(args)]);
    const results = answers.map(({ code, out, error }) => {
      assert.equal(code, 0, error);
      return JSON.parse(out) as PlanJson;
    });
    for (const { finished, failed, left } of results) assert.deepEqual([finished, failed, left], [6, 0, 0]);
    const [one, other] = results;
    assert.deepEqual(
      one.runs.map(({ record }) => record),
      other.runs.map(({ record }) => record),
    );
    for (const [index, run] of one.runs.entries()) {
      assert.notEqual(
        run.cached,
        other.runs[index].cached,
        "each run is carried out by one and read by the other",
      );
    }
    const comparing = ["runs", "compare", "--records", path.join(folder, "records"), "--resamples", "100"];
    const compared = await longtail([...comparing, "--baseline", "ease"]);
    assert.equal(compared.code, 0, compared.error);
    assert.match(compared.out, /two-tower \(dropout = 0\.5\)/);
    const unsaid = await longtail(comparing);
    assert.equal(unsaid.code, 2);
    assert.match(
      unsaid.error,
      /no run of "two-tower" to be the baseline; name one of these with --baseline: "/,
    );
  });

  test("tells a method that throws, ends with exit code 1, and keeps what the others came to", async () => {
    const folder = temporaryFolder();
    writeInteractions(folder);
    const file = path.join(folder, "plan.json");
    const throwing = { method: "two-tower", options: { ...small, learningRate: 1e30 } };
    const plan = { data: [{ interactions: "interactions.csv" }], methods: [throwing, "most-popular"] };
    writeFileSync(file, JSON.stringify(plan));
    const { code, out, error } = await longtail([
      "plan",
      file,
      "--records",
      folder,
      "--workers",
      "1",
      "--json",
    ]);
    assert.equal(code, 1);
    const { finished, failed, runs } = JSON.parse(out) as PlanJson;
    assert.deepEqual([finished, failed, runs.map(({ status }) => status)], [1, 1, ["failed", "finished"]]);
    assert.match(error, /^Failed: .*two-tower, seed 0: The loss of two-tower is NaN/m);
  });
});

describe("longtail runs compare", () => {
  test("does not take the newest data set for the one that is meant", async () => {
    const folder = temporaryFolder();
    const first = writeInteractions(folder);
    const second = path.join(folder, "second.csv");
    const lines = readFileSync(first, "utf8").trimEnd().split("\n");
    writeFileSync(second, lines.slice(0, -1).join("\n"));
    for (const interactions of [first, second]) {
      for (const method of ["most-popular", "ease"]) {
        await runExperiment(
          { data: { interactions }, split: { kind: "leave-last-out" }, method },
          { records: folder, onProgress: () => {} },
        );
      }
    }
    const args = ["runs", "compare", "--records", folder, "--resamples", "10", "--baseline", "ease"];
    const { code, error } = await longtail(args);
    assert.equal(code, 2);
    assert.match(
      error,
      /The runs are of different data \(.*second.*; .*interactions.*\); name one with --data/,
    );
    assert.equal((await longtail([...args, "--data", "second"])).code, 0);
  });
});

describe("longtail methods and longtail data", () => {
  test("list what there is, as text and as JSON", async () => {
    const { out } = await longtail(["methods", "--json"]);
    const methods = JSON.parse(out) as { method: string; options: { option: string }[] }[];
    assert.ok(methods.find(({ method }) => method === "mirec")!.options.some(({ option }) => option === "k"));
    assert.match((await longtail(["methods", "mirec"])).out, /^k = 150 {2}\(number\)\n {4}Shots: /m);
    assert.match((await longtail(["data"])).out, /^ml-100k +MovieLens 100K/m);
  });

  test("say what is in a person's own file", async () => {
    const folder = temporaryFolder();
    const { code, out } = await longtail(["data", "--interactions", writeInteractions(folder), "--json"]);
    assert.equal(code, 0);
    const { interactions, users, timeScope } = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual([interactions, users, timeScope], [720, 60, "global"]);
    const missing = await longtail(["data", "--interactions", path.join(folder, "none.csv")]);
    assert.deepEqual([missing.code, missing.out], [1, ""]);
    assert.match(missing.error, /none\.csv/);
  });
});

describe("longtail study", () => {
  test("prints each method's place beside the knob's curve, and says what is wrong with a study", async () => {
    const folder = temporaryFolder();
    writeInteractions(folder);
    const file = path.join(folder, "study.json");
    const tauGrid = [[0], [1]];
    const study = {
      data: { interactions: "interactions.csv" },
      seeds: [0, 1],
      criteria: ["harmonic"],
      base: { method: "two-tower", options: small },
      references: ["knob"],
      contrasts: [["logq", "two-tower"]],
      methods: [
        { name: "knob", method: "posthoc-adjustment", grid: { tauGrid }, curve: { tauGrid } },
        { method: "logq", grid: { lambdaC: [0.1, 1] } },
      ],
    };
    writeFileSync(file, JSON.stringify(study));
    const result = path.join(folder, "result.json");
    const args = ["study", file, "--records", folder, "--workers", "1", "--json", result];
    const quiet = await longtail([...args, "--quiet"]);
    assert.deepEqual([quiet.code, quiet.out], [0, ""], quiet.error);
    const { code, out, error } = await longtail(args);
    assert.equal(code, 0, error);
    assert.match(out, /^logq \(harmonic\) .*%.* ± .*lambdaC = /m);
    assert.match(out, /^logq, against two-tower \(harmonic\) +[+-]\d+\.\d\d \[/m);
    const { command, methods, left } = JSON.parse(readFileSync(result, "utf8")) as {
      command: string;
      methods: { name: string; settingsTried: number }[];
      left: unknown[];
    };
    // The folder has a space in its name.
    assert.equal(command, `npm run longtail -- study "${file}" --json "${result}"`);
    assert.deepEqual(
      [methods.map(({ name, settingsTried }) => [name, settingsTried]), left],
      [
        [
          ["two-tower", 1],
          ["knob", 2],
          ["logq", 2],
        ],
        [],
      ],
    );

    const blend = { method: "two-tower-blend", options: { blendGrid: [0.5] } };
    writeFileSync(file, JSON.stringify({ ...study, methods: [...study.methods, blend] }));
    const anew = ["--records", temporaryFolder(), "--only", "two-tower-blend"];
    const more = await longtail(["study", file, ...anew, "--workers", "1", "--json", result]);
    assert.equal(more.code, 0, more.error);
    assert.match(more.error, /^Kept from .*result\.json: logq \(harmonic\)\.$/m);
    assert.match(more.out, /^logq \(harmonic\) .*%/m);
    assert.match(more.out, /^two-tower-blend \(harmonic\) .*%/m);

    writeFileSync(file, JSON.stringify({ ...study, seeds: [0, 1, 2] }));
    const before = readFileSync(result, "utf8");
    const other = await longtail(args);
    assert.deepEqual([other.code, readFileSync(result, "utf8")], [2, before]);
    assert.match(other.error, /result\.json holds the result of another study: seeds differs\. Name another/);

    writeFileSync(file, JSON.stringify({ ...study, references: ["logq"] }));
    const wrong = await longtail(["study", file, "--check"]);
    assert.equal(wrong.code, 2);
    assert.match(
      wrong.error,
      /study\.json: The study's reference "logq" is none of its methods with a curve/,
    );
  });
});
