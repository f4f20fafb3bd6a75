/** Ends the process once the one that started it is gone: a process whose parent ends is given to another parent. */
exports.endWithParent = (parent) => {
  setInterval(() => {
    // SIGKILL, because the main thread may be busy and not come round to anything milder.
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 1000);
};
