/** The page: a picture is taken, a story is asked for, and shown. */

import { StorytellerError, isOurs } from "../config.js";
import { bring, isBrought } from "./bringing.js";
import * as choosing from "./choosing.js";
import { find, painted } from "./elements.js";
import * as keeping from "./keeping.js";
import { loadPicture } from "../picture_files/pictures.js";
import { showSteps } from "./steps.js";
import { hang, showDrafts, showStory, title } from "./story.js";
import { look, tell } from "./telling.js";
import * as wishing from "./wishes.js";

/** @import { PictureTables } from "../picture_files/files.js" */
/** @import { Picture } from "../picture_files/pictures.js" */
/** @import { Vectors } from "./shift_drawing.js" */
/** @import { Caption, Story } from "./story.js" */

/** @typedef {{picture: Picture, alt: string}} Taken */

const SEEDS = 10_000;
const FAILED = "something went wrong here: load the page again";

class Page {
  /** @type {Taken|undefined} */
  taken;
  takes = 0;
  /** @type {Story|undefined} */
  story;
  /** @type {Vectors|undefined} */
  vectors;
  busy = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const text = find(root, "script.pictures").textContent ?? "";
    /** @type {PictureTables} */
    this.tables = JSON.parse(text);
  }

  start() {
    const { root } = this;
    const fail = (/** @type {unknown} */ error) => this.fail(error);
    const take = (/** @type {File} */ file, /** @type {string} */ alt) => {
      this.take(file, alt).catch(fail);
    };
    choosing.listen(root, take, fail);
    wishing.listen(root);
    const form = /** @type {HTMLFormElement} */ (find(root, "form"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(null).catch(fail);
    });
    find(root, ".another").addEventListener("click", () => {
      this.another().catch(fail);
    });
    const say = (/** @type {string} */ words) => this.say(words);
    keeping.listen(root, () => this.story, say, fail);
    root.hidden = false;
  }

  /** @param {string} words for those who look, and for those who listen */
  say(words) {
    find(this.root, ".status").textContent = words;
    find(this.root, ".error").textContent = "";
  }

  /** @param {unknown} error */
  fail(error) {
    const ours = isOurs(error);
    const sentence = ours ? error.message : FAILED;
    this.say("");
    find(this.root, ".error").textContent = `${sentence}.`;
    if (!ours) throw error; // for whoever looks into the console
  }

  /** @param {File} file @param {string} alt what is on it, if known */
  async take(file, alt) {
    this.say(`Opening ${file.name} …`);
    const now = ++this.takes;
    const picture = await loadPicture(file, this.tables);
    if (now !== this.takes) return; // another one was taken since
    this.place({ picture, alt });
    this.say(`${picture.name} is here. Choose a voice, and let it be told.`);
  }

  /** @param {Taken} taken is laid on the left page */
  place(taken) {
    this.taken = taken;
    const { picture, alt } = taken;
    const { canvas } = picture;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", alt || `Your picture ${picture.name}`);
    find(this.root, ".frame .place").replaceChildren(canvas);
    find(this.root, ".frame").classList.add("has-picture");
  }

  /** @param {number|null} seed */
  async ask(seed) {
    if (this.busy) return;
    if (!this.taken) throw new StorytellerError("choose a picture first");
    const wishes = wishing.wishes(this.root);
    if (!Object.keys(wishes.styles).length) {
      throw new StorytellerError("give at least one voice a share");
    }
    this.setBusy(true);
    const told = find(this.root, ".told");
    const before = [...told.childNodes];
    try {
      await this.tell(this.taken, wishes, seed);
    } catch (error) {
      told.replaceChildren(...before); // the drafts came to nothing
      throw error;
    } finally {
      this.setBusy(false);
    }
  }

  /**
   * The next best passage that was found for the same wishes; after the last
   * one, and where stories are written, what another seed draws.
   */
  async another() {
    const { story, vectors, taken } = this;
    const same =
      story?.picture === taken?.picture &&
      JSON.stringify(story?.wishes) ===
        JSON.stringify(wishing.wishes(this.root));
    if (!same || !story || !vectors) return this.ask(null);
    const choice = story.choice + 1;
    const next = story.candidates[choice];
    if (!next?.source) return this.ask(Math.floor(Math.random() * SEEDS));
    const { text, source } = next;
    this.present({ ...story, text, source, choice }, vectors);
  }

  /** @param {boolean} is */
  setBusy(is) {
    this.busy = is;
    find(this.root, ".right").setAttribute("aria-busy", String(is));
    this.root.classList.toggle("busy", is);
  }

  /**
   * @param {Taken} taken
   * @param {wishing.Wishes} wishes
   * @param {number|null} seed
   */
  async tell(taken, wishes, seed) {
    if (!isBrought()) this.say("Loading the storyteller …");
    const { engine, teller } = await bring(this.root);
    find(this.root, ".cost").hidden = true;
    this.say("Looking at the picture …");
    await painted();
    const onWord = showDrafts(this.root);
    const onSeen = async (/** @type {Caption[]} */ captions) => {
      this.say(`It sees: ${captions[0].text}`);
      await onWord({ drafts: captions.map(({ text }) => text) });
      await painted();
    };
    const sight = await look(engine, teller, taken.picture, wishes, onSeen);
    const told = await tell(teller, sight, wishes, seed, onWord);
    const { captions, note } = sight;
    const { vectors, ...rest } = told;
    const story = { ...rest, ...taken, wishes, seed, captions, note };
    this.present(story, vectors);
  }

  /**
   * A new story; it hangs in the gallery from now on. It is not shown if
   * another picture was taken while it was told.
   * @param {Story} story
   * @param {Vectors} vectors
   */
  present(story, vectors) {
    if (story.picture === this.taken?.picture) this.show(story, vectors);
    else if (this.story) showStory(this.root, this.story); // not its drafts
    else find(this.root, ".told").replaceChildren();
    hang(this.root, story, () => {
      this.place(story);
      this.show(story, vectors);
      find(this.root, ".told").focus();
    });
  }

  /** @param {Story} story @param {Vectors} vectors */
  show(story, vectors) {
    [this.story, this.vectors] = [story, vectors];
    showStory(this.root, story);
    showSteps(this.root, story, vectors);
    find(this.root, ".keep").hidden = false;
    this.say(`${title(story)}: the story is told.`);
    find(this.root, ".right").scrollIntoView({ block: "nearest" });
  }
}

for (const root of document.querySelectorAll("#try-it")) {
  new Page(/** @type {HTMLElement} */ (root)).start();
}
