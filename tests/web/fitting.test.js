import assert from "node:assert/strict";
import { test } from "node:test";

import { Chance } from "../../web_static/storyteller/retelling/chance.js";
import { mentions } from "../../web_static/storyteller/retelling/concepts.js";
import { fit } from "../../web_static/storyteller/retelling/fitting.js";
import { otherGender } from "../../web_static/storyteller/retelling/pronouns.js";
import { seenIn } from "../../web_static/storyteller/retelling/seen.js";
import { readTables } from "../../web_static/storyteller/retelling/tables.js";
import { json } from "./fixtures.js";

const tables = readTables(json("tables"));

test("texts name the same concepts at the same places", () => {
  for (const { passage, named } of json("pairs")) {
    assert.deepEqual(mentions(passage, tables), named);
  }
});

test("captions agree on the same things, in the same order", () => {
  for (const { captions, shares, colours } of json("pairs")) {
    const seen = seenIn(captions, tables);
    assert.deepEqual([...seen.shares], shares);
    const found = [...seen.colours].map(([noun, c]) => [noun, [...c]]);
    assert.deepEqual(found, colours);
  }
});

test("passages are fitted to the same words", () => {
  for (const { passage, captions, shown, rarity, fitted } of json("pairs")) {
    const seen = seenIn(captions, tables);
    const worth = new Map(Object.entries(rarity));
    const found = fit(passage, new Set(shown), seen, worth, tables);
    assert.equal(found.text, fitted.text);
    assert.deepEqual(found.exchanges, fitted.exchanges);
    assert.ok(Math.abs(found.fit - fitted.fit) < 1e-9, fitted.text);
  }
});

test("pronouns follow, or are left alone", () => {
  for (const [text, old, wanted, changed] of json("pronouns")) {
    const found = otherGender(
      text, old ?? undefined, wanted ?? undefined, tables);
    assert.equal(found, changed, `${text} ${old} ${wanted}`);
  }
});

test("a seed draws what PyTorch draws", () => {
  for (const { seed, uniform, below } of json("chance")) {
    const chance = new Chance(seed);
    assert.deepEqual(uniform.map(() => chance.uniform()), uniform);
    assert.deepEqual(below.map(() => chance.below(20)), below);
  }
});
