import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Vocabulary,
  detokenise,
  tokenise,
} from "../../web_static/storyteller/engine/text.js";
import { countWords } from "../../web_static/storyteller/decoding/length.js";
import { json } from "./fixtures.js";

const texts = json("texts");

test("texts are cut into the same tokens", () => {
  for (const { text, tokens } of texts) {
    assert.deepEqual(tokenise(text), tokens, text);
  }
});

test("tokens become the same text again", () => {
  for (const { tokens, written } of texts) {
    assert.equal(detokenise(tokens), written);
  }
});

test("words are counted as people count them", () => {
  for (const { written, words } of texts) {
    assert.equal(countWords(written), words, written);
  }
});

test("a vocabulary knows its words and no others", () => {
  const words = new Vocabulary(["<eos>", "<unk>", "the", "dog", "."]);
  assert.deepEqual(words.encode(["the", "cat", "."]), [2, 1, 4]);
  assert.deepEqual(words.decode([2, 3, 0, 4]), ["the", "dog"]);
  assert.equal(words.write([2, 3, 4]), "The dog.");
});
