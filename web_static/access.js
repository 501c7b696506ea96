/* What the theme lacks for those who use a telephone, a keyboard or a screen
   reader. It runs when the page was read, and before the theme's scripts. */
(function () {
  "use strict";

  // The theme gives its menus to the first buttons it finds. Those are in a
  // bar that storybook.css hides; without them, they are the ones we see.
  document
    .querySelectorAll(".bd-header .sidebar-toggle")
    .forEach((button) => button.remove());

  // Who opened a menu with a key goes on from its button when it closes.
  for (const side of ["primary", "secondary"]) {
    const button = document.querySelector(`.${side}-toggle`);
    const menu = document.getElementById(`pst-${side}-sidebar-modal`);
    button?.addEventListener("click", (event) => {
      const byKey = event.detail === 0;
      const back = () => byKey && button.focus();
      menu?.addEventListener("close", back, { once: true });
    });
  }

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
  // They have titles as attributes, or as elements once they are drawn, which
  // may be before or after this script.
  function silence(button) {
    button.querySelectorAll("i, svg").forEach((picture) => {
      picture.querySelector("title")?.remove();
      picture.removeAttribute("title");
      picture.removeAttribute("aria-labelledby");
      picture.setAttribute("aria-hidden", "true");
    });
  }

  document.querySelectorAll(".theme-switch-button").forEach((button) => {
    silence(button);
    const drawn = new MutationObserver(() => silence(button));
    drawn.observe(button, { childList: true });
  });
})();
