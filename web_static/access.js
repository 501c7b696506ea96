/* What the theme lacks for those who use a telephone, a keyboard or a screen
   reader. It runs when the page was read, and before the theme's scripts. */
(function () {
  "use strict";

  // The theme gives its menus to the first buttons it finds. Those are in a
  // bar that storybook.css hides; without them, they are the ones we see.
  document
    .querySelectorAll(".bd-header .sidebar-toggle")
    .forEach((button) => button.remove());

  // A name that is read aloud must hold the words that are seen: these have
  // names of their own, and no need of another.
  document
    .querySelectorAll("summary[aria-label], .search-button-field[aria-label]")
    .forEach((element) => {
      if (element.textContent.trim()) element.removeAttribute("aria-label");
    });

  // A list whose entries do not call themselves so is none for the ear.
  document
    .querySelectorAll(".citation-list > [role=doc-biblioentry]")
    .forEach((entry) => entry.setAttribute("role", "listitem"));

  // Three pictures, of which one is seen; the button's own name says it all.
  // They have titles as attributes, or as elements once they are drawn.
  document.querySelectorAll(".theme-switch-button").forEach((button) => {
    button.querySelectorAll("title").forEach((title) => title.remove());
    for (const name of ["title", "aria-labelledby"]) {
      button
        .querySelectorAll(`[${name}]`)
        .forEach((picture) => picture.removeAttribute(name));
    }
  });
})();
