/**
 * Words that are wished for: a bonus until they have been said
 * (`storyteller_lib/decoding/keywords.py`).
 */

/** @import { State } from "../parts/graphs.js" */
/** @import { Step } from "./rules.js" */

/** Adds a bonus to the words of groups that nothing was said of yet. */
export class KeywordBonus {
  /** @param {{ids: number[], bonus: number}[]} groups */
  constructor(groups) {
    this.groups = groups;
    /** @type {Map<number, number[]>} */
    this.owners = new Map();
    groups.forEach(({ ids }, group) => {
      for (const id of ids) {
        this.owners.set(id, [...(this.owners.get(id) ?? []), group]);
      }
    });
  }

  /** @param {State} state @param {number} rows @returns {State} */
  start(state, rows) {
    const size = this.groups.length;
    if (!size) return state;
    return {
      ...state,
      said: { data: new Float32Array(rows * size), shape: [size] },
    };
  }

  /** @param {Step} step @returns {Step} */
  around(step) {
    if (!this.groups.length) return step;
    return async (last, state) => {
      const after = await step(last, state);
      const said = this.#after(last, state.said.data);
      this.#add(after.logProbs, said, last.length);
      const own = { said: { data: said, shape: [this.groups.length] } };
      return { ...after, state: { ...after.state, ...own } };
    };
  }

  /** @param {number[]} tokens @returns {number} the bonus of a text, in nats */
  earned(tokens) {
    const said = new Set(tokens.flatMap((id) => this.owners.get(id) ?? []));
    return [...said].reduce((sum, group) => sum + this.groups[group].bonus, 0);
  }

  /** @param {Int32Array} last @param {Float32Array} before */
  #after(last, before) {
    const said = before.slice();
    last.forEach((id, row) => {
      for (const group of this.owners.get(id) ?? []) {
        said[row * this.groups.length + group] = 1;
      }
    });
    return said;
  }

  /**
   * @param {Float32Array} logProbs
   * @param {Float32Array} said
   * @param {number} rows
   */
  #add(logProbs, said, rows) {
    const [size, words] = [this.groups.length, logProbs.length / rows];
    for (let row = 0; row < rows; row++) {
      this.groups.forEach(({ ids, bonus }, group) => {
        if (said[row * size + group]) return;
        for (const id of ids) logProbs[row * words + id] += bonus;
      });
    }
  }
}
