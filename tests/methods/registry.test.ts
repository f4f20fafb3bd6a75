import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  baseLearnerOptions,
  methodNamed,
  methodOptions,
  methods,
  trainBaseLearner,
  type TrainedTwoTower,
} from "../../lib/methods";
import { leaveLastOut } from "../../lib/splitting";
import { fit, type Method } from "../../lib/training";
import { rank } from "../../lib/evaluation";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const display = Symbol.for("Jupyter.display");
type Displayed = Readonly<Record<symbol, () => Record<string, string>>>;

describe("methods()", () => {
  test("lists each method once, under a name of the article, with one line", () => {
    assert.deepEqual(
      methods()
        .map<string>(({ method }) => method)
        .sort(),
      [
        ...["class-balance", "ease", "head2tail", "logq", "longer-two-tower", "ltcur", "melu", "mirec"],
        ...["mirec-items", "mirec-stages", "mirec-users", "most-popular", "over-sampling"],
        ...["posthoc-adjustment", "tail2head", "two-tower", "two-tower-blend", "under-sampling"],
        "wide-two-tower",
      ],
    );
    for (const { description } of methods()) {
      assert.match(description, /^[^\n]{10,100}[^.\n]$/);
    }
  });

  test("is plain records that a notebook shows as a table", () => {
    const rows = methods();
    assert.deepEqual(Object.keys(rows[0]), ["method", "kind", "description"]);
    assert.deepEqual(JSON.parse(JSON.stringify(rows)), rows);
    const bundle = (rows as unknown as Displayed)[display]();
    assert.match(bundle["text/html"], /<td[^>]*>posthoc-adjustment<\/td>/);
    assert.equal(bundle["text/plain"].split("\n").length, rows.length);
  });

  test("names methods as they name themselves", () => {
    for (const { method } of methods()) assert.equal(methodNamed<string>(method).name, method);
  });
});

describe("methodOptions(name)", () => {
  for (const { method } of methods()) {
    test(`documents every option of ${method}, with the default that it really has`, () => {
      const rows = methodOptions(method);
      const defaults = methodNamed<string>(method).options;
      assert.deepEqual(rows.map(({ option }) => option).sort(), Object.keys(defaults).sort());
      for (const { option, default: value, type, meaning } of rows) {
        assert.deepEqual(value, defaults[option]);
        assert.ok(meaning.length > 10 && type.length > 0, `${option} says nothing`);
        const said = /Default (-?[\d.]*\d|true|false|null|"[^"]*"|\[[^\]]*\])(?=[.,:; ]|$)/.exec(
          meaning,
        )?.[1];
        // A list is written out in brackets, or in words.
        if (said === undefined || (Array.isArray(value) && !said.startsWith("["))) continue;
        assert.deepEqual(JSON.parse(said), value, `the docstring of ${option} says Default ${said}`);
      }
    });
  }

  test("shows type and default", () => {
    const lambdaC = methodOptions("logq").find(({ option }) => option === "lambdaC")!;
    assert.equal(lambdaC.type, "number");
    const bundle = (methodOptions("logq") as unknown as Displayed)[display]();
    assert.match(bundle["text/plain"], /^lambdaC = 0\.3: /);
  });
});

describe("methodNamed(name, options)", () => {
  test("makes the method with its options, typed by its name", async () => {
    const split = leaveLastOut(tastefulInteractions({ users: 40 }));
    const method = methodNamed("posthoc-adjustment", { epochs: 1, tauGrid: [0.5] });
    assert.equal(method.options.epochs, 1);
    const model = await fit(method, split);
    assert.equal(model.tau, 0.5);
    assert.equal(rank(model, split, "test").ranks.length, split.test.users.length);
  });

  test("names the nearest method for a name that is none, also for what every object has", () => {
    assert.throws(() => methodNamed("log-q"), /no method "log-q"; did you mean "logq"\?/);
    assert.throws(() => methodNamed("head-2-tail"), /did you mean "head2tail"/);
    assert.throws(() => methodNamed("constructor"), /no method "constructor"/);
    assert.throws(() => methodOptions("meluu"), /did you mean "melu"/);
  });

  test("names the option that is unknown, out of range or contradicts another", () => {
    assert.throws(
      () => methodNamed<string>("logq", { lambda: 1 }),
      /logq has no option "lambda"; did you mean "lambdaC"/,
    );
    assert.throws(() => methodNamed("wide-two-tower", { widthFactor: 0 }), /"widthFactor" of wide-two-tower/);
    assert.throws(
      () => methodNamed("two-tower", { draws: 64 }),
      /^Error: In two-tower, option "draws" is 64, which has an effect with candidates "drawn" only \(now "all"\); leave it out\.$/,
    );
    assert.throws(
      () => methodNamed<string>("two-tower", { candidates: "draw" }),
      /Option "candidates" of two-tower is "draw", but it is one of "all", "batch", "drawn"; did you mean "drawn"\?/,
    );
    assert.throws(
      () => methodNamed<string>("two-tower", { features: { users: [] } }),
      /^Error: Option "features" of two-tower has no key "users"; did you mean "user"\?$/,
    );
    assert.doesNotThrow(() => methodNamed("two-tower", { candidates: "drawn", draws: 64 }));
  });

  const wrong: readonly [string, Readonly<Record<string, unknown>>, string][] = [
    ["two-tower", { dropout: 1 }, 'Option "dropout" of two-tower is 1, but must be below 1.'],
    ["two-tower", { dropout: -0.5 }, 'Option "dropout" of two-tower is -0.5, but must be at least 0.'],
    ["two-tower", { epochs: 0 }, 'Option "epochs" of two-tower is 0, but must be above 0.'],
    ["two-tower", { epochs: 2.5 }, 'Option "epochs" of two-tower is 2.5, but must be a whole number.'],
    ["two-tower", { epochs: "9" }, 'Option "epochs" of two-tower is "9", but must be a number.'],
    ["two-tower", { learningRate: NaN }, 'Option "learningRate" of two-tower is NaN, but must be a number.'],
    ["two-tower", { patience: Infinity }, 'Option "patience" of two-tower is Infinity, but must be finite.'],
    ["two-tower", { frequencyRate: 2 }, 'Option "frequencyRate" of two-tower is 2, but must be at most 1.'],
    ["two-tower", { corrected: 1 }, 'Option "corrected" of two-tower is 1, but must be true or false.'],
    [
      "two-tower",
      { candidates: 3 },
      'Option "candidates" of two-tower is 3, but must be "all" or "batch" or "drawn".',
    ],
    [
      "two-tower",
      { hiddenSizes: [64, -1] },
      'Option "hiddenSizes[1]" of two-tower is -1, but must be above 0.',
    ],
    [
      "two-tower",
      { features: { user: "age" } },
      'Option "features.user" of two-tower is "age", but must be a list.',
    ],
    [
      "two-tower",
      { monitor: "AUC" },
      'Option "monitor" of two-tower is "AUC", but must be HR@K, NDCG@K (K from 1) or MRR.',
    ],
    [
      "posthoc-adjustment",
      { tauGrid: [] },
      'Option "tauGrid" of posthoc-adjustment is [], but must have a length of at least 1.',
    ],
    [
      "melu",
      { negatives: "none" },
      'Option "negatives" of melu is "none", but must be a number or be "all".',
    ],
    ["most-popular", { at: 10 }, 'most-popular has no option "at", nor any other.'],
  ];
  for (const [name, options, message] of wrong) {
    test(`says: ${message}`, () => {
      assert.throws(() => methodNamed<string>(name, options), { message });
    });
  }

  test("takes a method's own options back, so that a record can be run again", () => {
    for (const { method } of methods()) {
      const { options } = methodNamed<string>(method);
      assert.deepEqual(methodNamed<string>(method, options).options, options);
    }
  });
});

describe("a method of one's own", () => {
  const split = leaveLastOut(tastefulInteractions({ users: 60 }));
  const settings = baseLearnerOptions({ epochs: 2, batchSize: 128 }, "newest-first");

  test("goes through fit and rank like ours, with a curriculum and a loss term of its own, unregistered", async () => {
    const half = (epoch: number): Int32Array =>
      Int32Array.from(split.train.users.keys()).filter((row) => (row + epoch) % 2 === 0);
    const own: Method<TrainedTwoTower> = {
      name: "newest-first",
      options: { ...settings },
      fit: (data, context) => {
        const itemBias = Float32Array.from({ length: data.train.itemCount }, (_, item) => -item / 10);
        const stages = [{ name: "halves", samples: half }];
        return trainBaseLearner(data, settings, { method: "newest-first", itemBias, stages }, context);
      },
    };
    const model = await expectNoLeakedTensors(() => fit(own, split, { seed: 1 }));
    assert.equal(model.history.length, 2);
    const ranks = rank(model, split, "test").ranks;
    assert.equal(ranks.length, split.test.users.length);
    assert.ok(!methods().some(({ method }) => (method as string) === own.name));
  });

  test("has its options checked by the same rules", () => {
    assert.throws(
      () => baseLearnerOptions({ epoch: 2 } as object, "newest-first"),
      /newest-first has no option "epoch"; did you mean "epochs"/,
    );
  });
});
