/** A story to take along: copied, as a picture postcard, or as a page. */

import { StorytellerError } from "../config.js";
import { element, find } from "./elements.js";
import { thumbnail } from "../picture_files/pictures.js";
import { INK, SERIF, postcard } from "./postcard.js";
import { inFull, title } from "./story.js";

/** @import { Story } from "./story.js" */

/** Pixels of the picture's longer side in a page that is saved. */
const SHOWN = 640;

/**
 * @param {Story} story
 * @returns {Promise<void>}
 */
async function copy(story) {
  const text = `${story.text}\n(${title(story)}; ${inFull(story)})`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new StorytellerError(
      "the browser does not let this page copy: select the story instead",
    );
  }
}

/**
 * Offer a file to be kept.
 * @param {Blob} blob
 * @param {string} ending
 */
function keep(blob, ending) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: `story.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {Story} story */
function savePage(story) {
  keep(new Blob([pageOf(story)], { type: "text/html" }), "html");
}

/** @param {Story} story @returns {string} a page that needs no other file */
function pageOf(story) {
  const small = thumbnail(story.picture, SHOWN);
  const image = element("img", {
    src: small.toDataURL("image/jpeg", 0.85),
    width: small.width,
    height: small.height,
    alt: story.alt || "The picture that the story was told from",
  });
  image.setAttribute("style", "max-width:100%;height:auto;border-radius:4px");
  const quote = element("blockquote", {}, story.text);
  quote.setAttribute(
    "style",
    `font:1.2em/1.6 ${SERIF};border-left:3px solid ${INK.line};` +
      "padding-left:1em;margin:1em 0",
  );
  const figure = element(
    "figure",
    {},
    image,
    quote,
    element("figcaption", {}, `${title(story)}; ${inFull(story)}`),
  );
  return (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
    `<title>${title(story)}</title>\n</head>\n` +
    '<body style="max-width:42em;margin:2em auto;padding:0 1em">\n' +
    `<main>${figure.outerHTML}</main>\n</body>\n</html>\n`
  );
}

/** @param {Story} story @returns {Promise<void>} */
async function savePostcard(story) {
  const canvas = postcard(story);
  const blob = await new Promise((done) => canvas.toBlob(done));
  keep(/** @type {Blob} */ (blob), "png");
}

const ACTIONS = { copy, postcard: savePostcard, save: savePage };

/**
 * Let stories be kept.
 * @param {HTMLElement} root
 * @param {() => Story|undefined} shown the story that is there
 * @param {(words: string) => void} say
 * @param {(error: unknown) => void} fail
 */
export function listen(root, shown, say, fail) {
  for (const [name, action] of Object.entries(ACTIONS)) {
    const keep = async () => {
      const story = shown();
      if (!story) return;
      await action(story);
      say(name === "copy" ? "Copied." : "Saved.");
    };
    find(root, `.keep .${name}`).addEventListener("click", () => {
      keep().catch(fail);
    });
  }
}
