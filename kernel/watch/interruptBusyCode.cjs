const { spawn } = require("node:child_process");

const patience = 100; // ms that the main thread has to come round to the interrupt by itself

/**
 * Tells code that an interrupt does not reach. In a cell that uses `await` the signal waits until the event loop comes
 * round, which an endless loop never lets it do. So the loops of a cell ask for themselves (see watch.ts), and this
 * raises what they ask for.
 *
 * A thread gets no signals. Jupyter sends them to the kernel's whole process group, though, and so a `cat` that waits
 * beside the kernel ends by each interrupt, and that shows here.
 *
 * @param port where a word is sent that the main thread answers when it comes round
 * @param words [0]: the latest word answered; [1]: the latest that was not answered in time
 */
exports.interruptBusyCode = (port, words) => {
  let word = 0;
  const wait = () => {
    const sentinel = spawn("cat", [], { stdio: ["pipe", "ignore", "ignore"] });
    sentinel.on("error", () => {}); // without it such a loop goes on until the kernel is restarted
    sentinel.on("exit", (_code, signal) => {
      if (signal !== "SIGINT") return;
      wait();
      const sent = ++word;
      port.postMessage(sent);
      setTimeout(() => {
        if (Atomics.load(words, 0) < sent) Atomics.store(words, 1, sent);
      }, patience);
    });
  };
  wait();
};
