/* Widgets of ipywidgets on a static page: fetched when the reader comes near
   the first of them; then the names that their sliders lack are added. */
(function () {
  "use strict";

  const page = document.currentScript;
  const vendor = new URL("vendor/", page.src).href;
  const NEAR = "1500px"; // below the window: fetched before they are seen
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

  function load(src, attributes = {}) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      for (const [name, value] of Object.entries(attributes)) {
        script.setAttribute(name, value);
      }
      script.onload = done;
      script.onerror = failed;
      script.src = src;
      document.head.append(script);
    });
  }

  let begun = false;

  async function draw() {
    if (begun) return;
    begun = true;
    window.require = { baseUrl: vendor }; // require.js reads it from here
    await load(new URL(page.dataset.state, document.baseURI).href);
    await load(vendor + "require.js");
    await load(vendor + "embed-amd.js", {
      "data-jupyter-widgets-cdn": vendor,
      "data-jupyter-widgets-cdn-only": "",
    });
  }

  // A view is a script, which has no place on the page: its parent has.
  function drawWhenNear() {
    const near = new IntersectionObserver(
      (seen) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        draw();
      },
      { rootMargin: `${NEAR} 0px` },
    );
    document
      .querySelectorAll(VIEW)
      .forEach((view) => near.observe(view.parentElement));
    window.addEventListener("beforeprint", draw);
  }

  function words(element) {
    return element ? element.textContent.trim() : "";
  }

  function set(element, name, value) {
    if (value && element.getAttribute(name) !== value) {
      element.setAttribute(name, value);
    }
  }

  // Sliders have no accessible name, and tell a screen reader only an index:
  // give each the words that are printed beside it.
  function describe(box) {
    const label = words(box.querySelector(".widget-label"));
    const readout = box.querySelector(".widget-readout");
    const handles = box.querySelectorAll("[role=slider]");
    handles.forEach((handle, i) => {
      const ends = handles.length > 1 ? [" from", " to"][i] : "";
      set(handle, "aria-label", label && label + ends);
      set(handle, "aria-valuetext", words(readout));
    });
    if (readout && label) {
      set(readout, "aria-label", label + ", value");
      set(readout, "role", readout.isContentEditable ? "textbox" : "status");
    }
  }

  function describeAll() {
    document.querySelectorAll(".widget-slider").forEach(describe);
  }

  drawWhenNear();
  new MutationObserver(describeAll).observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
  });
})();
