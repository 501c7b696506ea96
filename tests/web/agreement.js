/**
 * Run in the page by ``test_agreement``: what the storyteller makes of one
 * picture.
 * @param {{url: string, styles: string[], seed: number, candidates: number}}
 */
async ({ url, styles, seed, candidates }) => {
  const { load, openPicture } = globalThis.storyteller;
  globalThis.loading ??= load("parts", (p) => (globalThis.progress = p));
  const teller = await globalThis.loading;
  const file = await (await fetch(url)).blob();
  const picture = await openPicture(file, teller.settings.mostPixels);
  const sight = await teller.look(picture);
  const stories = {};
  for (const style of styles) {
    const asked = { styles: { [style]: 1 } };
    const told = await teller.tell(sight, asked);
    const drawn = await teller.tell(sight, { ...asked, seed });
    const greedy = await teller.writer.beam(told.shift.thought, 1);
    const written = await teller.tell(sight, {
      ...asked,
      seed,
      candidates,
      recipe: "written",
    });
    stories[style] = {
      told: told.text,
      drawn: drawn.text,
      greedy,
      written: written.text,
    };
  }
  return {
    size: [picture.width, picture.height],
    captions: sight.captions.map(({ text, score }) => [text, score]),
    note: sight.note,
    stories,
  };
};
