import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { packagedMovieLens } from "../data/packagedMovieLens";
import { NotebookClient, published } from "./notebookClient";

describe("training in a notebook", () => {
  const client = new NotebookClient();
  before(async () => {
    const directory = await packagedMovieLens();
    await client.start();
    await client.value(`import * as lt from "longtail";
      const data = await lt.loadDataset("ml-100k", { directory: ${JSON.stringify(directory)} });
      const split = lt.leaveLastOut(data);`);
  });
  after(() => client.close());

  test("stops within two seconds of an interrupt, keeps the variables and leaves no tensor", async () => {
    await client.value("const tensors = lt.tf.memory().numTensors;");
    const cell = await client.execute(
      `const found = "kept";
       console.log("training");
       await lt.fit(lt.twoTower(), split, { seed: 0 });`,
      { interrupt_at: "training" },
    );
    assert.equal(cell.reply.ename, "Interrupted");
    assert.ok((cell.afterInterrupt ?? Infinity) < 2000, `answered after ${cell.afterInterrupt} ms`);
    const pause = "await new Promise((done) => setTimeout(done, 1500));";
    assert.equal(await client.value(`${pause} lt.tf.memory().numTensors - tensors`), "0");
    assert.equal(await client.value("found"), "kept");
  });

  test("shows one bar that is updated in place and ends in its final state", async () => {
    const cell = await client.execute("await lt.fit(lt.twoTower({ epochs: 2 }), split, { seed: 0 });");
    assert.equal(cell.reply.status, "ok");
    const shown = published(cell, "display_data");
    const updates = published(cell, "update_display_data");
    assert.equal(shown.length, 1);
    assert.equal(updates.length, 1);
    const last = (updates[0].content.data as Record<string, string>)["text/plain"];
    assert.match(
      last,
      /^two-tower: epoch 2 of 2, loss [\d.]+, validation NDCG@50 [\d.]+ % \(best epoch [12]\), took/,
    );
  });
});

describe("a cell without await that is interrupted inside tidy", () => {
  const client = new NotebookClient();
  before(async () => {
    await client.start();
    await client.value('import * as lt from "longtail"; const tf = lt.tf; const kept = tf.scalar(3);');
  });
  after(() => client.close());

  const interrupted = async (body: string): Promise<void> => {
    const cell = await client.execute(body, { interrupt_at: "begun" });
    assert.equal(cell.reply.ename, "Interrupted");
  };

  test("leaves no tensor of the tidy and keeps those outside it", async () => {
    await client.value("const tensors = tf.memory().numTensors;");
    await interrupted(
      'tf.tidy(() => { const a = tf.ones([10]); console.log("begun"); while (true) tf.add(a, 1); });',
    );
    assert.equal(await client.value("tf.memory().numTensors - tensors"), "0");
    assert.equal(await client.value("kept.dataSync()[0]"), "3");
  });

  test("leaves later gradients right", async () => {
    // Each step keeps a tensor for the gradient, past any scope.
    const steps = "for (let step = 0; step < 50; step++) tf.square(x);";
    await interrupted(`tf.grad((x) => { ${steps} console.log("begun"); while (true) tf.square(x); })(kept);`);
    assert.equal(await client.value("tf.engine().state.gradientDepth"), "0");
    assert.equal(await client.value("tf.tidy(() => tf.grad((x) => tf.square(x))(kept).dataSync()[0])"), "6");
    assert.equal(await client.value("tf.memory().numTensors - tensors"), "0");
  });

  test("leaves nothing of an operation that had kept a tensor for its gradient and not yet put it on the tape", async () => {
    const underWay = 'tf.engine().startScope("square__op"); tf.keep(tf.clone(x));';
    await interrupted(`tf.grad((x) => { ${underWay} console.log("begun"); while (true); })(kept);`);
    assert.equal(await client.value("tf.memory().numTensors - tensors"), "0");
  });

  test("keeps what the cell itself has kept", async () => {
    await interrupted(
      'let own; tf.tidy(() => { own = tf.keep(tf.scalar(5)); console.log("begun"); while (true); });',
    );
    assert.equal(await client.value("tf.memory().numTensors - tensors"), "1");
    assert.equal(await client.value("own.dataSync()[0]"), "5");
  });
});
