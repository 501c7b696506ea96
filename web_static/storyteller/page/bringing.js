/**
 * The storyteller itself is brought only when somebody asks for a story:
 * its script, then its parts, with a bar that says how far it is.
 */

import { StorytellerError } from "../config.js";
import { find } from "./elements.js";

/** @import { Engine, Teller } from "./telling.js" */

/**
 * @typedef {Object} Progress
 * @property {number} loaded bytes that are here
 * @property {number} total bytes in all
 */

/** @typedef {{engine: Engine, teller: Teller}} Brought */

/** @type {Promise<Brought>|undefined} */
let brought;

/**
 * The storyteller; it is loaded once, and again only if that failed.
 * @param {HTMLElement} root
 * @returns {Promise<Brought>}
 */
export function bring(root) {
  brought ??= load(root).catch((error) => {
    brought = undefined;
    throw error;
  });
  return brought;
}

/** @returns {boolean} whether it was asked for already */
export const isBrought = () => brought !== undefined;

/** @param {HTMLElement} root @returns {Promise<Brought>} */
async function load(root) {
  const base = new URL(`${root.dataset.static}`, document.baseURI);
  const progress = find(root, ".loading");
  progress.hidden = false;
  try {
    await script(new URL("storyteller.js", base).href);
    const { storyteller: engine } = /** @type {{storyteller: Engine}} */ (
      /** @type {unknown} */ (globalThis)
    );
    const teller = await engine.load(new URL("parts/", base).href, (now) =>
      show(progress, now),
    );
    return { engine, teller };
  } finally {
    progress.hidden = true;
  }
}

/** @param {HTMLElement} box @param {Progress} now */
function show(box, { loaded, total }) {
  const bar = /** @type {HTMLProgressElement} */ (find(box, "progress"));
  bar.max = total;
  bar.value = loaded;
  const done = loaded >= total;
  find(box, "span").textContent = done
    ? "Everything is here; waking it up …"
    : `${megabytes(loaded)} of ${megabytes(total)} MB are here …`;
}

/** @param {number} bytes @returns {string} */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/**
 * Load a script; a page that was opened as a file can do that, too.
 * @param {string} address
 * @returns {Promise<void>}
 */
export function script(address) {
  return new Promise((done, failed) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = () => done();
    made.onerror = () => {
      made.remove();
      const name = address.split("/").pop();
      const rest = "look at your connection, and try again";
      failed(new StorytellerError(`${name} could not be loaded: ${rest}`));
    };
    document.head.append(made);
  });
}
