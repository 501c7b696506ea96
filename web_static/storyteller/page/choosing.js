/**
 * Where a picture comes from: a file that is dropped, chosen or pasted, the
 * camera, or one of the page's own.
 */

import { StorytellerError } from "../config.js";
import { element, find, input } from "./elements.js";
import { penOf } from "./pictures.js";

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
    sample.addEventListener("click", () => {
      takeSample(/** @type {HTMLElement} */ (sample), take).catch(fail);
    });
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
  const over = (/** @type {boolean} */ is) => frame.classList.toggle("over", is);
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
 * One of the page's own pictures. It is drawn from the image that is shown:
 * a page that was opened as a file may not fetch it.
 * @param {HTMLElement} sample
 * @param {Take} take
 */
async function takeSample(sample, take) {
  const image = /** @type {HTMLImageElement} */ (find(sample, "img"));
  const name = `${sample.dataset.name}`;
  take(await fileFrom(name, sample.dataset.picture ?? image.src), image.alt);
}

/**
 * A file from an address of data, or of this site.
 * @param {string} name
 * @param {string} address
 * @returns {Promise<File>}
 */
async function fileFrom(name, address) {
  const blob = address.startsWith("data:")
    ? blobOf(address)
    : await (await fetch(address)).blob();
  return new File([blob], name, { type: blob.type });
}

/** @param {string} address data in base 64 @returns {Blob} */
function blobOf(address) {
  const [head, data] = address.split(",");
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: head.slice(5).split(";")[0] });
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
