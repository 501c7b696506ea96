/**
 * The story on its page, the line that says what it was made from, and the
 * stories of this visit.
 */

import { blendInWords, element, find, heading } from "./elements.js";
import { thumbnail } from "../picture_files/pictures.js";

/** @import { Exchange } from "../retelling/exchanging.js" */
/** @import { Picture } from "../picture_files/pictures.js" */
/** @import { News } from "./telling.js" */
/** @import { Wishes } from "./wishes.js" */

/**
 * @typedef {{text: string, score: number, written?: boolean}} Caption
 *
 * @typedef {Object} Candidate what might have been told
 * @property {string} text
 * @property {number} total by which it was chosen
 * @property {Record<string, number>} scores that make up the total
 * @property {Source|null} source null where it was written
 *
 * @typedef {Object} Source the library's scene that it was told after
 * @property {number} scene
 * @property {string} genre
 * @property {Exchange[]} exchanges
 *
 * @typedef {Object} Story
 * @property {string} text
 * @property {Picture} picture
 * @property {string} alt what is on the picture
 * @property {Wishes} wishes
 * @property {number|null} seed
 * @property {Source|null} source null where it was written
 * @property {Caption[]} captions
 * @property {Candidate[]} candidates the best first
 * @property {number} choice which of the candidates it is
 * @property {string} note what a reader should know of it; mostly empty
 */

/** Drafts that are shown at once, and milliseconds between two looks. */
const [DRAFTS, PAUSE] = [4, 60];
/** Pixels of the longer side of a picture in the gallery. */
const SMALL = 160;

/**
 * Show a story; its words come one after the other, to the eye alone.
 * @param {HTMLElement} root
 * @param {Story} story
 */
export function showStory(root, story) {
  const page = find(root, ".told");
  const lone = /^\W*\w\s/.test(story.text); // a large I would touch the next
  const className = lone ? "text" : "text initial";
  const text = element("p", { className }, ...words(story));
  page.replaceChildren(
    element("p", { className: "voice" }, title(story)),
    text,
    element("p", { className: "source" }, ...origin(story)),
  );
  if (story.note) page.append(element("p", { className: "note" }, story.note));
  find(root, ".right").classList.add("has-story");
}

/**
 * While a story is made: what is chosen already, and a few of the drafts that
 * go on from there, word by word; or the captions and passages that it may
 * be made of. Not for those who listen.
 * @param {HTMLElement} root
 * @returns {(news: News) => Promise<void>}
 */
export function showDrafts(root) {
  const chosen = element("p", { className: "text" });
  const drafts = element("ul", { className: "drafts" });
  const box = element("div", { "aria-hidden": "true" }, chosen, drafts);
  find(root, ".told").replaceChildren(box);
  let painted = 0;
  return async (news) => {
    const before = news.candidates?.[0]?.text ?? "";
    chosen.textContent = before;
    const some = news.drafts.slice(0, DRAFTS);
    drafts.replaceChildren(...some.map((text) => draftItem(text, before)));
    if (performance.now() - painted < PAUSE) return;
    await new Promise((done) => setTimeout(done)); // let it be seen
    painted = performance.now();
  };
}

/** @param {string} text @param {string} before @returns {HTMLElement} */
function draftItem(text, before) {
  const rest = text.startsWith(before) ? text.slice(before.length) : text;
  return element("li", {}, rest.trim() || "…");
}

/** @param {Story} story @returns {string} its voice, as a title */
export function title({ wishes }) {
  const blend = blendInWords(wishes.styles);
  const one = Object.keys(wishes.styles).length === 1;
  if (!one) return `A blend: ${blend}`;
  const article = /^[AEIOU]/.test(blend) ? "An" : "A";
  return blend === "Science fiction"
    ? "Science fiction"
    : `${article} ${blend.toLowerCase()}`;
}

/**
 * The words in spans, so that a style can let them come; what was exchanged
 * is marked.
 * @param {Story} story
 * @returns {(Node|string)[]}
 */
function words({ text, source }) {
  const changes = source?.exchanges ?? [];
  return text.split(/\s+/).flatMap((word, i) => {
    const made = element("span", {}, word);
    made.style.setProperty("--at", String(i));
    const plain = word.toLowerCase().replace(/[^a-z-]/g, "");
    const change = changes.find(({ new: name }) => isForm(plain, name));
    if (change) {
      made.className = "exchanged";
      made.title = `the library has: ${change.old}`;
    }
    return [made, " "];
  });
}

/**
 * @param {string} word
 * @param {string} name of one or more words
 * @returns {boolean} whether the word is part of the name, or its plural
 */
function isForm(word, name) {
  return name
    .split(" ")
    .some((part) => [part, `${part}s`, `${part}es`].includes(word));
}

/** @param {Story} story @returns {(Node|string)[]} */
function origin({ source, candidates, choice, seed }) {
  const nth = choice ? `; choice ${choice + 1} of ${candidates.length}` : "";
  const drawn = seed === null ? nth : `; seed ${seed}${nth}`;
  if (!source) {
    return [
      `Written word by word; the best of ${candidates.length} drafts${drawn}`,
    ];
  }
  const number = String(source.scene).padStart(4, "0");
  const link = element(
    "a",
    { href: `the_library.html#${number}` },
    `scene ${number}`,
  );
  const voice = heading(source.genre).toLowerCase();
  return ["After ", link, ` (${voice})${changes(source)}${drawn}`];
}

/** @param {Source} source @returns {string} */
function changes({ exchanges }) {
  return exchanges.map((e) => `; ${e.new} for ${e.old}`).join("");
}

/** @param {Story} story @returns {string} where it comes from, in full */
export function inFull({ source }) {
  if (!source) return "written word by word";
  const number = String(source.scene).padStart(4, "0");
  return `after scene ${number} of the story library${changes(source)}`;
}

/**
 * Hang a story into the gallery, the newest first.
 * @param {HTMLElement} root
 * @param {Story} story
 * @param {() => void} open shows it again
 */
export function hang(root, story, open) {
  const gallery = find(root, ".gallery");
  gallery.hidden = false;
  const picture = element("img", {
    src: thumbnail(story.picture, SMALL).toDataURL("image/jpeg", 0.8),
    alt: "",
  });
  const first = story.text.split(/(?<=[.!?])\s/)[0];
  const name = element("b", {}, title(story));
  const words = element("span", {}, name, ` ${first}`);
  const card = element("button", { type: "button", onclick: open });
  card.append(picture, words);
  find(gallery, "ol").prepend(element("li", {}, card));
}
