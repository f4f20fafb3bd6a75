import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { optionDocs } from "../../lib/methods/optionDocs";

describe("optionDocs(interface)", () => {
  test("reads name, type and docstring of each option from the library's source", () => {
    assert.deepEqual(
      optionDocs("EaseOptions").map(({ name, type }) => ({ name, type })),
      [{ name: "lambda", type: "number" }],
    );
    const [candidates] = optionDocs("CandidateOptions");
    assert.equal(candidates.type, '"all" | "batch" | "drawn"');
    assert.match(candidates.meaning, /^"all" items: the exact loss\. .* Default "all", which .*\.$/);
  });

  test("lists an interface's own options before those that it extends", () => {
    const names = optionDocs("LogqOptions").map(({ name }) => name);
    assert.equal(names[0], "lambdaC");
    assert.deepEqual(
      names.slice(1),
      optionDocs("BaseLearnerOptions").map(({ name }) => name),
    );
  });

  test("lets an option without a docstring share the one above it", () => {
    const docs = new Map(optionDocs("MeluOptions").map((doc) => [doc.name, doc.meaning]));
    assert.match(docs.get("leastItems")!, /Defaults 13 and 100/);
    assert.equal(docs.get("mostItems"), docs.get("leastItems"));
  });

  test("knows a method without options", () => {
    assert.deepEqual(optionDocs("MostPopularOptions"), []);
  });

  test("refuses the name of an interface that there is not", () => {
    assert.throws(() => optionDocs("NobodysOptions"), /no interface "NobodysOptions" in lib\//);
  });

  test("reads the source once: later calls parse nothing", () => {
    const timed = (): number => {
      const start = performance.now();
      optionDocs("MirecOptions");
      return performance.now() - start;
    };
    timed();
    assert.ok(Math.min(timed(), timed(), timed()) < 100);
  });
});
