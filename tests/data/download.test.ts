import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { download } from "../../lib/data/sources/download";
import { temporaryFolder } from "../temporaryFolder";

async function serve(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.zip`;
}

test("a download arrives whole and tells how far it has come", async (context) => {
  const content = Buffer.alloc(300_000, 7);
  const url = await serve(context, (_request, response) => {
    response.setHeader("content-length", content.length);
    response.end(content);
  });
  const folder = temporaryFolder();
  const seen: number[] = [];
  await download(url, path.join(folder, "file.zip"), {
    onProgress: ({ receivedBytes, totalBytes }) => {
      assert.equal(totalBytes, content.length);
      seen.push(receivedBytes);
    },
  });
  assert.deepEqual(readFileSync(path.join(folder, "file.zip")), content);
  assert.equal(seen.at(-1), content.length);
  assert.deepEqual(readdirSync(folder), ["file.zip"]);
});

test("a server that says no is an error with its answer, and leaves nothing behind", async (context) => {
  const url = await serve(context, (_request, response) => {
    response.statusCode = 404;
    response.end("no such file");
  });
  const folder = temporaryFolder();
  await assert.rejects(download(url, path.join(folder, "file.zip")), /the server answered 404 Not Found/);
  assert.deepEqual(readdirSync(folder), []);
});

test("a server that never answers is given up after the time-out", async (context) => {
  const url = await serve(context, () => {});
  const folder = temporaryFolder();
  await assert.rejects(
    download(url, path.join(folder, "file.zip"), { answerTimeout: 150 }),
    /no answer within 0\.15 s/,
  );
});

test("bytes that stop coming are given up after the time-out", async (context) => {
  const url = await serve(context, (_request, response) => {
    response.setHeader("content-length", 1_000);
    response.write("the beginning");
  });
  const folder = temporaryFolder();
  await assert.rejects(
    download(url, path.join(folder, "file.zip"), { stallTimeout: 150 }),
    /no further bytes within 0\.15 s/,
  );
  assert.deepEqual(readdirSync(folder), []);
});

test("a raised signal stops a download at once, with the signal's own reason", async (context) => {
  const url = await serve(context, (_request, response) => {
    response.write("the beginning");
  });
  const folder = temporaryFolder();
  const controller = new AbortController();
  const reason = new Error("the reader stopped it");
  const options = { signal: controller.signal, onProgress: () => controller.abort(reason) };
  await assert.rejects(download(url, path.join(folder, "file.zip"), options), reason);
  assert.deepEqual(readdirSync(folder), []);
});

test("an address nobody listens at is an error with the reason, not 'fetch failed'", async () => {
  const folder = temporaryFolder();
  await assert.rejects(
    download("http://127.0.0.1:9/file.zip", path.join(folder, "file.zip")),
    (error: Error) => !/fetch failed/.test(error.message) && error.message.length > 0,
  );
});
