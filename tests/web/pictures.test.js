import assert from "node:assert/strict";
import { test } from "node:test";
import { drafted } from "../../web_static/storyteller/engine/opening.js";
import {
  squash,
  windows,
} from "../../web_static/storyteller/engine/pictures.js";
import { bytes, json } from "./fixtures.js";

/** The largest difference of two rows of bytes. */
function worst(one, two) {
  assert.equal(one.length, two.length);
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - two[i])), 0);
}

for (const { name, width, height, size } of json("pictures")) {
  test(`${name}, ${width} x ${height}, is squashed as by Pillow`, () => {
    const data = new Uint8Array(bytes(`${name}.rgba`));
    const square = squash({ width, height, data }, size);
    assert.equal(worst(square, new Uint8Array(bytes(`${name}.rgb`))), 0);
  });
}

test("a picture of the right size is not touched", () => {
  const data = Uint8Array.from({ length: 64 }, (_, i) => i * 4);
  const kept = squash({ width: 4, height: 4, data }, 4);
  assert.deepEqual([...kept], [...data].filter((_, i) => i % 4 < 3));
});

test("every window has a weight of one in all", () => {
  for (const { weights } of windows(1000, 160)) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    assert.ok(Math.abs(total - 2 ** 22) < weights.length);
  }
});

test("a picture without pixels is refused in one sentence", () => {
  const nothing = { width: 0, height: 4, data: new Uint8Array() };
  assert.throws(() => squash(nothing, 4), /no pixels: choose another/);
});

test("a large JPEG is read at a fraction, as its decoder would", () => {
  const { width, height, block } = json("draft");
  const data = new Uint8Array(bytes("draft.rgba"));
  const strip = (y, rows) =>
    data.subarray(y * width * 4, (y + rows) * width * 4);
  const smaller = drafted({ width, height, strip });
  assert.equal(smaller.width, Math.ceil(width / block));
  const found = squash(smaller, 160);
  const wanted = new Uint8Array(bytes("draft.rgb"));
  const off = found.reduce((sum, v, i) => sum + Math.abs(v - wanted[i]), 0);
  assert.ok(off / found.length < 1, `mean difference ${off / found.length}`);
});

test("a small JPEG is read as it is", () => {
  const picture = { width: 1279, height: 1279, strip: () => new Uint8Array() };
  assert.equal(drafted(picture).width, 1279);
});
