/**
 * The networks' steps, run by onnxruntime-web: tensors in, tensors out.
 *
 * Every tensor has rows first, so a state is its rows' numbers and how many
 * of them a row has.
 */

/** @import { Parts } from "./parts.js" */

/**
 * @typedef {Object} Rows numbers, a row after the other
 * @property {Float32Array} data
 * @property {number[]} shape of one row
 *
 * @typedef {Record<string, Rows>} State
 *
 * @typedef {Int32Array|Uint8Array} Whole
 *
 * @typedef {Object} Runtime what is used of onnxruntime-web
 * @property {any} InferenceSession
 * @property {any} Tensor
 * @property {any} env
 */

const WASM = "ort-wasm-simd-threaded.wasm";
const KINDS = { Int32Array: "int32", Uint8Array: "uint8" };

/** What a retold story asks, one graph after the other. */
const ORDER =
  "look begin_caption step_caption embed think begin_story read_story";

/** All graphs of a storyteller, each made ready when it is first asked. */
export class Graphs {
  /** @type {Map<string, Promise<any>>} */
  #sessions = new Map();
  /** @type {Set<string>} */
  #unmade;

  /** @param {Parts} parts @param {Runtime} runtime */
  constructor(parts, runtime) {
    this.parts = parts;
    this.#unmade = new Set(Object.keys(parts.manifest.graphs));
    this.runtime = runtime;
    this.order = ORDER.split(" ").filter((name) => this.has(name));
  }

  /** @returns {string[]} the files that a first story needs, in their order */
  get files() {
    return [WASM, ...this.order.flatMap((name) => this.#filesOf(name))];
  }

  /**
   * Let the runtime have its own code, on one thread, and make ready what a
   * first story needs: each graph as soon as its files are there.
   */
  async start() {
    const { env } = this.runtime;
    env.wasm.numThreads = 1;
    env.wasm.wasmBinary ??= await this.parts.bytes(WASM);
    env.logLevel = "error";
    for (const name of this.order) await this.ready(name);
    delete env.wasm.wasmBinary; // it has been compiled
    this.parts.forget(WASM);
  }

  /** @param {string} name @returns {boolean} */
  has(name) {
    return name in this.parts.manifest.graphs;
  }

  /** @param {string} name @returns {Promise<any>} */
  ready(name) {
    const known = this.#sessions.get(name);
    if (known) return known;
    const making = this.#make(name);
    this.#sessions.set(name, making);
    making.catch(() => this.#sessions.delete(name));
    return making;
  }

  /** @param {string} name */
  async #make(name) {
    const [file, ...weights] = this.#filesOf(name);
    const graph = await this.parts.bytes(file);
    const externalData = await Promise.all(
      weights.map(async (path) => {
        return { path, data: await this.parts.bytes(path) };
      }),
    );
    const session = await this.runtime.InferenceSession.create(graph, {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
      externalData,
      // weights become floats once, when loaded, and not at every step
      extra: { session: { disable_quant_qdq: "1" } },
    });
    this.#unmade.delete(name);
    const needed = [...this.#unmade].flatMap((other) => this.#filesOf(other));
    for (const path of this.#filesOf(name)) {
      if (!needed.includes(path)) this.parts.forget(path);
    }
    return session;
  }

  /** @param {string} name @returns {string[]} */
  #filesOf(name) {
    const { file, weights } = this.parts.manifest.graphs[name];
    return [file, ...weights];
  }

  /**
   * One step.
   * @param {string} name
   * @param {Record<string, Rows|Tensor>} inputs
   * @returns {Promise<Record<string, Rows>>}
   */
  async run(name, inputs) {
    const session = await this.ready(name);
    const { Tensor } = this.runtime;
    const fed = Object.entries(inputs).map(([key, { data, shape }]) => {
      const each = shape.reduce((product, side) => product * side, 1);
      const kind = /** @type {Record<string, string>} */ (KINDS);
      const type = kind[data.constructor.name] ?? "float32";
      return [key, new Tensor(type, data, [data.length / each, ...shape])];
    });
    const found = await session.run(Object.fromEntries(fed));
    return Object.fromEntries(
      Object.entries(found).map(([key, { data, dims }]) => [
        key,
        { data, shape: dims.slice(1) },
      ]),
    );
  }
}

/** @typedef {{data: Whole, shape: number[]}} Tensor */

/** @param {Rows} rows @returns {number} numbers a row */
export const width = ({ shape }) =>
  shape.reduce((product, side) => product * side, 1);

/**
 * Some of the rows, in this order; one may come again.
 * @param {Rows} rows
 * @param {number[]} chosen
 * @returns {Rows}
 */
export function take(rows, chosen) {
  const size = width(rows);
  const data = new Float32Array(chosen.length * size);
  chosen.forEach((row, i) => {
    data.set(rows.data.subarray(row * size, (row + 1) * size), i * size);
  });
  return { data, shape: rows.shape };
}

/** @param {State} state @param {number[]} chosen @returns {State} */
export function takeRows(state, chosen) {
  return Object.fromEntries(
    Object.entries(state).map(([name, rows]) => [name, take(rows, chosen)]),
  );
}

/**
 * The rows of several states in one.
 * @param {State[]} states
 * @returns {State}
 */
export function stacked(states) {
  return Object.fromEntries(
    Object.entries(states[0]).map(([name, { shape }]) => {
      const size = width(states[0][name]);
      const parts = states.map((state) => state[name].data);
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      const data = new Float32Array(Math.max(length, size));
      let at = 0;
      for (const part of parts) {
        data.set(part, at);
        at += part.length;
      }
      return [name, { data, shape }];
    }),
  );
}

/**
 * Texts of ids as one table, filled up with 0.
 * @param {number[][]} texts
 * @returns {{ids: Tensor, lengths: Tensor}}
 */
export function padded(texts) {
  const longest = Math.max(1, ...texts.map((text) => text.length));
  const ids = new Int32Array(texts.length * longest);
  texts.forEach((text, row) => ids.set(text, row * longest));
  const lengths = Int32Array.from(texts, (text) => text.length);
  return {
    ids: { data: ids, shape: [longest] },
    lengths: { data: lengths, shape: [] },
  };
}
