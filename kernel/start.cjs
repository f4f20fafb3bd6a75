/**
 * Where Jupyter starts the kernel: `node kernel/start.cjs {connection_file}`.
 *
 * An interrupt that arrives before the kernel is up must not end the process, so SIGINT is taken first. The working
 * directory becomes the repository root, whatever folder the server was started in, and from here on `require`
 * understands TypeScript (tsx's CommonJS hook).
 */
const path = require("node:path");

process.on("SIGINT", () => {});
// A package that uses something outdated is not the reader's matter, and the word of it would stand in a cell's output.
process.noDeprecation = true;
const connectionFile = process.argv[2];
if (!connectionFile) {
  process.stderr.write(
    "The kernel was started without a connection file; start it from Jupyter, or give the file's path as the one argument.\n",
  );
  process.exit(2);
}
const connectionPath = path.resolve(connectionFile);
process.chdir(path.dirname(__dirname));
try {
  process.env.LONGTAIL_ESBUILD = require.resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
  process.env.ESBUILD_BINARY_PATH = path.join(__dirname, "esbuild.sh");
} catch {
  // On a platform whose esbuild lies elsewhere it runs as it does: an edit after a stop then asks for a restart.
}
// The two large packages that are plain JavaScript come before tsx, whose hook reads each file again to see whether it
// is TypeScript, and their source maps too: that took a fifth of the start.
require("@tslab/typescript-for-tslab");
require("@tensorflow/tfjs");
require("tsx/cjs");
require("./main.ts").main(connectionPath);
