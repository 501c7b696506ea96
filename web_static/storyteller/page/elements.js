/** Elements of the page, made and found. */

/**
 * An element with what is in it. Names with a hyphen, and `role`, are
 * attributes; the others are properties.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node|string)} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, properties = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    const attribute = name.includes("-") || name === "role";
    if (attribute) made.setAttribute(name, value);
    else Reflect.set(made, name, value);
  }
  made.append(...content);
  return made;
}

/**
 * The one element that is meant; its lack is an error of ours.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (found instanceof HTMLElement) return found;
  throw new RangeError(`the page has no ${selector}`);
}

/**
 * The input with this name.
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLInputElement}
 */
export function input(root, name) {
  return /** @type {HTMLInputElement} */ (find(root, `[name="${name}"]`));
}

/**
 * A button that does something.
 * @param {string} words
 * @param {() => void} action
 * @param {Record<string, any>} [properties]
 * @returns {HTMLButtonElement}
 */
export function button(words, action, properties = {}) {
  const how = { type: "button", onclick: action, ...properties };
  return element("button", how, words);
}

/**
 * A bar as long as a share, for the eye alone: the number stands beside it.
 * @param {number} share from 0 to 1
 * @returns {HTMLElement}
 */
export function bar(share) {
  const inner = element("span");
  inner.style.inlineSize = `${100 * Math.min(1, Math.max(0, share))}%`;
  return element("span", { className: "bar", "aria-hidden": "true" }, inner);
}

/** @param {string} genre as a heading: Science fiction */
export const heading = (genre) =>
  genre[0].toUpperCase() + genre.slice(1).replace("-", " ");

/**
 * A blend in words: `70 % thriller, 30 % romance`.
 * @param {Record<string, number>} voices
 * @returns {string}
 */
export function blendInWords(voices) {
  const parts = Object.entries(voices);
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0);
  if (parts.length === 1) return heading(parts[0][0]);
  return parts
    .map(([name, weight]) => `${Math.round((100 * weight) / total)} % ${name}`)
    .join(", ")
    .replaceAll("-", " ");
}

/**
 * Let the page show what was said, before it computes.
 * @returns {Promise<void>}
 */
export const painted = () =>
  new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
