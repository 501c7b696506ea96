/**
 * A storyteller of a few lines, with the interface of the real one, for
 * tests of the page alone: it sees whether a picture is light or dark.
 */
(function () {
  "use strict";

  const settings = {
    mostPixels: 150e6,
    retelling: { fit: 12, fluency: 0.5, strain: 0.1 },
  };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  /** @param {ImageData} pixels @returns {number} from 0 to 1 */
  function lightness({ data }) {
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum += data[i] + data[i + 1];
    return sum / (data.length / 2) / 255;
  }

  /** @param {number} seed @param {number} size */
  const vector = (seed, size = 8) =>
    Float32Array.from({ length: size }, (_, i) =>
      Math.sin(seed + i * (seed + 1)),
    );

  const teller = {
    settings,
    async look(pixels, count, onSeen) {
      const light = lightness(pixels);
      const word = light > 0.5 ? "light" : "dark";
      const captions = Array.from({ length: count }, (_, i) => ({
        text: `A man in a canoe on a ${word} lake, number ${i}.`,
        score: i < 2 ? -0.7 - i / 10 : 0.5 - i / 100,
        written: i < 2,
      }));
      const blank = light > 0.99;
      await onSeen(captions.slice(2));
      const note = blank ? "nothing in this picture was recognised" : "";
      return { captions, note, light };
    },
    async tell(sight, wishes) {
      const style = Object.keys(wishes.styles)[0];
      const { seed, recipe, onWord, strength } = wishes;
      const text =
        `The canoe had been empty when he tied it up, and now it was not. ` +
        `He counted the oars on the ${sight.light > 0.5 ? "light" : "dark"} ` +
        `water twice (${style}, ${strength}, ${wishes.length ?? "any"}). ` +
        `Whoever had come for him had come alone, number ${seed ?? "none"}.`;
      const shift = { x: vector(1), c: vector(2), b: vector(3) };
      const candidates = Array.from({ length: 12 }, (_, i) => ({
        text: i ? `Draft ${i}: ${text}` : text,
        scores: { fit: 2 - i / 10, style: 1.5, total: 3.5 - i / 10 },
      }));
      if (recipe === "written") {
        const words = text.split(" ");
        for (let i = 1; i <= words.length; i += 3) {
          const draft = words.slice(0, i).join(" ");
          await onWord({ drafts: [draft, draft, draft], candidates: [] });
        }
        return { text, retold: [], candidates, shift };
      }
      await onWord({ drafts: [text] });
      if (globalThis.storyteller.failing) {
        const told = new Error("the picture is too dark: take a lighter one");
        told.name = "StorytellerError"; // of this script, not of the page's
        throw told;
      }
      await pause(200); // as if it had to think
      const retold = candidates.slice(0, 8).map(({ text, scores }, i) => ({
        text,
        scene: 1102 + i,
        genre: style,
        exchanges: i ? [] : [{ new: "canoe", old: "boat" }],
        nearness: 4 - i / 10,
        fit: 0.5,
        fluency: -3,
        strain: i ? 0 : 2,
        total: 8.5 - scores.total / 10 - i,
      }));
      return { text, retold, candidates: [], shift };
    },
  };

  globalThis.storyteller = {
    async load(source, onProgress) {
      const total = 24e6;
      for (const loaded of [4e6, 15e6, total]) {
        onProgress({ loaded, total });
        await pause(20);
      }
      return teller;
    },
  };
})();
