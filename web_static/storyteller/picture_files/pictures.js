/**
 * A file becomes a picture, or one clear sentence
 * (`storyteller_lib/pictures.py`).
 */

import { StorytellerError } from "../config.js";
import { HEAD, kindOf } from "./files.js";
import { isCutShort, sizeOf } from "./headers.js";

/** @import { PictureTables } from "./files.js" */

/**
 * @typedef {Object} Picture
 * @property {string} name of its file, or what it shows
 * @property {Blob} file
 * @property {HTMLCanvasElement} canvas upright, without transparency
 */

/** Pictures of more pixels are made smaller before they are looked at. */
const MANY_PIXELS = 16_000_000;
const SMALLER = 3000;
const LARGEST_ZIP = 100_000_000;

/**
 * An upright picture without transparency, from a file.
 * @param {File} file
 * @param {PictureTables} tables
 * @returns {Promise<Picture>}
 * @throws {StorytellerError} if it is no picture that can be read here
 */
export async function loadPicture(file, tables) {
  const { name } = file;
  const { maxBytes } = tables;
  if (!file.size) {
    throw new StorytellerError(`${name} is empty (0 bytes): choose another`);
  }
  if (file.size > maxBytes) {
    const most = `${maxBytes / 1e6} MB`;
    const rest = `larger than ${most}: choose a picture file`;
    throw new StorytellerError(`${name} is ${rest}`);
  }
  const kind = await kindOfFile(file, tables);
  if (kind && !tables.read.includes(kind)) throw noPicture(name, kind, tables);
  const raw = new Uint8Array(await read(file));
  const pixels = countPixels(raw);
  if (pixels > tables.maxPixels) throw tooLarge(name, tables);
  if (isCutShort(raw)) throw damaged(name, "its end is missing");
  try {
    const width = pixels > MANY_PIXELS ? { resizeWidth: SMALLER } : {};
    const bitmap = await createImageBitmap(file, {
      ...width,
      imageOrientation: "from-image",
      resizeQuality: "high",
    });
    return { name, file, canvas: onPaper(bitmap) };
  } catch {
    throw undecoded(name, kind, raw, tables);
  }
}

/**
 * @param {File} file
 * @returns {Promise<ArrayBuffer>}
 */
async function read(file) {
  try {
    return await file.arrayBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorytellerError(
      `cannot read the picture ${file.name}: ${reason.replace(/\.$/, "")}`,
    );
  }
}

/**
 * @param {File} file
 * @param {PictureTables} tables
 * @returns {Promise<string|null>}
 */
async function kindOfFile(file, tables) {
  const head = new Uint8Array(await read(/** @type {File} */ (
    Object.assign(file.slice(0, HEAD), { name: file.name })
  )));
  const kind = kindOf(head, tables);
  if (kind !== "ARCHIVE" || file.size > LARGEST_ZIP) return kind;
  return kindOf(new Uint8Array(await read(file)), tables);
}

/** @param {Uint8Array} raw @returns {number} 0 if it is not known */
function countPixels(raw) {
  const [width, height] = sizeOf(raw) ?? [0, 0];
  return width * height;
}

/** @param {ImageBitmap} bitmap @returns {HTMLCanvasElement} */
function onPaper(bitmap) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const pen = penOf(canvas);
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function penOf(canvas) {
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new StorytellerError("this browser cannot draw pictures");
  return pen;
}

/**
 * The pixels of a picture, as the storyteller looks at them.
 * @param {Picture} picture
 * @returns {ImageData}
 */
export function pixelsOf({ canvas }) {
  return penOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * The picture in a few bytes, for galleries and pages.
 * @param {Picture} picture
 * @param {number} most pixels of its longer side
 * @returns {HTMLCanvasElement}
 */
export function thumbnail({ canvas }, most) {
  const scale = Math.min(1, most / Math.max(canvas.width, canvas.height));
  const small = document.createElement("canvas");
  small.width = Math.max(1, Math.round(canvas.width * scale));
  small.height = Math.max(1, Math.round(canvas.height * scale));
  const pen = penOf(small);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(canvas, 0, 0, small.width, small.height);
  return small;
}

/**
 * @param {string} name
 * @param {string|null} kind
 * @param {Uint8Array} raw
 * @param {PictureTables} tables
 * @returns {StorytellerError}
 */
function undecoded(name, kind, raw, tables) {
  if (kind && kind !== "PICTURE") return noPicture(name, kind, tables);
  if (/^(II\*\0|MM\0\*)/.test(String.fromCharCode(...raw.subarray(0, 4)))) {
    const rest = "a TIFF picture, which cannot be read here: save it as JPEG";
    return new StorytellerError(`${name} is ${rest}`);
  }
  if (kind) return damaged(name, "it cannot be decoded");
  return new StorytellerError(
    `${name} is not a picture that can be read: try a JPEG or PNG file`,
  );
}

/**
 * @param {string} name
 * @param {string} kind
 * @param {PictureTables} tables
 */
function noPicture(name, kind, { kinds }) {
  const { name: what, advice } = kinds[kind];
  const rest = `${what}, which cannot be read here: ${advice}`;
  return new StorytellerError(`${name} is ${rest}`);
}

/** @param {string} name @param {PictureTables} tables */
function tooLarge(name, { maxPixels }) {
  const most = `${maxPixels / 1e6} million pixels`;
  const rest = `more than ${most}: make it smaller first`;
  return new StorytellerError(`${name} has ${rest}`);
}

/** @param {string} name @param {string} reason */
function damaged(name, reason) {
  const rest = `damaged or cut short (${reason}): copy or download it again`;
  return new StorytellerError(`${name} is ${rest}`);
}
