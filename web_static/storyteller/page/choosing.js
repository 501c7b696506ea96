/**
 * Where a picture comes from: a file that is dropped, chosen or pasted, the
 * camera, or one of the page's own.
 */

import { StorytellerError } from "../config.js";
import { script } from "./bringing.js";
import { element, find, input } from "./elements.js";
import { penOf } from "../picture_files/pictures.js";

/**
 * @typedef {(file: File, alt: string) => void} Take what is done with a
 *   picture; `alt` says what is on it, where that is known
 */

/**
 * Let the page take pictures.
 * @param {HTMLElement} root
 * @param {Take} take
 * @param {(error: unknown) => void} fail
 */
export function listen(root, take, fail) {
  listenToFiles(root, take, fail);
  listenToDrops(find(root, ".frame"), take, fail);
  const camera = find(root, ".camera");
  camera.hidden = !navigator.mediaDevices?.getUserMedia;
  camera.addEventListener("click", () =>
    photograph(find(root, "dialog"), take).catch(fail),
  );
  for (const sample of root.querySelectorAll(".samples button")) {
    const one = /** @type {HTMLElement} */ (sample);
    const chosen = () => {
      takeSample(String(root.dataset.static), one, take).catch(fail);
    };
    one.addEventListener("click", chosen);
    if (location.hash === `#${one.dataset.name}`) chosen();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Take} take
 * @param {(error: unknown) => void} fail
 */
function listenToFiles(root, take, fail) {
  const chooser = input(root, "picture");
  chooser.addEventListener("change", () => {
    takeFirst(chooser.files, take, fail);
    chooser.value = ""; // so that the same file can be chosen again
  });
  document.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.files;
    if (!pasted?.length) return; // it was text
    event.preventDefault();
    takeFirst(pasted, take, fail);
  });
}

/**
 * @param {HTMLElement} frame
 * @param {Take} take
 * @param {(error: unknown) => void} fail
 */
function listenToDrops(frame, take, fail) {
  const over = (/** @type {boolean} */ is) => {
    frame.classList.toggle("over", is);
  };
  for (const name of ["dragenter", "dragover"]) {
    frame.addEventListener(name, (event) => {
      event.preventDefault();
      over(true);
    });
  }
  frame.addEventListener("dragleave", () => over(false));
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    takeFirst(event.dataTransfer?.files, take, fail);
  });
}

/**
 * @param {FileList|null|undefined} files
 * @param {Take} take
 * @param {(error: unknown) => void} fail
 */
function takeFirst(files, take, fail) {
  if (files?.length) return take(files[0], "");
  fail(new StorytellerError("that was no file: choose or drop a picture"));
}

/**
 * One of the page's own pictures. It comes as a script: a page that was
 * opened as a file may not look at the pixels of an image.
 * @param {string} folder of the samples
 * @param {HTMLElement} sample
 * @param {Take} take
 */
async function takeSample(folder, sample, take) {
  const name = String(sample.dataset.name);
  const page = /** @type {{tryItSamples?: Record<string, string>}} */ (
    globalThis
  );
  page.tryItSamples ??= {};
  if (!page.tryItSamples[name]) {
    const base = new URL(folder, document.baseURI);
    await script(new URL(`samples/${name}.js`, base).href);
  }
  const letters = atob(page.tryItSamples[name]);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const image = /** @type {HTMLImageElement} */ (find(sample, "img"));
  const file = new File([bytes], `${name}.jpg`, { type: "image/jpeg" });
  take(file, image.alt);
}

/**
 * A photograph from the camera; the dialogue closes without one, too.
 * @param {HTMLElement} box the dialogue
 * @param {Take} take
 */
async function photograph(box, take) {
  const dialog = /** @type {HTMLDialogElement} */ (box);
  const video = /** @type {HTMLVideoElement} */ (find(dialog, "video"));
  const stream = await cameraStream();
  video.srcObject = stream;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => (dialog.onclose = done));
  const [width, height] = [video.videoWidth, video.videoHeight];
  if (dialog.returnValue === "take" && width) {
    const canvas = element("canvas", { width, height });
    penOf(canvas).drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      if (blob) take(new File([blob], "Photograph", { type: blob.type }), "");
    });
  }
  stream.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}

/** @returns {Promise<MediaStream>} */
async function cameraStream() {
  try {
    const video = { facingMode: "environment", width: { ideal: 1280 } };
    return await navigator.mediaDevices.getUserMedia({ video });
  } catch {
    throw new StorytellerError(
      "the camera cannot be used: allow it in the browser, or choose a file",
    );
  }
}
