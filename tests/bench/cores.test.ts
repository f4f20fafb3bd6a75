import assert from "node:assert/strict";
import { test } from "node:test";
import { firstCores } from "../../bench/harness/cores";

test("the first cores are taken from whichever ranges Linux lists", () => {
  assert.equal(firstCores("0-7", 2), "0,1");
  assert.equal(firstCores("3,8-11", 2), "3,8");
  assert.equal(firstCores("0-1", 2), undefined, "there are no more");
  assert.equal(firstCores("5", 2), undefined);
});
