/**
 * Pictures as the image encoder wants them: seen whole, squashed to a square
 * (`storyteller_lib/pictures.py`), by the resampling of Pillow, to the byte.
 *
 * A picture is read in strips, so that one of 150 million pixels needs no
 * more memory than a few of its rows.
 */

import { StorytellerError } from "../config.js";

/**
 * @typedef {Object} Strips a picture that is read in strips
 * @property {number} width
 * @property {number} height
 * @property {(y: number, rows: number) => Uint8ClampedArray|Uint8Array} strip
 *   RGBA bytes of some rows
 *
 * @typedef {{width: number, height: number,
 *   data: Uint8ClampedArray|Uint8Array}} Pixels RGBA bytes, as ImageData
 *
 * @typedef {Object} Window what a pixel of the result is made of
 * @property {number} start the first pixel
 * @property {Int32Array} weights in 2^-22
 */

const SUPPORT = 3;
const BITS = 22;
const ROWS = 64;

/**
 * The whole picture as a square of bytes, RGB.
 * @param {Pixels|Strips} picture
 * @param {number} size
 * @returns {Uint8Array}
 */
export function squash(picture, size) {
  const { width, height, strip } = stripsOf(picture);
  if (!width || !height) {
    throw new StorytellerError("the picture has no pixels: choose another");
  }
  const across = windows(width, size);
  const narrow = new Uint8Array(height * size * 3);
  for (let y = 0; y < height; y += ROWS) {
    const rows = Math.min(ROWS, height - y);
    const from = strip(y, rows);
    for (let row = 0; row < rows; row++) {
      const to = narrow.subarray((y + row) * size * 3);
      resample(from.subarray(row * width * 4), 4, 3, across, to, 3);
    }
  }
  return squashDown(narrow, height, size);
}

/** @param {Uint8Array} narrow @param {number} height @param {number} size */
function squashDown(narrow, height, size) {
  const down = windows(height, size);
  const square = new Uint8Array(size * size * 3);
  const side = size * 3;
  for (let x = 0; x < side; x++) {
    resample(narrow.subarray(x), side, 1, down, square.subarray(x), side);
  }
  return square;
}

/** @param {Pixels|Strips} picture @returns {Strips} */
function stripsOf(picture) {
  if ("strip" in picture) return picture;
  const { width, height, data } = picture;
  const row = width * 4;
  return {
    width,
    height,
    strip: (y, rows) => data.subarray(y * row, (y + rows) * row),
  };
}

/**
 * One row, or one column, at its new length.
 * @param {Uint8Array|Uint8ClampedArray} from
 * @param {number} step bytes between its pixels
 * @param {number} channels of each pixel
 * @param {Window[]} all
 * @param {Uint8Array} to
 * @param {number} stride bytes between the new pixels
 */
function resample(from, step, channels, all, to, stride) {
  for (let i = 0; i < all.length; i++) {
    const { start, weights } = all[i];
    for (let channel = 0; channel < channels; channel++) {
      let sum = 2 ** (BITS - 1);
      let at = start * step + channel;
      for (let k = 0; k < weights.length; k++) {
        sum += from[at] * weights[k];
        at += step;
      }
      const value = Math.floor(sum / 2 ** BITS);
      to[i * stride + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

/**
 * Lanczos windows, in whole numbers as Pillow has them; of a size that stays
 * each pixel is itself.
 * @param {number} before
 * @param {number} after
 * @returns {Window[]}
 */
export function windows(before, after) {
  const scale = before / after;
  const wide = Math.max(scale, 1);
  const support = SUPPORT * wide;
  return Array.from({ length: after }, (_, i) => {
    const whole = Int32Array.of(2 ** BITS);
    if (before === after) return { start: i, weights: whole };
    const centre = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const end = Math.min(Math.trunc(centre + support + 0.5), before);
    const exact = Array.from({ length: end - start }, (_, k) =>
      lanczos((k + start - centre + 0.5) * (1 / wide)),
    );
    const total = exact.reduce((sum, weight) => sum + weight, 0);
    const weights = Int32Array.from(exact, (weight) => {
      const scaled = (weight / total) * 2 ** BITS;
      return Math.trunc(scaled + (weight < 0 ? -0.5 : 0.5));
    });
    return { start, weights };
  });
}

/** @param {number} x @returns {number} */
function lanczos(x) {
  return x >= -SUPPORT && x < SUPPORT ? sinc(x) * sinc(x / SUPPORT) : 0;
}

/** @param {number} x @returns {number} */
function sinc(x) {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
