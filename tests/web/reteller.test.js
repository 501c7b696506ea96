import assert from "node:assert/strict";
import { test } from "node:test";

import { Reteller, source } from "../../web_static/storyteller/retelling/reteller.js";
import { Shelf } from "../../web_static/storyteller/retelling/shelf.js";
import { readTables } from "../../web_static/storyteller/retelling/tables.js";
import { bytes, json } from "./fixtures.js";

const tables = readTables(json("tables"));
const questions = json("questions");

/** @param {string} name */
function axes(name) {
  const codes = new Int8Array(bytes(`${name}.codes`));
  const count = codes.length / json("scenes").length;
  return {
    codes,
    axes: new Float32Array(bytes(`${name}.axes`)),
    lengths: new Float32Array(bytes(`${name}.lengths`)),
    count: name === "passages" ? count / tables.genres.genres.length : count,
  };
}

const shelf = new Shelf(
  {
    scenes: json("scenes"),
    passages: axes("passages"),
    sights: axes("sights"),
    styles: json("styles").map((b) => Float32Array.from(b)),
    captionMean: Float32Array.from(json("caption_mean")),
    named: json("named"),
  },
  tables,
);
const reteller = new Reteller(shelf, tables);

/** @param {any} asked of the fixture @returns {any} as the page asks */
function question(asked) {
  return {
    ...asked,
    x: Float32Array.from(asked.x),
    eye: Float32Array.from(asked.eye),
    read: async (texts) =>
      texts.map((text) => {
        assert.ok(text in asked.readings, `Python never read: ${text}`);
        return asked.readings[text];
      }),
  };
}

/** @param {number} found @param {number} wanted @param {number} within */
function near(found, wanted, within) {
  assert.ok(Math.abs(found - wanted) <= within, `${found}, not ${wanted}`);
}

test("the same passages are told in the same words and order", async () => {
  for (const asked of questions) {
    const told = await reteller.tell(question(asked));
    assert.deepEqual(told.map(source), asked.told.map((one) => one.source));
    assert.deepEqual(told.map((o) => o.text), asked.told.map((o) => o.text));
  }
});

test("scores are the library's", async () => {
  for (const asked of questions) {
    const told = await reteller.tell(question(asked));
    for (const [i, one] of told.entries()) {
      const wanted = asked.told[i];
      near(one.nearness, wanted.nearness, 1e-4);
      near(one.fit, wanted.fit, 1e-9);
      near(one.fluency, wanted.fluency, 1e-5);
      near(one.strain, wanted.strain, 1e-3);
      near(one.total, wanted.total, 1e-3);
    }
  }
});

test("a blend of nothing, and a length that no passage has, are told", async () => {
  const asked = question(questions[0]);
  await assert.rejects(
    reteller.tell({ ...asked, length: [2, 9] }),
    /2 to 9 words: ask for 40 to 78/,
  );
  await assert.rejects(reteller.tell({ ...asked, voices: {} }), /nothing to/);
  const none = { ...asked, voices: { western: 1 } };
  await assert.rejects(reteller.tell(none), /no voice western/);
});

test("without a decoder the texts are not read", async () => {
  const [first] = await reteller.tell({ ...question(questions[0]), read: null });
  assert.equal(first.fluency, 0);
  assert.equal(first.strain, 0);
});
