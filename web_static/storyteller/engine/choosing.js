/**
 * What can be said for and against each of several candidates
 * (`storyteller_lib/storyteller/judging.py`).
 *
 * Does it say what the captions say, sound like its style, read like English,
 * find new words, could a person have written it, and does it fit the picture
 * itself? Each score is standardised among the candidates, and their weighted
 * sum decides.
 */

import { fitOf, sentencesOf, standardised, varietyOf } from "./candidates.js";
import { product } from "./thoughts.js";

/** @import { KeywordBonus } from "../decoding/keywords.js" */
/** @import { Hypothesis } from "../decoding/rules.js" */
/** @import { Tables } from "../retelling/tables.js" */
/** @import { Told } from "./candidates.js" */
/** @import { Weights } from "./style.js" */
/** @import { Vocabulary } from "./text.js" */
/** @import { Reader } from "./thoughts.js" */

export const SCORES = ["fit", "style", "fluency", "variety", "prose", "sight"];

/**
 * @typedef {Record<string, number>} Scores by name, and `total`
 *
 * @typedef {Object} Candidate
 * @property {string} text
 * @property {number[]} tokens
 * @property {Scores} scores
 *
 * @typedef {Object} Subject what the candidates are to be about
 * @property {Map<string, number>} shares what the captions name
 * @property {Weights} style
 * @property {Float32Array|null} eye the picture, if there is one
 * @property {KeywordBonus} wished what had a bonus in the drawing
 * @property {Map<string, number>} prose the critic's log-odds so far
 * @property {Map<string, number>} sight cosines with the picture so far
 */

/** Gives candidates their scores. */
export class Judge {
  /**
   * @param {Record<string, any>} settings
   * @param {Vocabulary} words
   * @param {Tables} tables
   * @param {Map<string, Float32Array>} voices log-odds of words in styles
   * @param {Reader} reader
   */
  constructor(settings, words, tables, voices, reader) {
    this.settings = settings;
    this.words = words;
    this.tables = tables;
    this.voices = voices;
    this.reader = reader;
    this.ends = new Set(words.encode(settings.sentenceEnds));
  }

  /**
   * Hypotheses with their scores, best first.
   * @param {Hypothesis[]} drawn
   * @param {Subject} subject
   * @returns {Promise<Candidate[]>}
   */
  async judge(drawn, subject) {
    const unique = new Map(drawn.map((one) => [one.tokens.join(), one]));
    const told = [...unique.values()].filter(({ tokens }) => tokens.length);
    if (!told.length) return [{ text: "", tokens: [], scores: {} }];
    const texts = told.map(({ tokens }) => this.words.write(tokens));
    /** @type {Record<string, number[]>} */
    const scores = {
      fit: texts.map((text) => fitOf(text, subject.shares, this)),
      style: told.map(({ tokens }) => this.#style(tokens, subject.style)),
      fluency: told.map(
        ({ tokens, logProb }) =>
          (logProb - subject.wished.earned(tokens)) / tokens.length,
      ),
      variety: told.map(({ tokens }) =>
        varietyOf(tokens, this.settings.commonest),
      ),
      prose: await this.#prose(told, subject),
      sight: await this.#sight(told, subject),
    };
    const weights = this.settings.selection;
    const standard = SCORES.map((name) => standardised(scores[name]));
    const found = told.map(({ tokens }, i) => {
      const total = SCORES.reduce(
        (sum, name, n) => sum + weights[name] * standard[n][i],
        0,
      );
      const own = SCORES.map((name) => [name, scores[name][i]]);
      const all = { ...Object.fromEntries(own), total };
      return { text: texts[i], tokens, scores: all };
    });
    return found.sort((one, two) => two.scores.total - one.scores.total);
  }

  /**
   * Mean log-odds of the words in the style; 0 where none is known.
   * @param {number[]} tokens
   * @param {Weights} style
   */
  #style(tokens, style) {
    const known = Object.entries(style).filter(([name]) =>
      this.voices.has(name),
    );
    const total = known.reduce((sum, [, weight]) => sum + weight, 0);
    if (!known.length) return 0;
    const sums = known.map(([name, weight]) => {
      const odds = /** @type {Float32Array} */ (this.voices.get(name));
      return weight * tokens.reduce((sum, token) => sum + odds[token], 0);
    });
    return sums.reduce((sum, one) => sum + one, 0) / total / tokens.length;
  }

  /** @param {Hypothesis[]} drawn @param {Subject} subject */
  async #prose(drawn, subject) {
    const { selection, context } = this.settings;
    if (!selection.prose) return drawn.map(() => 0);
    return this.#bySentence(drawn, subject.prose, (told) =>
      this.reader.judge(
        told.map(({ tokens, start }) => ({
          before: tokens.slice(Math.max(0, start - context), start),
          own: tokens.slice(start),
        })),
      ),
    );
  }

  /** @param {Hypothesis[]} drawn @param {Subject} subject */
  async #sight(drawn, { eye, sight }) {
    if (!eye || !this.settings.selection.sight) return drawn.map(() => 0);
    return this.#bySentence(drawn, sight, async (told) => {
      const texts = told.map(({ tokens, start }) =>
        this.words.write(tokens.slice(start)),
      );
      const vectors = await this.reader.embed(texts);
      return vectors.map((vector) => product(vector, eye));
    });
  }

  /**
   * The mean of what is said of each sentence; nothing is asked twice.
   * @param {Hypothesis[]} drawn
   * @param {Map<string, number>} known
   * @param {(told: Told[]) => Promise<ArrayLike<number>>} ask
   * @returns {Promise<number[]>}
   */
  async #bySentence(drawn, known, ask) {
    const told = drawn.map(({ tokens }) => sentencesOf(tokens, this.ends));
    const fresh = new Map(
      told
        .flat()
        .map((one) => /** @type {[string, Told]} */ ([keyOf(one), one]))
        .filter(([key]) => !known.has(key)),
    );
    if (fresh.size) {
      const said = await ask([...fresh.values()]);
      [...fresh.keys()].forEach((key, i) => known.set(key, said[i]));
    }
    return told.map((each) => {
      const said = each.map((one) => known.get(keyOf(one)) ?? 0);
      return said.reduce((sum, one) => sum + one, 0) / said.length;
    });
  }
}

/** @param {Told} told @returns {string} */
const keyOf = ({ tokens, start }) => `${start}:${tokens.join()}`;
