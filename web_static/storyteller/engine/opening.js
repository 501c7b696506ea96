/**
 * Picture files, decoded by the browser as the library decodes them.
 */

import { StorytellerError } from "../config.js";

/** @import { Strips } from "./pictures.js" */

/** JPEGs of twice this size and more are read at a fraction of their size. */
const DRAFT = 640;

/**
 * A picture file, decoded by the browser: upright as EXIF says, on white
 * where it is transparent, its colours as they are stored, the first of its
 * frames.
 * @param {Blob} file
 * @param {number} most pixels
 * @returns {Promise<Strips & {bitmap: ImageBitmap}>}
 */
export async function openPicture(file, most) {
  const bitmap = await createImageBitmap(file, {
    imageOrientation: "from-image",
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  }).catch(() => {
    throw new StorytellerError(
      "this is not a picture that can be read here: try a JPEG or PNG file",
    );
  });
  if (bitmap.width * bitmap.height > most) {
    throw new StorytellerError(
      `the picture has more than ${most / 1e6} million pixels: make it ` +
        "smaller first",
    );
  }
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isJpeg = start[0] === 0xff && start[1] === 0xd8;
  const whole = bitmapStrips(bitmap);
  return { ...(isJpeg ? drafted(whole) : whole), bitmap };
}

/** @param {ImageBitmap} bitmap @returns {Strips} */
export function bitmapStrips(bitmap) {
  const { width, height } = bitmap;
  const strip = (/** @type {number} */ y, /** @type {number} */ rows) => {
    const canvas = new OffscreenCanvas(width, rows);
    const paper = canvas.getContext("2d", { willReadFrequently: true });
    if (!paper) throw new StorytellerError("this browser draws no pictures");
    paper.fillStyle = "white";
    paper.fillRect(0, 0, width, rows);
    paper.drawImage(bitmap, 0, y, width, rows, 0, 0, width, rows);
    return paper.getImageData(0, 0, width, rows).data;
  };
  return { width, height, strip };
}

/**
 * A JPEG as its decoder gives it at an eighth, a quarter or a half of its
 * size, where that is 640 pixels or more: each pixel is the mean of a block.
 * @param {Strips} picture
 * @returns {Strips}
 */
export function drafted({ width, height, strip }) {
  const scale = Math.floor(Math.min(width, height) / DRAFT);
  const block = [8, 4, 2, 1].find((step) => scale >= step) ?? 1;
  if (block === 1) return { width, height, strip };
  const smaller = Math.ceil(width / block);
  return {
    width: smaller,
    height: Math.ceil(height / block),
    strip: (y, rows) => {
      const tall = Math.min(rows * block, height - y * block);
      const from = strip(y * block, tall);
      const found = new Uint8Array(smaller * rows * 4);
      for (let row = 0; row < rows; row++) {
        const some = from.subarray(row * block * width * 4);
        const left = Math.min(block, tall - row * block);
        means(some, width, left, block, found.subarray(row * smaller * 4));
      }
      return found;
    },
  };
}

/**
 * The means of a row of blocks.
 * @param {Uint8ClampedArray|Uint8Array} from
 * @param {number} width
 * @param {number} tall
 * @param {number} block
 * @param {Uint8Array} to
 */
function means(from, width, tall, block, to) {
  for (let left = 0, at = 0; left < width; left += block, at += 4) {
    const wide = Math.min(block, width - left);
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0;
      for (let y = 0; y < tall; y++) {
        for (let x = left; x < left + wide; x++) {
          sum += from[(y * width + x) * 4 + channel];
        }
      }
      to[at + channel] = Math.round(sum / (wide * tall));
    }
  }
}
