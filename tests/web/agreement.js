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
  const told = {};
  const greedy = {};
  for (const style of styles) {
    const story = await teller.tell(sight, { styles: { [style]: 1 } });
    told[style] = story.text;
    greedy[style] = await teller.writer.beam(story.shift.thought, 1);
  }
  const asked = { styles: { [styles[0]]: 1 }, seed, candidates };
  const drawn = await teller.tell(sight, asked);
  const written = await teller.tell(sight, { ...asked, recipe: "written" });
  return {
    size: [picture.width, picture.height],
    captions: sight.captions.map(({ text, score }) => [text, score]),
    note: sight.note,
    told,
    greedy,
    drawn: drawn.text,
    written: written.text,
  };
};
