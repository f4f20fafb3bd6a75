import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { writeNotebook } from "./notebookFile";
import { temporaryFolder } from "../temporaryFolder";
import { root, runPython } from "./python";

const notebook = writeNotebook(join(temporaryFolder(), "05-chapter.ipynb"), [
  { markdown: "# A chapter" },
  {
    code: 'const dataset = "ml-100k"; // a name\nconst seeds = [0, 1];\nconst quick = true;\nconst headShare: number = 0.2;\nconst names = ["a"];',
    tags: ["parameters"],
  },
  { code: "dataset" },
]);

async function set(...given: string[]): Promise<string> {
  const ran = await runPython([join(root, "tests", "report", "setParameters.py"), notebook, ...given]);
  assert.equal(ran.code, 0, ran.stderr);
  return ran.stdout.trim();
}

describe("parameters from outside", () => {
  it("become declarations of TypeScript right behind the tagged cell", async () => {
    const hostile = `a "quoted" \\ \${name} \`x\` \u2028 é`;
    const printed = await set(
      "dataset=ml-1m",
      "quick=false",
      "headShare=1e-3",
      `names=["b",${JSON.stringify(hostile)}]`,
    );
    assert.match(printed, /after 1 2$/);
    const source = printed.slice(0, printed.lastIndexOf("after"));
    const run = ts.transpile(`${source}\nJSON.stringify({ dataset, quick, headShare, names });`);
    // Indirect, so that the declarations are the code's own.
    const values = JSON.parse(String((0, eval)(run))) as unknown;
    assert.deepEqual(values, { dataset: "ml-1m", quick: false, headShare: 0.001, names: ["b", hostile] });
  });

  it("take a number of seeds as so many, and a list as itself", async () => {
    assert.match(await set("seeds=5"), /const seeds = \[0, 1, 2, 3, 4\];/);
    assert.match(await set("seeds=3,7"), /const seeds = \[3, 7\];/);
    assert.match(await set("seeds=[4]"), /const seeds = \[4\];/);
  });

  it("take an object where the chapter has a data set's name", async () => {
    assert.match(
      await set('dataset={"interactions":"my.csv"}'),
      /const dataset = \{ "interactions": "my\.csv" \};/,
    );
  });

  it("are refused, with the nearest name, where the chapter has none such", async () => {
    assert.equal(
      await set("sedes=1"),
      "Problem: There is no parameter 'sedes' in 05-chapter; did you mean seeds? There are dataset, seeds, quick, headShare, names.",
    );
  });

  it("are refused where they are of another kind, twice, or no name=value", async () => {
    assert.match(await set("quick=maybe"), /^Problem: -p quick=maybe: quick is true or false/);
    assert.match(await set("headShare=much"), /^Problem: .*headShare is a number, such as 0\.2/);
    assert.match(await set("quick=true", "quick=false"), /^Problem: The parameter quick is given twice/);
    assert.match(await set("quick"), /^Problem: -p quick: a parameter is given as name=value/);
  });
});
