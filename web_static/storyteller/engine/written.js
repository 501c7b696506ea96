/**
 * The recipe `written`: a decoder draws candidates sentence by sentence, and
 * the best is kept (`storyteller_lib/storyteller/selection.py`).
 */

import { beamSearch } from "../decoding/beam_search.js";
import { KeywordBonus } from "../decoding/keywords.js";
import { WordLimits, checkLength, countWords } from "../decoding/length.js";
import { Rules } from "../decoding/rules.js";
import { writeBySentence } from "../decoding/sentences.js";
import { Chance } from "../retelling/chance.js";
import { conceptShares } from "./candidates.js";
import { Judge } from "./choosing.js";

/** @import { Step } from "../decoding/rules.js" */
/** @import { Draft } from "../decoding/sentences.js" */
/** @import { State } from "../parts/graphs.js" */
/** @import { Graphs } from "../parts/graphs.js" */
/** @import { Tables } from "../retelling/tables.js" */
/** @import { Candidate, Subject } from "./choosing.js" */
/** @import { Weights } from "./style.js" */
/** @import { Vocabulary } from "./text.js" */
/** @import { Reader } from "./thoughts.js" */

/**
 * @typedef {Object} Wish what is to be written
 * @property {Float32Array} thought the shifted one
 * @property {string[]} captions what the picture is said to show
 * @property {Weights} styles
 * @property {Float32Array|null} eye
 * @property {[number, number]|null} length fewest and most words
 * @property {number|null} seed
 * @property {number|null} candidates how many are drawn of each sentence
 * @property {(news: News) => void|Promise<void>} onWord
 *
 * @typedef {Object} News what is seen while a story is written
 * @property {string[]} drafts texts as they are now, not yet judged
 * @property {Candidate[]} [candidates] those that were judged last, best first
 */

/** Writes stories. */
export class Writer {
  /**
   * @param {Graphs} graphs
   * @param {Vocabulary} words
   * @param {Record<string, number[]>} keywords concept -> ids
   * @param {Tables} tables
   * @param {Map<string, Float32Array>} voices
   * @param {Reader} reader
   */
  constructor(graphs, words, keywords, tables, voices, reader) {
    this.graphs = graphs;
    this.settings = graphs.parts.manifest.settings;
    this.words = words;
    this.keywords = keywords;
    this.tables = tables;
    this.judge = new Judge(this.settings, words, tables, voices, reader);
  }

  /**
   * Stories, best first.
   * @param {Wish} wish
   * @returns {Promise<Candidate[]>}
   */
  async write(wish) {
    const subject = this.#subject(wish);
    const { step, state } = await this.begin(wish, subject.wished);
    /** @type {Candidate[]} */
    let judged = [];
    const choose = async (/** @type {Draft[]} */ drafts) => {
      const byTokens = new Map(drafts.map((it) => [it.tokens.join(), it]));
      judged = await this.judge.judge(drafts.map(asHypothesis), subject);
      await wish.onWord({ drafts: [], candidates: judged });
      return judged.flatMap(
        ({ tokens }) => byTokens.get(tokens.join()) ?? [],
      );
    };
    const seen = async (/** @type {number[][]} */ tokens) => {
      const drafts = tokens.map((ids) => this.words.write(ids));
      await wish.onWord({ drafts, candidates: judged });
    };
    const how = { ...this.#how(wish), seen };
    const drafts = await writeBySentence(step, state, choose, how);
    return this.judge.judge(drafts.map(asHypothesis), subject);
  }

  /**
   * The most probable story, as a beam finds it.
   * @param {Float32Array} thought
   * @param {number} [width] 1 takes the most probable word each time
   * @returns {Promise<string>}
   */
  async beam(thought, width = 1) {
    const wish = { thought, length: null };
    const { step, state } = await this.begin(wish, new KeywordBonus([]));
    const { beam, unwanted } = this.settings;
    const settings = { ...beam, width, n_best: 1 };
    const found = await beamSearch(step, state, settings, unwanted);
    return this.words.write(found[0].tokens);
  }

  /** @param {Wish} wish @returns {Subject} */
  #subject({ captions, styles, eye }) {
    const shares = conceptShares(captions, this.tables);
    const { keywords: most, selection } = this.settings;
    const groups = [...shares].slice(0, most).flatMap(([concept, share]) => {
      const ids = this.keywords[concept];
      return ids ? [{ ids, bonus: selection.keyword_bonus * share }] : [];
    });
    const wished = new KeywordBonus(groups);
    const [prose, sight] = [new Map(), new Map()];
    return { shares, style: styles, eye, wished, prose, sight };
  }

  /**
   * The decoder's step with all that was asked for, and its state.
   * @param {Pick<Wish, "thought"|"length">} wish
   * @param {KeywordBonus} wished
   * @returns {Promise<{step: Step, state: State}>}
   */
  async begin({ thought, length }, wished) {
    const first = await this.graphs.run("begin_story", {
      thoughts: { data: thought, shape: [thought.length] },
    });
    const step = wished.around((last, state) => this.#step(last, state));
    const state = wished.start(first, 1);
    if (!length) return { step, state };
    checkLength(length, this.settings.mostWords);
    const limits = new WordLimits(this.words, length, this.settings);
    return { step: limits.limit(step), state: limits.start(state, 1) };
  }

  /** @param {Int32Array} last @param {State} state */
  async #step(last, state) {
    const { hidden, condition, topic } = state;
    const after = await this.graphs.run("step_story", {
      last: { data: last, shape: [] },
      hidden,
      condition,
      topic,
    });
    return {
      logProbs: after.log_probs.data,
      state: { ...state, hidden: after.hidden_after },
    };
  }

  /** @param {Wish} wish how sentences are drawn */
  #how({ length, seed, candidates }) {
    const { beam, selection, unwanted, notWaitedFor } = this.settings;
    const { temperature, top_k, top_p } = selection;
    const limits = length
      ? {
          ...beam,
          max_length: Math.ceil(1.5 * length[1]) + 12,
          min_length: 1,
        }
      : {
          ...beam,
          min_length: Math.max(
            beam.min_length,
            Math.floor(beam.max_length / 2),
          ),
        };
    return {
      drawing: { temperature, top_k, top_p },
      rules: new Rules(limits, unwanted),
      ends: this.judge.ends,
      candidates: candidates ?? selection.candidates,
      notWaitedFor,
      chance: new Chance(seed ?? 0),
      enough: (/** @type {number[]} */ tokens) =>
        length
          ? countWords(this.words.write(tokens)) >= length[0]
          : 2 * tokens.length >= beam.max_length,
    };
  }
}

/** @param {Draft} draft */
const asHypothesis = ({ tokens, logProb, over }) => ({
  tokens,
  logProb,
  finished: over,
  score: logProb / Math.max(tokens.length, 1),
});
