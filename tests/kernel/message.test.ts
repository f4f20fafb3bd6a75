import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeMessage, encodeMessage, type Content } from "../../kernel/wire/message";

const key = "secret";
const framesOf = (content: unknown): Buffer[] =>
  encodeMessage(key, "complete_request", content as Content, undefined, [Buffer.from("client")]);

describe("a message of the wire", () => {
  test("comes back as it was sent", () => {
    const { identities, header, content } = decodeMessage(key, framesOf({ code: "1" }));
    assert.deepEqual(identities.map(String), ["client"]);
    assert.equal(header.msg_type, "complete_request");
    assert.deepEqual(content, { code: "1" });
  });

  test("is refused where its content is no object, before anything reads a field of it", () => {
    for (const content of [null, "text", 3, [1]]) {
      assert.throws(() => decodeMessage(key, framesOf(content)), /header or content is no object/);
    }
  });

  test("is refused where its signature is another's", () => {
    assert.throws(() => decodeMessage("other", framesOf({})), /wrong signature/);
  });
});
