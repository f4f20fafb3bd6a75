/** The watch's thread (see watch.ts). */
const { parentPort, workerData } = require("node:worker_threads");
const { endWithParent } = require("./endWithParent.cjs");
const { interruptBusyCode } = require("./interruptBusyCode.cjs");

endWithParent(workerData.parent);
interruptBusyCode(parentPort, new Int32Array(workerData.words));
