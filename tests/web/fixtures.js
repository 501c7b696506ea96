/** What Python wrote for a test, read by Node. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.FIXTURES ?? "";

/** @param {string} name @returns {any} */
export function json(name) {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf-8"));
}

/** @param {string} name @returns {ArrayBuffer} the bytes of a file */
export function bytes(name) {
  const read = readFileSync(join(folder, name));
  return new Uint8Array(read).buffer;
}
