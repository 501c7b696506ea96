import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beamSearch,
  greedy,
} from "../../web_static/storyteller/decoding/beam_search.js";
import { KeywordBonus } from "../../web_static/storyteller/decoding/keywords.js";
import {
  WordLimits,
  checkLength,
} from "../../web_static/storyteller/decoding/length.js";
import { Rules, best } from "../../web_static/storyteller/decoding/rules.js";
import { drawToken } from "../../web_static/storyteller/decoding/sampling.js";
import { writeBySentence } from "../../web_static/storyteller/decoding/sentences.js";
import { Vocabulary } from "../../web_static/storyteller/engine/text.js";
import { Chance } from "../../web_static/storyteller/retelling/chance.js";
import { json } from "./fixtures.js";

const told = json("decoding");
const words = told.words.length;

/** A model that knows the last two words, and what it was given. */
async function step(last, { before }) {
  const logProbs = new Float32Array(last.length * words);
  const data = new Float32Array(last.length);
  last.forEach((token, row) => {
    const at = (token + 1) * (words + 1) + before.data[row] + 1;
    logProbs.set(told.chances[at], row * words);
    data[row] = token;
  });
  return { logProbs, state: { before: { data, shape: [] } } };
}

const start = () => ({ before: { data: Float32Array.of(-1), shape: [] } });

test("beams find the same hypotheses in the same order", async () => {
  for (const { settings, found } of told.beams) {
    const mine = await beamSearch(step, start(), settings);
    assert.deepEqual(
      mine.map(({ tokens, finished }) => ({ tokens, finished })),
      found.map(({ tokens, finished }) => ({ tokens, finished })),
    );
    mine.forEach((one, i) => {
      assert.ok(Math.abs(one.score - found[i].score) < 1e-5);
      assert.ok(Math.abs(one.logProb - found[i].log_prob) < 1e-4);
    });
  }
});

test("the most probable words are the same", async () => {
  for (const { settings, tokens } of told.greedy) {
    const mine = await greedy(step, start(), settings);
    assert.deepEqual(mine.tokens, tokens);
  }
});

test("a seed draws the same words as PyTorch", () => {
  for (const { seed, scores, drawing, drawn } of told.draws) {
    const chance = new Chance(seed);
    const rows = drawn.map(() => Float32Array.from(scores));
    const mine = rows.map((row) => drawToken(row, drawing, chance));
    assert.deepEqual(mine, drawn);
  }
});

test("where everything is forbidden a text ends", () => {
  const nothing = new Float32Array(4).fill(-Infinity);
  const drawing = { temperature: 1, top_k: 0, top_p: 1 };
  assert.equal(drawToken(nothing, drawing, new Chance(1)), 0);
});

test("stories are written sentence by sentence with the same words", async () => {
  const vocabulary = new Vocabulary(told.words);
  for (const { seed, settings, groups, length, found } of told.stories) {
    const bonus = new KeywordBonus(groups);
    let [model, state] = [bonus.around(step), bonus.start(start(), 1)];
    if (length) {
      const limits = new WordLimits(vocabulary, length, told.settings);
      [model, state] = [limits.limit(model), limits.start(state, 1)];
    }
    const drafts = await writeBySentence(
      model,
      state,
      async (all) =>
        [...all].sort((one, two) => mean(two) - mean(one)),
      {
        drawing: settings,
        rules: new Rules(settings, told.banned),
        ends: new Set(vocabulary.encode(told.settings.sentenceEnds)),
        candidates: 6,
        notWaitedFor: 0.3,
        chance: new Chance(seed),
        enough: (tokens) => tokens.length >= 14,
        seen: async () => {},
      },
    );
    assert.deepEqual(
      drafts.map(({ tokens }) => tokens),
      found.map(({ tokens }) => tokens),
    );
    drafts.forEach((draft, i) => {
      assert.ok(Math.abs(draft.logProb - found[i].log_prob) < 1e-3);
      assert.ok(Math.abs(bonus.earned(draft.tokens) - found[i].earned) < 1e-5);
    });
  }
});

/** What the fixture chose by. */
const mean = ({ logProb, tokens }) => logProb / Math.max(tokens.length, 1);

test("the best are found without sorting all", () => {
  const chance = new Chance(3);
  for (const [size, count] of [[1000, 20], [50, 20], [7, 20], [9999, 256]]) {
    const values = Float32Array.from({ length: size }, () =>
      chance.below(4) ? chance.uniform() : -Infinity,
    );
    const sorted = [...values].sort((one, two) => two - one).slice(0, count);
    assert.deepEqual(best(values, count).map((i) => values[i]), sorted);
  }
});

test("what is no number is refused", () => {
  const broken = Float32Array.of(NaN, NaN); // a softmax spoils all or none
  const drawing = { temperature: 1, top_k: 0, top_p: 1 };
  assert.throws(() => drawToken(broken, drawing, new Chance(1)), /not numbers/);
});

test("lengths that cannot be are refused", () => {
  for (const bad of [[0, 5], [6, 5], [1, 2000], [1.5, 3]]) {
    assert.throws(() => checkLength(bad, 1000), /two numbers of words/);
  }
  checkLength([40, 80], 1000);
});
