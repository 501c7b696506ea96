/**
 * Where the parts come from.
 *
 * From a server each is fetched, packed with gzip. A page that was opened as
 * a file may fetch nothing, but it may load scripts: there each part is a
 * script that hands over the same bytes in base64.
 */

import { StorytellerError } from "../config.js";

/**
 * @typedef {(name: string, onBytes: (count: number) => void)
 *   => Promise<Uint8Array>} Read reads a part, and tells how far it is
 */

/** @param {string} address of a folder @returns {Read} */
export function reader(address) {
  const base = new URL(address.replace(/\/?$/, "/"), document.baseURI);
  return base.protocol === "file:" ? scriptReader(base) : fetcher(base);
}

/** @param {URL} base @returns {Read} */
function fetcher(base) {
  return async (name, onBytes) => {
    const answer = await fetch(new URL(`${name}.gz`, base)).catch(() => null);
    if (!answer?.ok || !answer.body) throw lost(name);
    const counted = new TransformStream({
      transform(chunk, controller) {
        onBytes(chunk.length);
        controller.enqueue(chunk);
      },
    });
    return unpacked(await whole(answer.body.pipeThrough(counted)));
  };
}

/** @param {string} name @returns {StorytellerError} */
const lost = (name) =>
  new StorytellerError(`the part ${name} could not be loaded: try again`);

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {Promise<Uint8Array>}
 */
async function whole(stream) {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Bytes out of gzip; a server may have taken them out already.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
export async function unpacked(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream();
  return whole(stream.pipeThrough(new DecompressionStream("gzip")));
}

/**
 * Reads scripts that call `storytellerParts.take(name, base64)`.
 * @param {URL} base
 * @returns {Read}
 */
function scriptReader(base) {
  const page = /** @type {any} */ (globalThis);
  /** @type {Map<string, string>} */
  const taken = new Map();
  page.storytellerParts = {
    take: (/** @type {string} */ name, /** @type {string} */ text) =>
      taken.set(name, text),
  };
  return async (name, onBytes) => {
    await loadScript(new URL(`${name}.js`, base).href).catch(() => {
      throw lost(name);
    });
    const packed = fromBase64(taken.get(name) ?? "");
    taken.delete(name);
    onBytes(packed.length);
    return unpacked(packed);
  };
}

/** @param {string} address @returns {Promise<void>} */
function loadScript(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(script.remove());
    script.onerror = failed;
    document.head.append(script);
  });
}

/** @param {string} text @returns {Uint8Array} */
export function fromBase64(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
