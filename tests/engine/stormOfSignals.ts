import { spawn } from "node:child_process";
import type { Rank } from "@tensorflow/tfjs-node";
import { tf } from "../../lib/engine";
import { matrixProduct } from "../../lib/engine/matrixProduct";

/** Multiplies matrices for some seconds while a shell sends this process a signal a millisecond, then says how many came. */
const seconds = 3;
let came = 0;
process.on("SIGUSR2", () => (came += 1));
const [left, right] = [tf.ones<Rank.R2>([1024, 128]), tf.ones<Rank.R2>([64, 128])];
const storm = spawn("sh", ["-c", `while kill -USR2 ${process.pid}; do sleep 0.001; done`]);
const end = performance.now() + 1000 * seconds;

function multiply(): void {
  for (let product = 0; product < 20; product++) {
    tf.tidy(() => matrixProduct(left, right, false, true));
  }
  if (performance.now() < end) setImmediate(multiply);
  else {
    storm.kill();
    console.log(came);
  }
}

multiply();
