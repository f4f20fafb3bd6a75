import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { CommanderError } from "commander";
import { program } from "../../cli/program";
import { specifiedData, type DataFlags } from "../../cli/options/dataOptions";
import { setOptions } from "../../cli/options/setOptions";
import { specifiedSplit } from "../../cli/options/splitOption";
import { thisCommand } from "../../cli/interruption";
import { temporaryFolder } from "../temporaryFolder";
import { longtail, start } from "./longtail";

describe("--help", () => {
  const commands = [
    [],
    ["run"],
    ["plan"],
    ["runs"],
    ["runs", "list"],
    ["runs", "show"],
    ["runs", "compare"],
    ["runs", "prune"],
    ["data"],
    ["methods"],
  ];

  for (const command of commands) {
    test(`of longtail ${command.join(" ")} tells every option and the exit codes`, async () => {
      let text = "";
      const parser = program(() => {});
      const quietly = (one: typeof parser): void => {
        one.configureOutput({ writeOut: (part) => (text += part) }).exitOverride();
        for (const each of one.commands) quietly(each);
      };
      quietly(parser);
      await assert.rejects(
        parser.parseAsync([...command, "--help"], { from: "user" }),
        (error) => error instanceof CommanderError && error.exitCode === 0,
      );
      assert.match(text, new RegExp(`^Usage: longtail ${command.join(" ")}`));
      assert.match(
        text,
        /Exit codes: 0 done, 1 something failed, 2 the command was not understood, 130 stopped/,
      );
    });
  }

  test("ends with exit code 0", async () => {
    assert.match((await longtail(["plan", "--help"])).out, /"grid": \{ "lambdaC"/);
    const { code, out } = await longtail(["run", "--help"]);
    assert.equal(code, 0);
    assert.match(out, /--set <name=value>/);
  });
});

test("a reader that has had enough, such as head, ends a command without a stack", async () => {
  const running = start(["methods", "--json"]);
  running.process.stdout!.destroy();
  const { code, error } = await running.answer;
  assert.deepEqual([code, error], [0, ""]);
});

describe("a command that is not understood ends with exit code 2 and a sentence", () => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["rum"], /unknown command 'rum'\n\(Did you mean run\?\)/],
    [["run", "--data", "ml-100k"], /required option '--method <name>' not specified/],
    [["run", "--data", "ml-100k", "--method", "eas"], /There is no method "eas"; did you mean "ease"\?/],
    [
      ["run", "--data", "ml100k", "--method", "ease"],
      /There is no data set "ml100k"; did you mean "ml-100k"\?/,
    ],
    [
      ["run", "--data", "ml-100k", "--method", "two-tower", "--set", "epoch=3"],
      /two-tower has no option "epoch"; did you mean "epochs"\?/,
    ],
    [
      ["run", "--data", "ml-100k", "--method", "ease", "--seed", "x"],
      /--seed must be a whole number, but it is "x"/,
    ],
    [["runs", "show", "abc", "--records", "/nowhere"], /There is no record "abc"/],
    [["plan", "no-such-plan.json"], /The plan no-such-plan\.json cannot be read/],
  ];

  for (const [args, sentence] of wrong) {
    test(`longtail ${args.join(" ")}`, async () => {
      const { code, out, error } = await longtail(args);
      assert.equal(code, 2);
      assert.match(error, sentence);
      assert.doesNotMatch(error, /^\s+at /m, "no stack");
      assert.equal(out, "");
    });
  }

  test("a plan's file with a mistake in it is named with the path in it", async () => {
    const file = path.join(temporaryFolder(), "plan.json");
    writeFileSync(file, '{"data": ["ml-100k"], "methods": [{"method": "mirec", "grid": {"k": 60}}]}');
    const { code, error } = await longtail(["plan", file, "--check"]);
    assert.equal(code, 2);
    assert.ok(error.endsWith("plan.json: The plan's methods[0].grid.k is 60, but must be a list.\n"), error);
    writeFileSync(file, '{"data": [');
    assert.match((await longtail(["plan", file])).error, /is no JSON/);
  });
});

describe("--set", () => {
  test("gives an option its type", () => {
    assert.deepEqual(setOptions("mirec", ["k=60", "lambda=1e-3", "redraw=false", "form=identity"]), {
      ...{ k: 60, lambda: 0.001, redraw: false, form: "identity" },
    });
    assert.deepEqual(setOptions("two-tower", ["hiddenSizes=128,64"]), { hiddenSizes: [128, 64] });
    assert.deepEqual(setOptions("two-tower", ["hiddenSizes=[128]"]), { hiddenSizes: [128] });
    assert.deepEqual(setOptions("two-tower", ["hiddenSizes=32"]), { hiddenSizes: [32] });
    assert.deepEqual(setOptions("two-tower", ['features={"user":["age"]}', "monitor=MRR"]), {
      features: { user: ["age"] },
      monitor: "MRR",
    });
  });

  test("refuses what is no assignment, an option twice, and a value of another type", () => {
    assert.throws(() => setOptions("mirec", ["k"]), /--set takes name=value, such as epochs=3, and got "k"/);
    assert.throws(() => setOptions("mirec", ["k=1", "k=2"]), /--set gives "k" twice/);
    assert.throws(
      () => setOptions("mirec", ["k=many"]),
      /Option "k" of mirec is "many", but must be a number/,
    );
    assert.throws(
      () => setOptions("mirec", ["redraw=maybe"]),
      /"redraw" of mirec is "maybe", but must be true or/,
    );
  });
});

describe("the flags of data", () => {
  test("name a data set of the catalogue or a person's own files", () => {
    assert.deepEqual(specifiedData({ data: "ml-1m" }), { name: "ml-1m" });
    assert.deepEqual(
      specifiedData({
        ...{ interactions: "/d/mine.csv", items: "/d/items.csv", columns: "user=uid, item=isbn,time=none" },
        ...{ multiValued: "genres=|", buckets: "age=10", words: "title,plot", minimumRating: 4, kCore: 5 },
        separator: "\\t",
      }),
      {
        interactions: "/d/mine.csv",
        items: "/d/items.csv",
        columns: {
          ...{ user: "uid", item: "isbn", time: null },
          ...{ multiValued: { genres: "|" }, words: ["title", "plot"], buckets: { age: 10 } },
        },
        ...{ separator: "\t", minimumRating: 4, kCore: 5 },
      },
    );
  });

  test("are refused where they contradict each other", () => {
    const refused = (flags: DataFlags, sentence: RegExp): void =>
      assert.throws(() => specifiedData(flags), sentence);
    refused({}, /Which data\? Give --data NAME/);
    refused({ data: "ml-1m", interactions: "a.csv" }, /not both/);
    refused({ data: "ml-1m", minimumRating: 4 }, /--minimum-rating belongs to --interactions FILE/);
    refused({ interactions: "a.csv", columns: "usr=uid" }, /--columns knows no "usr"; did you mean "user"\?/);
    refused(
      { interactions: "a.csv", columns: "user" },
      /--columns takes name=value,name=value, and got "user"/,
    );
  });

  test("name a split", () => {
    assert.deepEqual(specifiedSplit("random-hold-out:7"), { kind: "random-hold-out", seed: 7 });
    assert.deepEqual(specifiedSplit("leave-last-out"), { kind: "leave-last-out" });
    assert.equal(specifiedSplit(undefined), undefined);
    assert.throws(() => specifiedSplit("leave-one-out"), /--split is "leave-one-out", but it is one of/);
  });
});

test("the command is told again so that a shell understands it", () => {
  assert.match(
    thisCommand(["run", "--interactions", "my file's.csv", "--set", "epochs=3"]),
    /longtail(?: --)? run --interactions 'my file'\\''s\.csv' --set epochs=3$/,
  );
});
