/** How a story came about: what was seen, the shift, what was chosen from. */

import { bar, element, find } from "./elements.js";
import { shiftDrawing } from "./shift_drawing.js";

/** @import { Vectors } from "./shift_drawing.js" */
/** @import { Candidate, Story } from "./story.js" */

/** Candidates that are shown at once. */
const SHOWN = 8;

/**
 * Show the steps of a story.
 * @param {HTMLElement} root
 * @param {Story} story
 * @param {Vectors} vectors
 */
export function showSteps(root, story, vectors) {
  const steps = find(root, ".steps");
  steps.hidden = false;
  find(steps, ".captions").replaceChildren(...captionItems(story));
  find(steps, ".shift").replaceChildren(shiftDrawing(vectors));
  const about = find(steps, ".about-candidates");
  about.textContent = story.source
    ? "The passages of the library that were nearest, each made to fit."
    : "The drafts that the decoder drew, and what each was judged by.";
  const luck = story.source && story.seed !== null;
  about.textContent +=
    ` They stand in the order of their sums${luck ? ", and of luck" : ""}; ` +
    "told is the one that is marked.";
  const items = story.candidates.map((one, i) =>
    candidateItem(one, i === story.choice),
  );
  const rest = items.splice(SHOWN);
  const list = find(steps, ".candidates");
  list.replaceChildren(...items);
  const more = find(steps, ".more");
  more.hidden = !rest.length;
  more.textContent = `Show the other ${rest.length}`;
  more.onclick = () => {
    list.append(...rest);
    more.hidden = true;
  };
}

/** @param {Story} story @returns {HTMLElement[]} */
function captionItems({ captions }) {
  return captions.map(({ text, score, written }) =>
    element(
      "li",
      {},
      element("span", { className: "says" }, text),
      ...(written
        ? [element("span", { className: "own" }, "written by itself")]
        : [bar(score), element("b", {}, signed(score))]),
    ),
  );
}

/**
 * @param {Candidate} candidate
 * @param {boolean} isTold
 * @returns {HTMLElement}
 */
function candidateItem({ text, total, scores }, isTold) {
  const terms = Object.entries(scores).map(([name, value]) =>
    element(
      "span",
      { className: "score" },
      `${name} `,
      element("b", {}, signed(value)),
    ),
  );
  return element(
    "li",
    isTold ? { className: "chosen", "aria-current": "true" } : {},
    element("p", {}, text),
    element(
      "p",
      { className: "scores" },
      ...terms.flatMap((term) => [term, " "]),
      element("span", { className: "score sum" }, `sum ${signed(total)}`),
    ),
  );
}

/** @param {number} value @returns {string} with a true minus */
const signed = (value) => value.toFixed(2).replace("-", "−");
