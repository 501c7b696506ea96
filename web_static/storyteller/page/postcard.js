/** A story and its picture as a picture postcard. */

import { penOf } from "../picture_files/pictures.js";
import { element } from "./elements.js";
import { inFull, title } from "./story.js";

/** @import { Story } from "./story.js" */

const [WIDTH, HEIGHT, MARGIN] = [1800, 1200, 90];
export const SERIF =
  '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", ' +
  "Georgia, serif";
export const INK = {
  paper: "#fffaf0",
  text: "#2e2620",
  muted: "#65584c",
  line: "#b5651d",
};

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
  const below = `Once Upon a Picture · ${inFull(story)}`;
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
