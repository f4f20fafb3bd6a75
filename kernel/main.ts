import { join } from "node:path";
import { Compiler } from "./compile/compiler";
import { LibraryFiles } from "./compile/libraryFiles";
import { CompiledCells } from "./errors/compiledCells";
import { reportError } from "./errors/errorReport";
import { installStackTraces } from "./errors/stackTrace";
import { Kernel } from "./kernel";
import { CellRuns } from "./run/cellRuns";
import { CurrentCell } from "./run/currentCell";
import { Executor } from "./run/executor";
import { isFromInterrupt } from "./run/interrupted";
import { notebookHost, registerHost } from "./run/notebookHost";
import { redirectStandardStreams } from "./run/standardStreams";
import { serveTslabDisplay } from "./run/tslabDisplay";
import { Watch } from "./watch/watch";
import { Channels } from "./wire/channels";
import { readConnection } from "./wire/connection";

/** Starts the kernel on the sockets that a connection file names. The working directory is the repository's root. */
export async function main(connectionFile: string): Promise<void> {
  const root = process.cwd();
  const libraryFolder = join(root, "lib");
  const channels = new Channels(readConnection(connectionFile));
  const watch = new Watch();
  const current = new CurrentCell();
  // Jupyter's server names the notebook that a kernel is for.
  const runs = new CellRuns(process.env.JPY_SESSION_NAME);
  const cells = new CompiledCells();
  const library = new LibraryFiles(libraryFolder);
  const compiler = new Compiler();
  const executor = new Executor({ root, compiler, library, cells, current, watch });
  const exit = (): void => void channels.close().then(() => process.exit(0));
  const report = (thrown: unknown): ReturnType<typeof reportError> => reportError(thrown, cells, root);
  const kernel = new Kernel({ channels, compiler, executor, current, runs, report, exit });

  const showStray = (preface: string) => (thrown: unknown) => {
    // What ends because the reader stopped it has been told already.
    if (isFromInterrupt(thrown)) return;
    const stray = reportError(thrown, cells, root, preface);
    if (current.last) current.last.error(stray);
    else process.stderr.write(`${stray.traceback.join("\n")}\n`);
  };
  process.on("uncaughtException", showStray("Thrown outside any cell's run (in a timer or an event):"));
  process.on("unhandledRejection", showStray("A promise that nobody awaited was rejected:"));
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", () => current.stop());

  registerHost(notebookHost(current, runs));
  redirectStandardStreams(current);
  serveTslabDisplay(current);
  installStackTraces(cells, root);
  await channels.open((channel, request) => kernel.handle(channel, request));
  kernel.announce();
  watch.start();
}
