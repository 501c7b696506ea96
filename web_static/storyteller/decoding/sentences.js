/**
 * Writing sentence by sentence: draw many next sentences, keep the best
 * (`storyteller_lib/decoding/sentences.py`).
 */

import { stacked, takeRows } from "../parts/graphs.js";
import { EOS } from "../engine/text.js";
import { START } from "./rules.js";
import { drawToken } from "./sampling.js";

/** @import { State } from "../parts/graphs.js" */
/** @import { Chance } from "../retelling/chance.js" */
/** @import { Rules, Step } from "./rules.js" */
/** @import { Drawing } from "./sampling.js" */

/**
 * @typedef {Object} Draft a story up to the end of a sentence
 * @property {number[]} tokens without an eos
 * @property {State} state one row
 * @property {number} logProb of all choices, in nats
 * @property {boolean} over whether it chose to end, or may not be longer
 *
 * @typedef {Object} How how sentences are drawn
 * @property {Drawing} drawing
 * @property {Rules} rules
 * @property {Set<number>} ends the tokens that end a sentence
 * @property {number} candidates so many next sentences are drawn
 * @property {number} notWaitedFor the share of drafts that are let go
 * @property {Chance} chance
 * @property {(tokens: number[]) => boolean} enough whether a story is long
 *   enough to be over
 * @property {(tokens: number[][]) => Promise<void>} seen is told of each word
 */

/**
 * Stories that were written sentence by sentence, best first.
 * @param {Step} step
 * @param {State} state where the story starts, one row
 * @param {(drafts: Draft[]) => Promise<Draft[]>} choose puts them in order
 * @param {How} how
 * @returns {Promise<Draft[]>}
 */
export async function writeBySentence(step, state, choose, how) {
  /** @type {Draft} */
  let draft = { tokens: [], state, logProb: 0, over: false };
  for (;;) {
    const copies = Array(how.candidates).fill(draft);
    const drawn = await nextSentences(step, copies, how);
    const judged = drawn.map((one) => ({
      ...one,
      over: one.over || how.enough(one.tokens),
    }));
    const ordered = await choose(judged);
    draft = ordered[0];
    if (draft.over) return ordered.filter((one) => one.over);
  }
}

/**
 * Drafts with one more sentence, in the order in which they ended it; the
 * slowest are let go.
 * @param {Step} step
 * @param {Draft[]} drafts
 * @param {How} how
 * @returns {Promise<Draft[]>}
 */
async function nextSentences(step, drafts, how) {
  /** @type {Draft[]} */
  const found = [];
  let rows = drafts;
  let state = stacked(drafts.map((draft) => draft.state));
  while (rows.length > how.notWaitedFor * drafts.length) {
    const last = Int32Array.from(rows, (row) => row.tokens.at(-1) ?? START);
    const after = await step(last, state);
    const words = after.logProbs.length / rows.length;
    const said = rows.map((row, i) => {
      const own = after.logProbs.subarray(i * words, (i + 1) * words);
      return sayWord(row, own, how);
    });
    const goingOn = said.flatMap(({ leaves }, i) => (leaves ? [] : [i]));
    said.forEach(({ draft, leaves }, i) => {
      if (leaves) found.push({ ...draft, state: takeRows(after.state, [i]) });
    });
    rows = goingOn.map((i) => said[i].draft);
    state = takeRows(after.state, goingOn);
    await how.seen([...rows, ...found].map((draft) => draft.tokens));
  }
  return found;
}

/**
 * One draft says a word; it leaves if it ends its sentence by it.
 * @param {Draft} draft
 * @param {Float32Array} logProbs of its next word, which are changed
 * @param {How} how
 * @returns {{draft: Draft, leaves: boolean}}
 */
function sayWord(draft, logProbs, how) {
  how.rules.apply(logProbs, draft.tokens);
  const word = drawToken(logProbs, how.drawing, how.chance);
  const length = draft.tokens.length + 1;
  const over = word === EOS || length >= how.rules.limits.max_length;
  const tokens = word === EOS ? draft.tokens : [...draft.tokens, word];
  const logProb = draft.logProb + logProbs[word];
  const leaves = over || how.ends.has(word);
  return { draft: { ...draft, tokens, logProb, over }, leaves };
}
