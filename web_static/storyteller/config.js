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

/**
 * Whether an error is one of these. Page and storyteller are two scripts, each
 * with a class of its own, so the name decides.
 * @param {unknown} error
 * @returns {error is StorytellerError}
 */
export const isOurs = (error) =>
  error instanceof Error && error.name === "StorytellerError";
