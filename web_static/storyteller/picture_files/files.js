/**
 * What a file is, told from its bytes, if it is not a picture
 * (`storyteller_lib/file_kinds.py`).
 */

/**
 * @typedef {{name: string, advice: string}} Kind
 *
 * @typedef {Object} PictureTables as `storyteller_lib/web` writes them
 * @property {Record<string, Kind>} kinds
 * @property {string[]} read kinds that browsers may be able to read
 * @property {[string, string][]} signs first bytes, as digits -> kind
 * @property {Record<string, string>} riff
 * @property {Record<string, string>} zipped
 * @property {string[]} heic
 * @property {string[]} heif
 * @property {string[]} avif
 * @property {string[]} oldMovies
 * @property {number} maxPixels
 * @property {number} maxBytes
 */

/** So many bytes show what a file is. */
export const HEAD = 4096;

const MARKUP = /^\s*(?:<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*</;
const SVG = /<(?:svg:)?svg[\s>]/;
const HTML = /<(?:!doctype\s+html|html|head|body)[\s>]/i;
const ENTRY = "PK\x01\x02";

/**
 * The name of what the bytes of a file are, or null for anything unknown.
 * @param {Uint8Array} raw
 * @param {PictureTables} tables
 * @returns {string|null}
 */
export function kindOf(raw, tables) {
  const digits = Array.from(raw.subarray(0, 32), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  const sign = tables.signs.find(([first]) => digits.startsWith(first));
  if (sign) return sign[1];
  const second = latin(raw, 4, 8);
  if (second === "ftyp") return boxed(raw, tables);
  if (tables.oldMovies.includes(second)) return "VIDEO";
  if (latin(raw, 0, 4) === "RIFF") {
    return tables.riff[latin(raw, 8, 12)] ?? null;
  }
  if (latin(raw, 60, 68) === "BOOKMOBI") return "BOOK";
  if (latin(raw, 0, 4) === "PK\x03\x04") return zipped(raw, tables);
  return markedUp(latin(raw, 0, HEAD));
}

/**
 * @param {Uint8Array} raw
 * @param {number} start
 * @param {number} end
 * @returns {string} bytes as letters, one for one
 */
export function latin(raw, start, end) {
  return String.fromCharCode(...raw.subarray(start, end));
}

/**
 * One of the many kinds of files that are made of boxes, as MP4 is.
 * @param {Uint8Array} raw
 * @param {PictureTables} tables
 * @returns {string}
 */
function boxed(raw, { heic, heif, avif }) {
  const view = new DataView(raw.buffer, raw.byteOffset);
  const size = Math.min(view.getUint32(0), HEAD);
  const major = latin(raw, 8, 12);
  const brands = [major];
  for (let at = 16; at < size; at += 4) brands.push(latin(raw, at, at + 4));
  if (brands.some((brand) => avif.includes(brand))) return "AVIF";
  if (brands.some((brand) => heic.includes(brand))) return "HEIC";
  if (heif.includes(major)) return "HEIC";
  if (major === "crx ") return "RAW";
  return /^M4[AB]/.test(major) ? "SOUND" : "VIDEO";
}

/**
 * An office document and a book are ZIP archives, too.
 * @param {Uint8Array} raw
 * @param {PictureTables} tables
 * @returns {string}
 */
function zipped(raw, tables) {
  const names = namesIn(raw);
  if (names.includes("META-INF/container.xml")) return "EPUB";
  if (names.includes("mimetype") && names.includes("content.xml")) {
    return "OFFICE"; // an OpenDocument
  }
  const found = Object.entries(tables.zipped).find(([start]) =>
    names.some((name) => name.startsWith(start)),
  );
  return found ? found[1] : "ARCHIVE";
}

/**
 * The names in a ZIP archive's list of contents; none where it is damaged.
 * @param {Uint8Array} raw
 * @returns {string[]}
 */
function namesIn(raw) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const end = raw.lastIndexOf(0x50, raw.length - 22); // P of the last record
  if (end < 0 || latin(raw, end, end + 4) !== "PK\x05\x06") return [];
  const names = [];
  let at = view.getUint32(end + 16, true);
  while (latin(raw, at, at + 4) === ENTRY) {
    const lengths = [28, 30, 32].map((i) => view.getUint16(at + i, true));
    names.push(latin(raw, at + 46, at + 46 + lengths[0]));
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return names;
}

/** @param {string} head @returns {string|null} */
function markedUp(head) {
  const text = head.replace(/^\xef\xbb\xbf/, "");
  if (!MARKUP.test(text)) return null;
  if (HTML.test(text)) return "WEB_PAGE";
  return SVG.test(text) ? "SVG" : null;
}
