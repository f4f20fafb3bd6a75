import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { root } from "../report/python";

/** JupyterLab as `npm start` starts it, on a folder of the test's. */
export interface JupyterServer {
  /** Such as http://127.0.0.1:40123. */
  readonly address: string;
  readonly token: string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Starts it and waits until it answers; throws with what it printed where it does not within two minutes. */
export async function startJupyter(folder: string): Promise<JupyterServer> {
  const port = await freePort();
  const token = randomBytes(16).toString("hex");
  const child = spawn(
    process.execPath,
    [
      "setup/main.mjs",
      "start",
      "--no-browser",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      `--IdentityProvider.token=${token}`,
      `--ServerApp.root_dir=${folder}`,
    ],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      // What a test computes is no record of the reader's.
      env: { ...process.env, LONGTAIL_RECORDS: join(folder, ".records") },
    },
  );
  let printed = "";
  child.stdout.on("data", (text) => (printed += String(text)));
  child.stderr.on("data", (text) => (printed += String(text)));
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    // Jupyter shuts its kernels down first.
    const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await ended;
    clearTimeout(late);
  };
  const address = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 120_000; Date.now() < until && child.exitCode === null;) {
    const answer = await fetch(`${address}/api/status?token=${token}`).catch(() => undefined);
    if (answer?.ok) return { address, token, stop };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await stop();
  throw new Error(`JupyterLab did not start:\n${printed}`);
}
