/* What the theme lacks for those who use a telephone, a keyboard or a screen
   reader. It runs when the page was read, and before the theme's scripts. */
(function () {
  "use strict";

  // The theme gives its menus to the first buttons it finds. Those are in a
  // bar that storybook.css hides; without it, they are the ones we see.
  document.querySelector(".bd-header")?.remove();

  // A name that is read aloud must hold the words that are seen: these have
  // names of their own, and no need of another.
  document
    .querySelectorAll("summary[aria-label], .search-button-field[aria-label]")
    .forEach((element) => {
      if (element.textContent.trim()) element.removeAttribute("aria-label");
    });

  // Three pictures, of which one is seen; the button's own name says it all.
  document
    .querySelectorAll(".theme-switch-button [title]")
    .forEach((picture) => picture.removeAttribute("title"));
})();
