/** From a picture and wishes to a story that the page can show. */

import { pixelsOf } from "../picture_files/pictures.js";

/** @import { Retold } from "../retelling/reteller.js" */
/** @import { Picture } from "../picture_files/pictures.js" */
/** @import { Progress } from "./bringing.js" */
/** @import { Vectors } from "./shift_drawing.js" */
/** @import { Candidate, Caption, Story } from "./story.js" */
/** @import { Wishes } from "./wishes.js" */

/**
 * @typedef {Object} Sight what was seen in a picture
 * @property {Caption[]} captions
 * @property {string} note what to say if nothing was recognised; or ""
 *
 * @typedef {Object} News what is seen while a story is written
 * @property {string[]} drafts
 * @property {{text: string}[]} [candidates] that were judged last
 *
 * @typedef {(captions: Caption[]) => Promise<void>} OnSeen
 *
 * @typedef {Object} Answer
 * @property {string} text
 * @property {Retold[]} retold the best first; none if it was written
 * @property {{text: string, scores: Record<string, number>}[]} candidates
 *   the best first; none if it was retold
 * @property {{x: Float32Array, c: Float32Array, b: Float32Array}} shift
 *
 * @typedef {Object} Teller
 * @property {(picture: any, captions: number, onSeen: OnSeen) =>
 *   Promise<Sight>} look
 * @property {(sight: Sight, wishes: Record<string, any>) => Promise<Answer>}
 *   tell
 * @property {{retelling: Weights, mostPixels: number}} settings
 *
 * @typedef {Object} Engine
 * @property {(source: string, onProgress: (now: Progress) => void) =>
 *   Promise<Teller>} load
 * @property {(file: Blob, most: number) => Promise<any>} [openPicture]
 *
 * @typedef {{fit: number, fluency: number, strain: number}} Weights
 */

/**
 * What is in a picture.
 * @param {Engine} engine
 * @param {Teller} teller
 * @param {Picture} picture
 * @param {Wishes} wishes say how many captions
 * @param {OnSeen} onSeen is told of the first ones
 * @returns {Promise<Sight>}
 */
export async function look(engine, teller, picture, { captions }, onSeen) {
  const { openPicture } = engine;
  if (!openPicture) return teller.look(pixelsOf(picture), captions, onSeen);
  const opened = await openPicture(picture.file, teller.settings.mostPixels);
  try {
    return await teller.look(opened, captions, onSeen);
  } finally {
    opened.bitmap?.close();
  }
}

/**
 * A story for what was seen.
 * @param {Teller} teller
 * @param {Sight} sight
 * @param {Wishes} wishes
 * @param {number|null} seed
 * @param {(news: News) => Promise<void>} onWord
 * @returns {Promise<{vectors: Vectors} &
 *   Pick<Story, "text"|"source"|"candidates"|"choice">>}
 */
export async function tell(teller, sight, wishes, seed, onWord) {
  const asked = { ...wishes, seed, onWord };
  const { text, retold, candidates, shift } = await teller.tell(sight, asked);
  const weights = teller.settings.retelling;
  return {
    text,
    source: retold[0] ?? null,
    choice: 0,
    candidates: retold.length
      ? retold.map((one) => retoldCandidate(one, weights))
      : candidates.map(writtenCandidate),
    vectors: { ...shift, strength: wishes.strength },
  };
}

/**
 * A passage with its scores, as they add up.
 * @param {Retold} one
 * @param {Weights} weights
 * @returns {Candidate}
 */
function retoldCandidate(one, weights) {
  const { text, total, nearness, fit, fluency, strain } = one;
  return {
    text,
    total,
    source: one,
    scores: {
      near: nearness,
      fits: weights.fit * fit,
      fluent: weights.fluency * fluency,
      strained: -weights.strain * Math.max(strain, 0),
    },
  };
}

/**
 * @param {{text: string, scores: Record<string, number>}} candidate
 * @returns {Candidate}
 */
function writtenCandidate({ text, scores: { total, ...scores } }) {
  return { text, total, scores, source: null };
}
