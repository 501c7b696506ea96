/**
 * What the bundle hands to a page that was opened as a file, too.
 */

import * as runtime from "onnxruntime-web";
import { Storyteller } from "./engine/storyteller.js";
import { openPicture } from "./engine/opening.js";
import { Parts } from "./parts/parts.js";

/** @import { Progress } from "./parts/parts.js" */

const load = (
  /** @type {string} */ source,
  /** @type {(progress: Progress) => void} */ onProgress,
) => Storyteller.load(source, onProgress, runtime);

Object.assign(globalThis, { storyteller: { load, openPicture, Parts } });
