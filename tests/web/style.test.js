import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Styles,
  shift,
} from "../../web_static/storyteller/engine/style.js";
import { json } from "./fixtures.js";

const told = json("styles");
const floats = (values) => Float32Array.from(values);
const vectors = {
  "mean.captions": told.found,
  "mean.written": told.written,
  ...Object.fromEntries(
    Object.entries(told.styles).map(([name, v]) => [`style.${name}`, v]),
  ),
};
const styles = new Styles({
  manifest: {
    settings: { styles: Object.keys(told.styles), genres: told.genres },
  },
  floats: (name) => floats(vectors[name]),
  has: (name) => name in vectors,
});

/** Vectors that differ by rounding alone. */
function close(one, two) {
  one.forEach((value, i) => assert.ok(Math.abs(value - two[i]) < 1e-5));
}

test("styles are blended and thoughts shifted alike", () => {
  for (const { weights, strength, blend, shifted } of told.rows) {
    const b = styles.blend(weights);
    close(b, blend);
    close(shift(floats(told.x), floats(told.found), b, strength), shifted);
  }
});

test("a style that is no voice is told in the nearest", () => {
  for (const { weights, voices } of told.rows) {
    assert.deepEqual(styles.voices(weights), voices);
  }
});

test("the mean caption follows the share that was written", () => {
  close(styles.meanCaption(0.35), told.mixed);
  close(styles.meanCaption(), told.found);
});

test("bad weights, strengths and names are told in a sentence", () => {
  const x = floats(told.x);
  assert.throws(() => styles.blend({ noir: 1 }), /no style noir: styles here/);
  assert.throws(() => styles.blend({ thriller: -1 }), /zero or more, got -1/);
  assert.throws(() => styles.blend({ thriller: 0 }), /must not all be zero/);
  assert.throws(() => styles.blend({}), /must not all be zero/);
  assert.throws(() => shift(x, x, x, NaN), /must be a number, got NaN/);
});
