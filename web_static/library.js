/* Leafs through the story library. The number in the address says which scene
   is shown; all that is done here is to change that number. */
(function () {
  "use strict";

  /**
   * @typedef {{number: number, split: string, captions: string[],
   *   passages: Object<string, string>}} Scene
   * @typedef {[number, ...string[]]} Captions a scene's number and captions
   */

  const folder = new URL("library/", document.currentScript.src);
  const root = document.getElementById("story-library");
  const place = root.querySelector(".scenes");
  const status = root.querySelector(".shown");
  const turn = root.querySelector(".turn");
  const search = root.querySelector(".search");
  const count = root.querySelector(".found-count");
  const list = root.querySelector(".found");
  const MOST_FOUND = 50;

  const numbers = JSON.parse(root.dataset.ranges).flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  let wanted = Number(place.querySelector(".scene").id);

  // Scripts instead of fetch, which a page opened as a file may not use.
  const taken = {};
  const asked = {};
  window.storyLibrary = {
    take(name, content) {
      taken[name] = content;
    },
  };

  /**
   * What one of the library's scripts holds; it is loaded only once.
   * @param {string} name
   * @returns {Promise<Array>}
   */
  function load(name) {
    asked[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`${name}.js`, folder).href;
      script.onload = () => resolve(taken[name]);
      script.onerror = () => {
        delete asked[name]; // it may come at the next try
        script.remove();
        reject(new Error(`${name}.js could not be loaded`));
      };
      document.head.append(script);
    });
    return asked[name];
  }

  /**
   * An element with what is in it.
   * @param {string} tag
   * @param {Object} properties
   * @param {...(Node|string)} content
   * @returns {HTMLElement}
   */
  function element(tag, properties, ...content) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...content);
    return made;
  }

  /** @param {number} number as the stories name it: 0123 */
  const digits = (number) => String(number).padStart(4, "0");

  /** @param {string} genre as a heading: Science fiction */
  const heading = (genre) =>
    genre[0].toUpperCase() + genre.slice(1).replace("-", " ");

  /** @param {number} number @param {...string} words what the link says */
  const link = (number, ...words) =>
    element("a", { href: `#${digits(number)}` }, ...words);

  /** @param {string[]} captions each in a span, with a space between */
  const spans = (captions) =>
    captions.flatMap((caption) => [element("span", {}, caption), " "]);

  /**
   * A scene as the page shows it; tools/library_page.py writes the same.
   * @param {Scene} scene
   * @returns {HTMLElement}
   */
  function sceneElement(scene) {
    const name = `Scene ${digits(scene.number)}`;
    return element(
      "article",
      { className: "scene", id: digits(scene.number) },
      element(
        "header",
        {},
        element("p", {}, link(scene.number, name), ` · ${scene.split}`),
        element("h2", { tabIndex: -1 }, ...spans(scene.captions)),
      ),
      ...Object.entries(scene.passages).map(([genre, passage]) =>
        element(
          "section",
          {},
          element("h3", {}, heading(genre)),
          element("p", {}, passage),
        ),
      ),
    );
  }

  /** @param {number} step -1 or 1 @returns {number|undefined} the next one */
  function neighbour(step) {
    return step > 0
      ? numbers.find((number) => number > wanted)
      : numbers.filter((number) => number < wanted).pop();
  }

  /** Says that there is no such scene, and which ones are near. */
  function missing() {
    const near = [neighbour(-1), neighbour(1)].filter((n) => n !== undefined);
    const links = near.flatMap((n) => [" ", link(n, digits(n))]);
    const words = `The library has no scene ${digits(wanted)}. Near it:`;
    return element("p", { className: "missing" }, words, ...links);
  }

  /**
   * Shows the scene with this number, unless another one is wanted by then.
   * @param {number} number
   */
  async function show(number) {
    wanted = number;
    turn.elements.number.value = number;
    turn.elements.previous.disabled = neighbour(-1) === undefined;
    turn.elements.next.disabled = neighbour(1) === undefined;
    let shown = missing();
    if (numbers.includes(number)) {
      const file = Math.floor(number / Number(root.dataset.aFile));
      try {
        const scenes = await load(`scenes${String(file).padStart(2, "0")}`);
        shown = sceneElement(scenes.find((scene) => scene.number === number));
      } catch (error) {
        shown = element("p", { className: "missing" }, `${error.message}.`);
      }
    }
    if (number !== wanted) return;
    place.replaceChildren(shown);
    status.textContent = shown.firstElementChild?.textContent || "";
  }

  /** @returns {number|undefined} the scene that the address names */
  function named() {
    const found = /^#(\d{1,6})$/.exec(location.hash);
    return found ? Number(found[1]) : undefined;
  }

  /** @param {number} number of the scene to which address and page go */
  function open(number) {
    location.hash = digits(number);
    return show(number);
  }

  /** @param {string} text @returns {string[]} its words, plurals as one */
  const words = (text) =>
    (text.toLowerCase().match(/[a-z0-9]+/g) || []).map((word) =>
      word.replace(/(..)s$/, "$1"),
    );

  /**
   * How well a scene answers: 2 if its captions have each word, 1 if they
   * have but longer ones that begin so, 0 if a word is not there.
   * @param {Captions} captions
   * @param {string[]} query
   */
  function rank(captions, query) {
    const there = words(captions.slice(1).join(" "));
    if (query.every((word) => there.includes(word))) return 2;
    const begins = (word) => there.some((other) => other.startsWith(word));
    return query.every(begins) ? 1 : 0;
  }

  /**
   * The scenes that answer, those with the very words first.
   * @param {Captions[]} all
   * @param {string[]} query
   * @returns {Captions[]}
   */
  function find(all, query) {
    if (!query.length) return [];
    const ranks = new Map(all.map((one) => [one, rank(one, query)]));
    return all
      .filter((one) => ranks.get(one))
      .sort((one, other) => ranks.get(other) - ranks.get(one));
  }

  /** @param {Captions[]} found */
  function showFound(found) {
    const some = found.slice(0, MOST_FOUND);
    const items = some.map(([number, ...captions]) =>
      element("li", {}, link(number, digits(number)), " ", ...spans(captions)),
    );
    list.replaceChildren(...items);
    list.hidden = !items.length;
    list.scrollTop = 0;
    const scenes = found.length === 1 ? "scene" : "scenes";
    const all = some.length === found.length;
    const end = all ? "." : `; the first ${MOST_FOUND}:`;
    count.textContent = `${found.length} ${scenes} found${end}`;
  }

  search.addEventListener("submit", async (event) => {
    event.preventDefault();
    count.textContent = "Searching …";
    try {
      const all = await load("captions");
      showFound(find(all, words(search.elements.words.value)));
    } catch (error) {
      count.textContent = `${error.message}.`;
    }
  });

  // Whoever follows a link is taken to the scene, wherever the page stands.
  list.addEventListener("click", async (event) => {
    const target = event.target.closest("a");
    if (!target) return;
    event.preventDefault();
    await open(Number(target.textContent));
    place.querySelector("h2")?.focus();
  });

  turn.addEventListener("submit", (event) => {
    event.preventDefault();
    open(turn.elements.number.valueAsNumber);
  });
  turn.elements.previous.onclick = () => open(neighbour(-1));
  turn.elements.next.onclick = () => open(neighbour(1));
  turn.elements.another.onclick = () => {
    const others = numbers.filter((number) => number !== wanted);
    open(others[Math.floor(Math.random() * others.length)]);
  };
  window.addEventListener("hashchange", () => {
    const number = named();
    if (number !== undefined && number !== wanted) show(number);
  });

  root.querySelector(".controls").hidden = false;
  show(named() ?? wanted);
})();
