/**
 * Loads the native engine in this process and multiplies two matrices with it. Prints one line of JSON.
 * Run in a process of its own, since a broken addon may end it.
 */
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..", "..");

function loadEngine() {
  const engine = path.join(root, "lib", "engine", "tensorflow.ts");
  if (!fs.existsSync(engine)) throw new Error(`${engine} is missing: git checkout -- lib brings it back`);
  require("tsx/cjs");
  return require(engine).tf;
}

try {
  const started = process.hrtime.bigint();
  const tf = loadEngine();
  const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
  if (product !== 11) throw new Error(`it says that 1 x 3 + 2 x 4 is ${product}`);
  const milliseconds = Math.round(Number(process.hrtime.bigint() - started) / 1e6);
  console.log(JSON.stringify({ tensorflow: tf.backend().binding.TF_Version, milliseconds }));
} catch (error) {
  const cause = error.cause instanceof Error ? error.cause : error;
  console.log(JSON.stringify({ problem: String(cause.message).split("\n")[0].trim() }));
  process.exitCode = 1;
}
