/* What the widgets of ipywidgets lack on a static page: their own folder for
   fonts, a way to the maths of today's MathJax, and names for the sliders. */
(function () {
  "use strict";

  // require.js, which comes later, reads its settings from here.
  var here = document.currentScript.src;
  window.require = { baseUrl: new URL("vendor/", here).href };

  // Widgets hand their formulas to MathJax 2; the pages have MathJax 3.
  function bridgeMaths() {
    var mathjax = window.MathJax;
    if (mathjax && !mathjax.Hub) {
      mathjax.Hub = {
        Queue: function (job) {
          mathjax.startup.promise = mathjax.startup.promise.then(function () {
            return mathjax.typesetPromise([job[2]]);
          });
        },
      };
    }
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
    var label = words(box.querySelector(".widget-label"));
    var readout = box.querySelector(".widget-readout");
    var handles = box.querySelectorAll("[role=slider]");
    handles.forEach(function (handle, i) {
      var ends = handles.length > 1 ? [" from", " to"][i] : "";
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

  document.addEventListener("DOMContentLoaded", function () {
    bridgeMaths();
    describeAll();
    new MutationObserver(describeAll).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
})();
