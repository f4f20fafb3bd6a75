/** Runs in a thread: looks once a second whether the parent process is still the one that started the kernel. */
const { workerData } = require("node:worker_threads");

setInterval(() => {
  // A process whose parent ends is given to another one. SIGKILL, because the main thread may not come round to more.
  if (process.ppid !== workerData.parent) process.kill(process.pid, "SIGKILL");
}, 1000);
