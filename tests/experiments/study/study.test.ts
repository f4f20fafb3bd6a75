import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  checkStudy,
  type Executor,
  inThisProcess,
  listRecords,
  runExperiment,
  type PlanProgress,
  runStudy,
  studyReport,
  withEarlier,
  type Study,
} from "../../../lib/experiments";
import { meanMetric, metricNamed } from "../../../lib/evaluation";
import { cutGroups } from "../../../lib/splitting";
import { small, writeInteractions } from "../plan/ownFile";
import { temporaryFolder } from "../../temporaryFolder";

const quietly = { onProgress: () => undefined };

/** A study of moments: a base-learner in two settings, the knob, LogQ and MIRec. */
function smallStudy(folder: string): Study {
  return {
    data: { interactions: writeInteractions(folder) },
    seeds: [0, 1],
    base: { method: "two-tower", options: small, grid: { learningRate: [0.01, 0.001] } },
    references: ["posthoc-adjustment"],
    contrasts: [
      ["MIRec", "logq"],
      ["logq", "two-tower"],
      ["MIRec", "identity"],
    ],
    methods: [
      {
        method: "posthoc-adjustment",
        grid: { tauGrid: [[0], [0.5]] },
        curve: { tauGrid: [[0], [0.5], [1]] },
      },
      { method: "logq", grid: { lambdaC: [0.1, 1] } },
      {
        ...{ name: "MIRec", method: "mirec", chooses: true },
        options: { k: 5, fewShotEpochs: 2, metaHiddenSize: 4, identityControl: false },
        grid: { lambda: [1, 10] },
        curve: { blendGrid: [[0], [1]] },
      },
      { ...{ name: "identity", method: "mirec", like: "MIRec" }, options: { form: "identity" } },
    ],
  };
}

describe("a study", () => {
  test("tunes on validation by each criterion, measures every seed, and reads all of it the next time", async () => {
    const records = temporaryFolder();
    const study = smallStudy(records);
    const options = { ...quietly, records, executor: inThisProcess({ records }) };
    const report = studyReport(await runStudy(study, options));
    assert.deepEqual(report.left, []);
    assert.deepEqual(
      report.methods.map(({ name, criterion, settingsTried }) => [name, criterion, settingsTried]),
      [
        ["two-tower", "overall", 2],
        ...["overall", "harmonic"].flatMap((criterion) =>
          ["posthoc-adjustment", "logq", "MIRec", "identity"].map((name) => [
            ...[name, criterion],
            name === "identity" ? 0 : 2,
          ]),
        ),
      ],
    );
    const [base] = report.methods;
    const [posthoc] = report.curves;
    // tau = 0 is the base-learner itself.
    assert.deepEqual(posthoc.points[0].head, base.test.head["NDCG@50"]);
    assert.equal(posthoc.points[0].seeds.length, 2);
    const mirec = report.methods.find(({ name }) => name === "MIRec")!;
    assert.equal(mirec.chosen.length, 2);
    assert.equal(typeof mirec.chosen[0]!["blendWeight"], "number");
    assert.ok(mirec.aboveReferences);
    assert.equal(report.methods[1].aboveReferences, null, "a reference is not above itself");

    assert.deepEqual(
      report.contrasts.map(({ method, against, criterion }) => [method, against, criterion]),
      ["overall", "harmonic"].flatMap((criterion) => [
        ["MIRec", "logq", criterion],
        ["logq", "two-tower", criterion],
        ["MIRec", "identity", criterion],
      ]),
    );
    const means = (name: string): number =>
      report.methods.find((one) => one.name === name)!.test.tail["NDCG@50"].mean!;
    const gain = report.contrasts[0].gains.tail!;
    assert.ok(Math.abs(gain.difference - (means("MIRec") - means("logq"))) < 1e-12);
    // Against the base-learner it is the gain that stands with the method.
    assert.deepEqual(report.contrasts[1].gains, report.methods.find(({ name }) => name === "logq")!.gains);

    const identity = report.methods.find(({ name }) => name === "identity")!;
    assert.deepEqual([identity.setting, identity.validation], [mirec.setting, null]);
    const moves = identity.chosen.map(
      (chosen) => (chosen!["map"] as { relativeChange: number }).relativeChange,
    );
    assert.deepEqual(moves, [0, 0], "its own option is not taken");

    const { records: kept } = await listRecords(records);
    const chosen = kept.filter(({ specification }) => specification.method === "logq");
    assert.ok(
      chosen.every(
        ({ specification }) =>
          "learningRate" in report.base &&
          specification.options["learningRate"] === report.base["learningRate"],
      ),
    );
    // By activity, worked out from the records of LogQ as the harmonic mean chose it.
    const logq = report.methods.filter(({ name }) => name === "logq").at(-1)!;
    const tails = await Promise.all(
      study.seeds.map(async (seed) => {
        const { specification } = chosen.find(
          ({ specification: of }) => of.seed === seed && of.options["lambdaC"] === logq.setting["lambdaC"],
        )!;
        const { ranks, counts } = await runExperiment(specification, { ...quietly, records });
        const users = cutGroups("user", counts.users, {});
        return meanMetric(metricNamed("NDCG@50"), ranks.test, users, "tail")!;
      }),
    );
    const expected = (tails[0] + tails[1]) / 2;
    assert.ok(Math.abs(logq.users!.test.tail["NDCG@50"].mean! - expected) < 1e-12);
    const [byUsers, byItems] = [logq.users!, logq].map(({ gains }) => gains!.overall!.difference);
    assert.ok(Math.abs(byUsers - byItems) < 1e-12);
    assert.notDeepEqual(logq.users!.gains!.tail, logq.gains!.tail);

    const again = studyReport(await runStudy(study, options));
    assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(report)));
    assert.equal((await listRecords(records)).records.length, kept.length);
  });

  test("carries out once what both criteria ask for, and says by which code each row was measured", async () => {
    const records = temporaryFolder();
    const totals = new Set<number>();
    const executor = inThisProcess({ records });
    const study = { ...smallStudy(records), notes: ["Settings of moments."] };
    const onProgress = ({ total }: PlanProgress): void => void totals.add(total);
    const report = studyReport(await runStudy(study, { records, executor, onProgress }));
    // The base-learner's two settings; then two of each knob, and two of MIRec for either criterion.
    assert.deepEqual([...totals].slice(0, 2), [2, 2 + 2 + 2 * 2]);
    assert.deepEqual(report.study.notes, study.notes);
    assert.deepEqual(report.left, []);
    for (const { code, name } of report.methods) {
      assert.equal(code?.length, 1, name);
      assert.match(code[0], /^[0-9a-f]{64}$/);
    }
  });

  test("may be like another in options that have an effect with that one's alone, with a curve over one of them", () => {
    const study: Study = {
      ...{ data: "ml-100k", seeds: [0], base: { method: "two-tower" } },
      methods: [
        { name: "as written", method: "mirec", options: { update: "algorithm1", localSteps: 2 } },
        { name: "longer", method: "mirec", like: "as written", options: { localSteps: 5 } },
        { name: "over steps", method: "mirec", like: "as written", curve: { localSteps: [1, 3] } },
      ],
    };
    assert.equal(checkStudy(study), study);
    const apart = { name: "apart", method: "mirec", options: { localSteps: 5 } };
    assert.throws(
      () => checkStudy({ ...study, methods: [...study.methods, apart] }),
      /^Error: The study's methods\[3\]: In mirec, option "localSteps" is 5, .* with update "algorithm1" only/,
    );
  });

  test("is checked as it is run: with the base-learner's options, and an entry's grid beside its curve", () => {
    const of = (method: object, base: object = {}): unknown =>
      checkStudy({
        ...{ data: "ml-100k", seeds: [0], base: { method: "two-tower", ...base } },
        methods: [method],
      });
    const batch = { options: { candidates: "batch" }, grid: { learningRate: [0.001, 0.01] } };
    of({ method: "logq", options: { duplicates: "once" } }, batch);
    assert.throws(
      () => of({ method: "logq", options: { duplicates: "once" } }),
      /The study's methods\[0\]: In logq, option "duplicates" is "once", which has an effect with candidates/,
    );
    of({ method: "mirec", grid: { update: ["algorithm1"] }, curve: { localSteps: [1, 3] } });
    assert.throws(
      () => of({ method: "mirec", curve: { localSteps: [1, 3] } }),
      /The study's methods\[0\]\.curve \(localSteps = 3\): In mirec, option "localSteps" is 3/,
    );
    assert.throws(() => of({ method: "logq" }, { grid: { dropuot: [0.1] } }), /The study's base .*"dropuot"/);
  });

  test("says what is left when its time is up, or a method fails, and measures the others", async () => {
    const records = temporaryFolder();
    const study = smallStudy(records);
    const options = { ...quietly, records, executor: inThisProcess({ records }) };
    const hasty = { name: "hasty", method: "two-tower", base: false };
    const failing: Study = {
      ...study,
      methods: [...study.methods, { ...hasty, options: { ...small, learningRate: 1e30 } }],
    };
    const report = studyReport(await runStudy(failing, { ...options, only: ["hasty", "logq"] }));
    assert.deepEqual(
      report.left.map(({ name, criterion }) => [name, criterion]),
      ["MIRec", "identity", "hasty"].flatMap((name) => [
        [name, "overall"],
        [name, "harmonic"],
      ]),
    );
    assert.equal(report.left[0].reason, "not asked for");
    assert.match(report.left[4].reason, /lower learningRate/);
    assert.deepEqual(
      [...new Set(report.methods.map(({ name }) => name))],
      ["two-tower", "posthoc-adjustment", "logq"],
    );

    const stalling: Executor = {
      ...options.executor,
      run: (specification, context) =>
        specification.method === "mirec"
          ? new Promise((_, reject) =>
              context.signal.addEventListener("abort", () => reject(new Error("stopped"))),
            )
          : options.executor.run(specification, context),
    };
    const outOfTime = { ...options, executor: stalling, seconds: 1e-9, readingSeconds: 1 };
    const short = studyReport(await runStudy(study, outOfTime));
    assert.deepEqual(
      short.left.map(({ name }) => name),
      ["MIRec", "MIRec", "identity", "identity"],
    );
    await assert.rejects(
      runStudy(study, { ...options, only: ["mirec"] }),
      /no method "mirec"; it has posthoc-adjustment, logq, MIRec, identity/,
    );
  });

  test("is measured method by method, its records gone in between, to the same result", async () => {
    const folders = [0, 1].map(() => temporaryFolder());
    const study = smallStudy(folders[0]);
    const measure = async (records: string, of: Study, only?: readonly string[]) => {
      const report = studyReport(
        await runStudy(of, { ...quietly, only, records, executor: inThisProcess({ records }) }),
      );
      return JSON.parse(JSON.stringify(report)) as typeof report;
    };
    const first = await measure(folders[0], study, ["identity"]);
    assert.deepEqual([...new Set(first.left.map(({ name }) => name))], ["logq"]);
    const second = await measure(folders[1], study, ["logq"]);
    const added = withEarlier(second, first);
    const whole = await measure(folders[0], study);
    assert.deepEqual(added.methods, whole.methods);
    assert.deepEqual(added.curves, whole.curves);
    assert.deepEqual([added.left, added.versions, added.earlierVersions], [[], whole.versions, undefined]);
    // Of MIRec against LogQ neither had both sides.
    assert.deepEqual(
      added.contrasts,
      whole.contrasts.filter(({ method, against }) => method !== "MIRec" || against !== "logq"),
    );
    assert.ok(added.contrasts.some(({ method, against }) => method === "MIRec" && against === "identity"));
    assert.deepEqual(withEarlier(whole, first), whole);

    const [knob, logq, mirec, identity] = study.methods;
    const finer = { ...mirec, grid: { lambda: [1, 3, 10] } };
    const namesOf = ({ methods }: typeof first): string[] => [...new Set(methods.map(({ name }) => name))];
    const withMethods = (...methods: Study["methods"]) => ({ ...second, study: { ...study, methods } });
    // Another grid is another row, and so is that of the control that takes its setting.
    const changed = withEarlier(withMethods(knob, logq, finer, identity), first);
    assert.deepEqual([...new Set(changed.left.map(({ name }) => name))], ["MIRec", "identity"]);
    assert.deepEqual(namesOf(changed), ["two-tower", "posthoc-adjustment", "logq"]);
    // A curve more changes no row.
    const curved = withEarlier(withMethods(knob, logq, { ...mirec, curve: undefined }, identity), first);
    assert.deepEqual([namesOf(curved).length, curved.curves.length], [5, 1]);
    // A row that is measured anew to other numbers takes what was compared with it along.
    const otherwise = { ...first.methods.find(({ name }) => name === "MIRec")!, setting: { lambda: 3 } };
    const remeasured = { ...second, methods: [...second.methods, otherwise] };
    const contradicted = withEarlier(remeasured, first);
    const left = (one: { readonly name: string; readonly criterion: string }) =>
      one.name === "identity" && one.criterion === otherwise.criterion;
    assert.ok(!contradicted.methods.some(left) && second.left.some(left));
    assert.ok(
      !contradicted.contrasts.some(
        ({ method, criterion }) => method === "MIRec" && criterion === otherwise.criterion,
      ),
    );

    const refused = (more: Partial<typeof first>, word: RegExp): void =>
      assert.throws(() => withEarlier({ ...second, ...more }, first), word);
    refused({ study: { ...study, seeds: [0, 2] } }, /another study: seeds differs/);
    refused(
      { study: { ...study, methods: [{ ...knob, curve: { tauGrid: [[0], [1]] } }, logq, mirec, identity] } },
      /what its references are differs/,
    );
    refused({ data: { ...second.data, fingerprint: "0" } }, /its data differs/);
    const [base, ...others] = second.methods;
    refused(
      { methods: [{ ...base, test: { ...base.test, head: base.test.tail } }, ...others] },
      /what was measured of its base-learner differs/,
    );
    refused({ curves: [] }, /The curve of posthoc-adjustment is not measured again yet/);
    refused(
      { curves: [{ ...second.curves[0], points: second.curves[0].points.slice(1) }] },
      /the curve of posthoc-adjustment differs/,
    );
    // A gap above fewer curves is no longer true.
    const before = { ...first, curves: first.curves.filter(({ name }) => name === "MIRec") };
    const more = withEarlier(second, before);
    assert.ok(
      more.methods.filter(({ name }) => name === "MIRec").every((row) => row.aboveReferences === null),
    );
    const old = { ...first.versions, node: "20.0.0" };
    const mixed = withEarlier(second, { ...first, versions: old });
    assert.deepEqual([mixed.versions, mixed.earlierVersions], [second.versions, [old]]);
    assert.deepEqual(withEarlier(whole, mixed).earlierVersions, [old]);
  });

  test("that cannot be is named by its path", () => {
    const study = smallStudy(temporaryFolder());
    const wrong = (change: Partial<Study>): string => {
      try {
        checkStudy({ ...study, ...change });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    assert.equal(wrong({}), "");
    assert.match(wrong({ seeds: [] }), /The study's seeds is \[\], but must have a length of at least 1/);
    assert.match(
      wrong({ references: ["logq"] }),
      /reference "logq" is none of its methods with a curve \(posthoc-adjustment, MIRec\)/,
    );
    assert.match(
      wrong({ contrasts: [["MIRec", "mirec"]] }),
      /contrasts name "mirec", which is none of its methods \(two-tower, posthoc-adjustment, logq, MIRec, identity\)/,
    );
    const alike = (more: object): string =>
      wrong({ methods: [...study.methods, { name: "b", method: "mirec", ...more }] });
    assert.equal(alike({ like: "MIRec" }), "");
    assert.match(alike({ like: "logq" }), /methods\[4\]\.like is "logq", and must name an entry of "mirec"/);
    assert.match(alike({ like: "identity" }), /that has no like itself/);
    assert.match(alike({ like: "MIRec", grid: { lambda: [1] } }), /are those of "MIRec"; leave them out/);
    assert.match(wrong({ contrasts: [["logq", "logq"]] }), /hold "logq" against itself/);
    assert.match(wrong({ methods: [{ method: "logq" }, { method: "logq" }] }), /"logq" twice/);
    assert.match(
      wrong({ methods: [{ method: "logq", curve: { lambdaC: ["much"] } }], references: [] }),
      /methods\[0\]\.curve\.lambdaC must hold numbers/,
    );
    assert.match(
      wrong({ methods: [{ method: "logq", grid: { lambdac: [1] } }], references: [], contrasts: [] }),
      /lambdaC/,
    );
    assert.match(wrong({ ...({ method: 1 } as Partial<Study>) }), /"method"|method/);
  });
});
