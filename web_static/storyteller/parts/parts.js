/**
 * The exported parts (`storyteller_lib/web/exporting.py`), loaded by name.
 */

import { StorytellerError } from "../config.js";
import { reader } from "./sources.js";

/** @import { Read } from "./sources.js" */

/**
 * @typedef {Object} Place where a tensor lies among the vectors
 * @property {"int8"|"float32"} type
 * @property {number[]} shape
 * @property {number} offset
 *
 * @typedef {Object} GraphFacts
 * @property {string} file
 * @property {string[]} weights the files of its weights
 * @property {string[]} inputs
 * @property {string[]} outputs
 *
 * @typedef {Object} Manifest
 * @property {number} format
 * @property {string} hash
 * @property {Record<string, any>} settings
 * @property {Record<string, Place>} tensors
 * @property {Record<string, GraphFacts>} graphs
 * @property {Record<string, {bytes: number, packed?: number}>} files
 *
 * @typedef {Object} Progress
 * @property {number} loaded bytes that are here
 * @property {number} total bytes in all
 * @property {string} name the part that came last
 */

export const MANIFEST = "storyteller.json";
const TYPES = { int8: Int8Array, float32: Float32Array };

/** What is there of a part that was let go of. */
const GONE = Promise.resolve(new Uint8Array());

/** The parts of one storyteller. */
export class Parts {
  /** @type {Map<string, Promise<Uint8Array>>} */
  #loading = new Map();

  /** @param {Manifest} manifest @param {Read} read */
  constructor(manifest, read) {
    this.manifest = manifest;
    this.read = read;
    this.loaded = 0;
    /** @type {(progress: Progress) => void} */
    this.onProgress = () => {};
    /** @type {Uint8Array} */
    this.vectors = new Uint8Array();
  }

  /**
   * The list of all parts; nothing else is loaded yet.
   * @param {string|Read} source the folder's address, or what reads a file
   * @returns {Promise<Parts>}
   */
  static async open(source) {
    const read = typeof source === "string" ? reader(source) : source;
    const bytes = await read(MANIFEST, () => {});
    return new Parts(JSON.parse(decoded(bytes)), read);
  }

  /** @returns {number} the bytes that loading everything takes */
  get total() {
    const files = Object.values(this.manifest.files);
    return files.reduce((sum, one) => sum + (one.packed ?? one.bytes), 0);
  }

  /**
   * Load all parts, two at a time, and let the vectors be known.
   * @param {string[]} [first] those that are needed first
   */
  async loadAll(first = []) {
    const names = [...new Set([...first, ...Object.keys(this.manifest.files)])];
    const next = async () => {
      for (let n = names.shift(); n; n = names.shift()) await this.bytes(n);
    };
    await Promise.all([next(), next()]);
    this.vectors = await this.bytes("vectors.bin");
  }

  /** @param {string} name @returns {Promise<Uint8Array>} */
  bytes(name) {
    const known = this.#loading.get(name);
    if (known) return known;
    const loading = this.read(name, (count) => {
      this.loaded += count;
      this.onProgress({ loaded: this.loaded, total: this.total, name });
    });
    this.#loading.set(name, loading);
    loading.catch(() => this.#loading.delete(name)); // may be tried again
    return loading;
  }

  /** Let go of bytes that nobody needs again. @param {string} name */
  forget(name) {
    if (this.#loading.has(name)) this.#loading.set(name, GONE);
  }

  /** @param {string} name @returns {Promise<string>} */
  async text(name) {
    return decoded(await this.bytes(name));
  }

  /** @param {string} name @returns {Promise<any>} */
  async json(name) {
    return JSON.parse(await this.text(name));
  }

  /** @param {string} name @returns {boolean} */
  has(name) {
    return name in this.manifest.tensors;
  }

  /** @param {string} name @returns {Float32Array} */
  floats(name) {
    return /** @type {Float32Array} */ (this.#tensor(name));
  }

  /**
   * Rows that are kept as whole numbers on some axes.
   * @param {string} name
   * @returns {{codes: Int8Array, axes: Float32Array,
   *   lengths: Float32Array, count: number}}
   */
  rows(name) {
    const codes = /** @type {Int8Array} */ (this.#tensor(`${name}.codes`));
    const count = this.manifest.tensors[`${name}.codes`].shape[1];
    const [axes, lengths] = ["axes", "lengths"].map((kind) =>
      this.floats(`${name}.${kind}`),
    );
    return { codes, axes, lengths, count };
  }

  /** @param {string} name */
  #tensor(name) {
    const place = this.manifest.tensors[name];
    if (!place) throw new StorytellerError(`there are no vectors ${name}`);
    const size = place.shape.reduce((product, side) => product * side, 1);
    const start = this.vectors.byteOffset + place.offset;
    const buffer = /** @type {ArrayBuffer} */ (this.vectors.buffer);
    return new TYPES[place.type](buffer, start, size);
  }
}

/** @param {Uint8Array} bytes @returns {string} */
const decoded = (bytes) => new TextDecoder().decode(bytes);
