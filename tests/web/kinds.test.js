import assert from "node:assert/strict";
import { test } from "node:test";

import { kindOf } from "../../web_static/storyteller/picture_files/files.js";
import {
  isCutShort,
  sizeOf,
} from "../../web_static/storyteller/picture_files/headers.js";
import { json } from "./fixtures.js";

const tables = json("picture_tables");
const files = Object.entries(json("files"));

/** @param {string} digits */
const bytes = (digits) => new Uint8Array(Buffer.from(digits, "hex"));

test("files are told apart as the library tells them", () => {
  for (const [name, { content, kind }] of files) {
    assert.equal(kindOf(bytes(content), tables), kind, name);
  }
});

test("the size of a picture is read from its head", () => {
  for (const [name, { content, size }] of files) {
    if (size) assert.deepEqual(sizeOf(bytes(content)), size, name);
  }
});

test("a picture is whole, and without its end it is not", () => {
  for (const [name, { content, ends }] of files) {
    if (!ends) continue;
    const raw = bytes(content);
    assert.equal(isCutShort(raw), false, name);
    for (const share of [0.2, 0.5, 0.9]) {
      const part = raw.subarray(0, Math.floor(raw.length * share));
      assert.equal(isCutShort(part), true, `${share} of ${name}`);
    }
  }
});
