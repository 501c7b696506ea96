/** A story to take along: copied, as a picture postcard, or as a page. */

import { StorytellerError } from "../config.js";
import { element } from "./elements.js";
import { penOf, thumbnail } from "../picture_files/pictures.js";
import { changes, title } from "./story.js";

/** @import { Story } from "./story.js" */

const [WIDTH, HEIGHT, MARGIN] = [1800, 1200, 90];
const SERIF =
  '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", ' +
  "Georgia, serif";
const INK = {
  paper: "#fffaf0",
  text: "#2e2620",
  muted: "#65584c",
  line: "#b5651d",
};
/** Pixels of the picture's longer side in a page that is saved. */
const SHOWN = 640;

/** @param {Story} story @returns {string} what it was told after */
function origin({ source }) {
  if (!source) return "written word by word";
  const number = String(source.scene).padStart(4, "0");
  return `after scene ${number} of the story library${changes(source)}`;
}

/**
 * @param {Story} story
 * @returns {Promise<void>}
 */
export async function copy(story) {
  const text = `${story.text}\n(${title(story)}; ${origin(story)})`;
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
export function savePage(story) {
  keep(new Blob([pageOf(story)], { type: "text/html" }), "html");
}

/** @param {Story} story @returns {string} a page that needs no other file */
export function pageOf(story) {
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
    element("figcaption", {}, `${title(story)}; ${origin(story)}`),
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
export async function savePostcard(story) {
  const canvas = postcard(story);
  const blob = await new Promise((done) => canvas.toBlob(done));
  keep(/** @type {Blob} */ (blob), "png");
}

/**
 * The picture on the left, the story on the right.
 * @param {Story} story
 * @returns {HTMLCanvasElement}
 */
export function postcard(story) {
  const card = element("canvas", { width: WIDTH, height: HEIGHT });
  const pen = penOf(card);
  pen.fillStyle = INK.paper;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const middle = WIDTH / 2;
  drawPicture(pen, story.picture.canvas, middle - 1.5 * MARGIN);
  pen.fillStyle = INK.line;
  pen.fillRect(middle, MARGIN, 2, HEIGHT - 2 * MARGIN);
  const left = middle + MARGIN * 0.7;
  const width = WIDTH - MARGIN - left;
  pen.font = `italic 40px ${SERIF}`;
  pen.fillText(title(story), left, MARGIN + 36);
  drawText(pen, story.text, left, width);
  pen.fillStyle = INK.muted;
  pen.font = `24px ${SERIF}`;
  const below = `Once Upon a Picture · ${origin(story)}`;
  pen.fillText(below, left, HEIGHT - MARGIN, width);
  return card;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} picture
 * @param {number} width of the place for it
 */
function drawPicture(pen, picture, width) {
  const height = HEIGHT - 2 * MARGIN;
  const scale = Math.min(width / picture.width, height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  const [x, y] = [MARGIN + (width - w) / 2, MARGIN + (height - h) / 2];
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, x, y, w, h);
}

/**
 * A text as large as its place lets it be.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} left
 * @param {number} width
 */
function drawText(pen, text, left, width) {
  const [top, height] = [MARGIN + 90, HEIGHT - 2 * MARGIN - 150];
  pen.fillStyle = INK.text;
  let size = 54;
  let lines = [text];
  for (; size > 14; size -= 2) {
    pen.font = `${size}px ${SERIF}`;
    lines = broken(pen, text, width);
    if (lines.length * size * 1.5 <= height) break;
  }
  lines.forEach((line, i) =>
    pen.fillText(line, left, top + size * (1 + 1.5 * i)),
  );
}

/**
 * A text as lines that are not too long.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} width
 * @returns {string[]}
 */
function broken(pen, text, width) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
