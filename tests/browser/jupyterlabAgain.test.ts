import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { temporaryFolder } from "../temporaryFolder";
import { root } from "../report/python";
import { launch, skip } from "./chromium";
import { startJupyter, type JupyterServer } from "./jupyterServer";
import { LabNotebook, textOf, type Cell } from "./labNotebook";

const name = "01-the-long-tail.ipynb";
const fitting = "lt.experiment(method";
const fitCell = (epochs: number): string =>
  [
    `const method = lt.twoTower({ epochs: ${epochs}, patience: ${epochs} });`,
    "const run = await lt.experiment(method, split, { seed, headShare });",
  ].join("\n");

describe("a reader of the first chapter in JupyterLab", { skip, timeout: 600_000 }, () => {
  const folder = temporaryFolder();
  let server: JupyterServer;
  let browser: Browser;
  let page: Page;
  let notebook: LabNotebook;
  let record: string;

  const cellWith = async (text: string): Promise<Cell> => {
    const found = (await notebook.cells()).find(({ source }) => [source].flat().join("").includes(text));
    assert.ok(found, `no cell holds ${text}`);
    return found;
  };
  const noErrors = async (): Promise<void> => {
    const failed = (await notebook.cells())
      .flatMap(({ outputs = [] }) => outputs)
      .find(({ output_type }) => output_type === "error");
    assert.equal(failed?.evalue, undefined);
  };

  before(async () => {
    // As it is, but for the length of the training.
    const text = readFileSync(join(root, "notebooks", name), "utf8");
    writeFileSync(join(folder, name), text.replace(/\bepochs: \d+/g, "epochs: 2"));
    server = await startJupyter(folder);
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    notebook = await LabNotebook.open(page, server, folder, name);
    await notebook.runAll();
    await noErrors();
    [record] = (await notebook.footer())!.records;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("changes a parameter, runs all again, and sees other groups of the same run", async () => {
    const parameters = await cellWith("const headShare");
    const source = [parameters.source].flat().join("");
    await notebook.retype("const headShare", source.replace("headShare = 0.2", "headShare = 0.05"));
    await notebook.runAll();
    await noErrors();
    assert.match(textOf(await cellWith("lt.metricsTable")), /top 5 %/);
    // What is head changes what is reported of a run, and not the run.
    const footer = (await notebook.footer())!;
    assert.deepEqual([footer.problems, footer.records], [[], [record]]);
    assert.match(textOf(await cellWith("lt.experiment(")), /read from record/);
  });

  it("interrupts a fit, reads one calm sentence, and goes on", async () => {
    await notebook.retype(fitting, fitCell(5000));
    await notebook.start(fitting);
    await page
      .getByText(/epoch [1-9]\d* of 5000/)
      .first()
      .waitFor();
    await notebook.menu("Kernel", "Interrupt Kernel");
    await notebook.idle();
    const stopped = await cellWith("epochs: 5000");
    assert.match(textOf(stopped), /[Ii]nterrupted|[Ss]topped/);
    assert.doesNotMatch(textOf(stopped), /node_modules|node:internal|    at /);

    const asked = performance.now();
    await notebook.start("const headShare");
    await notebook.idle();
    assert.ok(performance.now() - asked < 10_000, "the kernel answers after an interrupt");

    await notebook.retype("epochs: 5000", fitCell(3));
    await notebook.runAll();
    await noErrors();
    assert.match(textOf(await cellWith("epochs: 3,")), /epoch 3 of 3/);
    const footer = (await notebook.footer())!;
    assert.deepEqual(footer.problems, []);
    assert.notDeepEqual(footer.records, [record]);
    record = footer.records[0];
  });

  it("restarts the kernel, runs all again, and gets the same from the record, without training", async () => {
    const before = textOf(await cellWith("lt.metricsTable"));
    await notebook.restartAndRunAll();
    await noErrors();
    const fit = await cellWith("epochs: 3,");
    assert.match(textOf(fit), /read from record/);
    assert.doesNotMatch(textOf(fit), /epoch \d+ of/);
    assert.equal(textOf(await cellWith("lt.metricsTable")), before);
    const footer = (await notebook.footer())!;
    assert.deepEqual([footer.problems, footer.records], [[], [record]]);
  });
});
