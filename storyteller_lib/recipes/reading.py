"""The stage that reads: the skip-thought encoder and its vocabulary.

Sentences of books are neighbours as in skip-thoughts, and so are the
captions of one picture, so that the reader knows their words too.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.world import GENRES, Passage
from storyteller_lib.recipes.library import train_parallel_thoughts
from storyteller_lib.recipes.pages import (
    alike,
    drafts,
    numbered,
    of_all_kinds,
)
from storyteller_lib.recipes.presets import READERS
from storyteller_lib.recipes.workshop import Workshop, captions_of, seeded
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughts,
    SkipThoughtSettings,
    triplet_batches,
    triplets,
)
from storyteller_lib.skip_thoughts.combine_skip import CombineSkip
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Batches

Passages = dict[str, Sequence[Passage]]


def train_thoughts(shop: Workshop) -> None:
    """Train and keep the skip-thought encoder and its vocabulary.

    Combine-skip is two encoders, which are trained one after the other. In
    the story library, which is parallel text, thoughts learn to arrive.

    Chapter: book/05_skip_thoughts
    """
    if shop.library:
        train_parallel_thoughts(shop)
        return
    known = shop.storybook and shop.preset.alike
    words, batches = _of_pages(shop) if known else _of_books(shop)
    ways = READERS[shop.preset.reader]
    encoders = [
        _train_one(shop, len(words), batches, both, number)
        for number, both in enumerate(ways)
    ]
    whole = CombineSkip(encoders) if len(encoders) > 1 else encoders[0]
    shop.keep("skip_thoughts", whole)
    shop.keep_words("words", words)


def _train_one(
    shop: Workshop, words: int, batches: Batches, both: bool, number: int
) -> SkipThoughtEncoder:
    preset, stage = shop.preset, shop.preset.thoughts
    with seeded():
        model = SkipThoughts(
            SkipThoughtSettings(
                words, stage.word_dim, stage.dim, both_ways=both
            ),
            contrast=preset.contrast,
            decoded=preset.decoded,
            conditioning=preset.conditioning,
        )
        name = "thoughts" if number == 0 else "thoughts-bi"
        shop.fit(name, stage, model, batches)
    return model.encoder


def _of_pages(shop: Workshop) -> tuple[Vocabulary, Batches]:
    """Captions and passages of known scenes, a subject at a time."""
    preset = shop.preset
    found = drafts(shop.world, preset.passages, of_all_kinds)
    texts = (tokens for page in found for tokens in (*page[2], *page[3]))
    words = Vocabulary.build(texts, preset.vocabulary)
    return words, alike(numbered(found, words), preset.thoughts.batch)


def _of_books(shop: Workshop) -> tuple[Vocabulary, Batches]:
    """The sentences of each book, and the captions of each picture."""
    preset = shop.preset
    captions = captions_of(shop.world, preset.pictures)
    pages = [
        [tokenise(text) for text in page]
        for page in [*_books(passages_of(shop)), *captions]
    ]
    words = Vocabulary.build(
        (text for page in pages for text in page), preset.vocabulary
    )
    rows = triplets([[words.encode(t) for t in page] for page in pages])
    return words, triplet_batches(rows, preset.thoughts.batch)


def passages_of(shop: Workshop) -> Passages:
    """The training passages of each genre.

    Raises:
        StorytellerError: if a genre has none.

    Chapter: book/05_skip_thoughts
    """
    limit = shop.preset.passages
    found = {g: shop.world.passages(g, "train", limit) for g in GENRES}
    if empty := [genre for genre, some in found.items() if not some]:
        raise StorytellerError(
            f"the world {shop.world.name} has no passages of {empty[0]}"
        )
    return found


def _books(passages: Passages) -> list[list[str]]:
    """The sentences of each book: triplets never cross its border."""
    return [
        [sentence for passage in book for sentence in passage.sentences]
        for some in passages.values()
        for _, book in groupby(some, lambda passage: passage.book)
    ]
