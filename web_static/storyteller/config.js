/**
 * How things fail, as in `storyteller_lib/config.py`.
 */

/** Bad input, told in one sentence that says what to do about it. */
export class StorytellerError extends Error {
  /** @param {string} sentence */
  constructor(sentence) {
    super(sentence);
    this.name = "StorytellerError";
  }
}
