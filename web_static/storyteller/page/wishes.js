/** What a reader may wish for: voices, strength, captions, length, recipe. */

import { find, heading, input } from "./elements.js";

/**
 * @typedef {"retold"|"written"} Recipe
 *
 * @typedef {Object} Wishes
 * @property {Record<string, number>} styles the weight of each voice, of
 *   those that have any
 * @property {number} strength
 * @property {number} captions how many
 * @property {[number, number]|null} length fewest and most words, or any
 * @property {Recipe} recipe
 */

/** @param {HTMLElement} root @returns {HTMLInputElement[]} one a voice */
const faders = (root) => [
  ...root.querySelectorAll(/** @type {"input"} */ (".voices input")),
];

/**
 * Let the faders be moved.
 * @param {HTMLElement} root
 */
export function listen(root) {
  for (const fader of faders(root)) {
    fader.addEventListener("input", () => show(root));
    const name = find(root, `.voices button[data-voice="${fader.name}"]`);
    name.addEventListener("click", () => alone(root, fader));
  }
  for (const name of ["strength", "captions"]) {
    input(root, name).addEventListener("input", () => show(root));
  }
  show(root);
}

/**
 * One voice alone.
 * @param {HTMLElement} root
 * @param {HTMLInputElement} chosen
 */
function alone(root, chosen) {
  for (const fader of faders(root)) {
    fader.value = fader === chosen ? "100" : "0";
  }
  show(root);
}

/** Write beside each control what it says. @param {HTMLElement} root */
function show(root) {
  const { styles } = wishes(root);
  const total = Object.values(styles).reduce((sum, weight) => sum + weight, 0);
  for (const fader of faders(root)) {
    const share = Math.round((100 * (styles[fader.name] ?? 0)) / (total || 1));
    say(fader, `${share} %`, share / 100);
    const only = String(share === 100);
    find(root, `.voices button[data-voice="${fader.name}"]`).setAttribute(
      "aria-pressed",
      only,
    );
  }
  const strength = input(root, "strength");
  say(strength, strength.value, strength.valueAsNumber / 2);
  const captions = input(root, "captions");
  const most = Number(captions.max);
  say(captions, captions.value, captions.valueAsNumber / most);
}

/**
 * @param {HTMLInputElement} control
 * @param {string} words
 * @param {number} share of its whole length that is filled
 */
function say(control, words, share) {
  control.setAttribute("aria-valuetext", words);
  control.style.setProperty("--share", `${100 * filled(control, share)}%`);
  const output = control.parentElement?.querySelector("output");
  if (output) output.textContent = words;
}

/** @param {HTMLInputElement} control @param {number} share */
function filled(control, share) {
  const [low, high] = [Number(control.min), Number(control.max)];
  const placed = (control.valueAsNumber - low) / (high - low);
  return Number.isFinite(placed) ? placed : share;
}

/**
 * What is wished for now.
 * @param {HTMLElement} root
 * @returns {Wishes}
 */
export function wishes(root) {
  const weighed = faders(root).map(
    (fader) => /** @type {const} */ ([fader.name, fader.valueAsNumber / 100]),
  );
  const length = input(root, "length").value;
  const [fewest, most] = length.split("-").map(Number);
  const written = input(root, "recipe").form?.elements;
  const recipe = /** @type {RadioNodeList} */ (written?.namedItem("recipe"));
  return {
    styles: Object.fromEntries(weighed.filter(([, weight]) => weight > 0)),
    strength: input(root, "strength").valueAsNumber,
    captions: input(root, "captions").valueAsNumber,
    length: length ? [fewest, most] : null,
    recipe: recipe.value === "written" ? "written" : "retold",
  };
}

/** @param {Wishes} asked @returns {string} for the gallery's buttons */
export function inWords({ styles }) {
  return Object.keys(styles).map(heading).join(" and ");
}
