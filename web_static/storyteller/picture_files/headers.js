/**
 * What the head of a picture file says of its size, and whether its end is
 * there: a browser shows half a picture without a word.
 */

import { latin } from "./files.js";

/** @typedef {[number, number]} Size width and height */

const PNG = "\x89PNG\r\n\x1a\n";

/** @param {Uint8Array} raw */
const viewOf = (raw) =>
  new DataView(raw.buffer, raw.byteOffset, raw.byteLength);

/**
 * The size that a JPEG, PNG, GIF, WebP or BMP file says it has.
 * @param {Uint8Array} raw
 * @returns {Size|null}
 */
export function sizeOf(raw) {
  try {
    const view = viewOf(raw);
    if (latin(raw, 0, 8) === PNG) {
      return [view.getUint32(16), view.getUint32(20)];
    }
    if (latin(raw, 0, 4) === "GIF8") {
      return [view.getUint16(6, true), view.getUint16(8, true)];
    }
    if (latin(raw, 0, 2) === "BM") {
      return [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
    }
    if (latin(raw, 8, 12) === "WEBP") return webpSize(raw, view);
    return latin(raw, 0, 2) === "\xff\xd8" ? jpegFrame(raw, view) : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // the head is cut short
    throw error;
  }
}

/**
 * @param {Uint8Array} raw
 * @param {DataView} view
 * @returns {Size|null}
 */
function webpSize(raw, view) {
  const form = latin(raw, 12, 16);
  if (form === "VP8X") {
    const side = (/** @type {number} */ at) =>
      1 + view.getUint16(at, true) + (raw[at + 2] << 16);
    return [side(24), side(27)];
  }
  if (form === "VP8L") {
    const bits = view.getUint32(21, true);
    return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
  }
  const [width, height] = [26, 28].map((at) => view.getUint16(at, true));
  return form === "VP8 " ? [width & 0x3fff, height & 0x3fff] : null;
}

/**
 * The segments of a JPEG before its pixels: marker, and where each begins.
 * @param {Uint8Array} raw
 * @param {DataView} view
 * @returns {Generator<[number, number]>}
 */
function* segments(raw, view) {
  let at = 2;
  while (at < raw.length) {
    while (raw[at] === 0xff) at++;
    const marker = raw[at++];
    yield [marker, at];
    if (marker === 0xda || marker === 0xd9) return;
    at += view.getUint16(at);
  }
}

/**
 * @param {Uint8Array} raw
 * @param {DataView} view
 * @returns {Size|null}
 */
function jpegFrame(raw, view) {
  for (const [marker, at] of segments(raw, view)) {
    const frame = marker >= 0xc0 && marker <= 0xcf;
    if (frame && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 5), view.getUint16(at + 3)];
    }
  }
  return null;
}

/**
 * Whether the end of a JPEG, PNG or WebP file is missing.
 * @param {Uint8Array} raw
 * @returns {boolean}
 */
export function isCutShort(raw) {
  try {
    const view = viewOf(raw);
    if (latin(raw, 0, 8) === PNG) return pngEnds(raw, view) === false;
    if (latin(raw, 8, 12) === "WEBP") {
      return view.getUint32(4, true) + 8 > raw.length;
    }
    return latin(raw, 0, 2) === "\xff\xd8" && !jpegEnds(raw, view);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/**
 * @param {Uint8Array} raw
 * @param {DataView} view
 * @returns {boolean} whether the last chunk is there
 */
function pngEnds(raw, view) {
  let at = 8;
  while (latin(raw, at + 4, at + 8) !== "IEND") {
    if (at + 8 > raw.length) return false;
    at += 12 + view.getUint32(at);
  }
  return true;
}

/**
 * @param {Uint8Array} raw
 * @param {DataView} view
 * @returns {boolean} whether the pixels' last marker is there
 */
function jpegEnds(raw, view) {
  let start = raw.length;
  for (const [, at] of segments(raw, view)) start = at;
  let at = raw.indexOf(0xff, start);
  while (at >= 0 && raw[at + 1] !== 0xd9) at = raw.indexOf(0xff, at + 1);
  return at >= 0;
}
