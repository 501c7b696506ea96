/**
 * How long a story is: from so many to so many words, in whole sentences
 * (`storyteller_lib/storyteller/story_length.py`).
 */

import { StorytellerError } from "../config.js";
import { EOS, detokenise } from "../engine/text.js";

/** @import { State } from "../parts/graphs.js" */
/** @import { Vocabulary } from "../engine/text.js" */
/** @import { Step } from "./rules.js" */

const LETTER = /[\p{L}\p{N}]/u;
/** What is kept of a text: its words, its last token, and two facts. */
const [WORDS, LAST, IN_WORD, OVER, SIZE] = [0, 1, 2, 3, 4];

/**
 * A story's fewest and most words, if they can be that.
 * @param {[number, number]} length
 * @param {number} most words of any story
 */
export function checkLength([shortest, longest], most) {
  const whole = Number.isInteger(shortest) && Number.isInteger(longest);
  if (!whole || shortest < 1 || longest < shortest || longest > most) {
    throw new StorytellerError(
      "the length of a story is two numbers of words from 1 to " +
        `${most}, the smaller first, got ${shortest} and ${longest}`,
    );
  }
}

/** @param {string} text @returns {number} its words, as people count them */
export function countWords(text) {
  return text.split(/\s+/).filter((piece) => LETTER.test(piece)).length;
}

/** Keeps a model's stories between two numbers of words. */
export class WordLimits {
  /**
   * @param {Vocabulary} vocabulary
   * @param {[number, number]} length fewest and most words
   * @param {Record<string, any>} settings
   */
  constructor(vocabulary, length, { sentenceEnds, closingQuote, joined }) {
    const { words, ids } = vocabulary;
    this.shortest = length[0];
    this.longest = length[1];
    this.ends = new Set(vocabulary.encode(sentenceEnds));
    this.quote = ids.get(closingQuote);
    this.isWord = words.map((word) => LETTER.test(word));
    this.closes = words.map((word) => glues("x", word));
    this.opens = words.map((word, i) => glues(word, "x") && !this.closes[i]);
    this.joined = joined.map((/** @type {string[]} */ pair) =>
      pair.map((word) => ids.get(word)),
    );
  }

  /** @param {State} state @param {number} rows @returns {State} */
  start(state, rows) {
    const data = new Float32Array(rows * SIZE);
    return { ...state, text: { data, shape: [SIZE] } };
  }

  /** @param {Step} step @returns {Step} the step with the limits in force */
  limit(step) {
    return async (last, state) => {
      const after = await step(last, state);
      const data = state.text.data.slice();
      const size = after.logProbs.length / last.length;
      last.forEach((token, row) => {
        const text = data.subarray(row * SIZE, (row + 1) * SIZE);
        if (token >= 0) this.#write(text, token);
        this.#forbid(
          after.logProbs.subarray(row * size, (row + 1) * size),
          text,
        );
      });
      const text = { data, shape: [SIZE] };
      return { ...after, state: { ...after.state, text } };
    };
  }

  /** @param {Float32Array} text @param {number} token one more */
  #write(text, token) {
    const before = text[LAST];
    const glued =
      this.closes[token] ||
      this.opens[before] ||
      this.joined.some(
        (/** @type {(number|undefined)[]} */ [one, two]) =>
          one === before && two === token,
      );
    const goesOn = text[IN_WORD] && glued;
    const ended = this.ends.has(token);
    const quoted = text[OVER] && token === this.quote;
    text[WORDS] += Number(this.isWord[token] && !goesOn);
    text[IN_WORD] = Number(goesOn || this.isWord[token]);
    text[LAST] = token;
    text[OVER] = Number(ended || quoted);
  }

  /** @param {Float32Array} logProbs @param {Float32Array} text */
  #forbid(logProbs, text) {
    const end = logProbs[EOS];
    if (text[WORDS] >= this.longest) {
      logProbs.forEach((_, token) => {
        const allowed = this.ends.has(token) && !text[OVER];
        if (!allowed) logProbs[token] = -Infinity;
      });
    }
    const enough = text[OVER] && text[WORDS] >= this.shortest;
    logProbs[EOS] = enough ? end : -Infinity;
  }
}

/** @param {string} first @param {string} second written without a space */
function glues(first, second) {
  const plain = LETTER.test(first[0]) && LETTER.test(second[0]);
  if (plain && !second.includes("'")) return false; // most pairs
  return !detokenise([first, second]).includes(" ");
}
