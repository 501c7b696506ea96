"""The storybook models that read and write: thoughts and decoder."""

from __future__ import annotations

import random
from collections.abc import Iterator

import torch

from data_scripts.storybook_parts import RUNS, fill, keep
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.conditions import Conditions
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.evaluation.storybook import TRAINING_PASSAGES
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
    triplet_batches,
)
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batches,
)
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Trainer, TrainingSettings


def train_thoughts(steps: int) -> None:
    """The skip-thought encoder, on pages of captions and passages."""
    (RUNS / "words.txt").unlink(missing_ok=True)
    pages, words = _pages()

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        rng = random.Random(torch.randint(2**31, (), generator=chance).item())
        rows = [row for page in pages for row in page.triplets(rng)]
        yield from triplet_batches(rows, 192)(chance)

    torch.manual_seed(0)
    model = SkipThoughts(
        thought_settings(len(words)), contrast=1.0, decoded=0.25
    )
    training = TrainingSettings(steps, learning_rate=2e-3, bfloat16=True)
    Trainer(
        model, training, folder=RUNS / "thoughts", name="skip-thoughts"
    ).fit(epoch)
    keep("skip_thoughts", model.encoder)


class Page:
    """A passage with the captions of its scene, as ids."""

    def __init__(
        self, genre: int, sentences: list[list[int]], about: list[list[int]]
    ) -> None:
        self.genre, self.sentences, self.about = genre, sentences, about
        self.whole = [i for sentence in sentences for i in sentence]

    def triplets(self, rng: random.Random) -> Iterator[tuple[list[int], ...]]:
        """A few neighbours: caption, passage, caption; its sentences."""
        a, b = rng.sample(self.about, 2)
        yield a, self.whole, b
        if len(self.sentences) > 2:
            i = rng.randrange(1, len(self.sentences) - 1)
            yield (*self.sentences[i - 1 : i + 2],)
        if rng.random() < 0.3:
            yield (*rng.sample(self.about, 3),)


def _pages() -> tuple[list[Page], Vocabulary]:
    world = StorybookWorld()
    rng = random.Random(0)
    raw = []
    for number, genre in enumerate(GENRES):
        for passage in world.passages(genre, "train", TRAINING_PASSAGES):
            assert passage.truth is not None
            about = [c.text for c in captions(passage.truth, rng)]
            raw.append(
                (
                    number,
                    [tokenise(text) for text in passage.sentences],
                    [tokenise(text) for text in about],
                )
            )
    path = RUNS / "words.txt"
    if not path.is_file():
        texts = (tokens for row in raw for tokens in (*row[1], *row[2]))
        Vocabulary.build(texts).save(path)
    words = Vocabulary.load(path)
    pages = [
        Page(
            number,
            [words.encode(tokens) for tokens in sentences],
            [words.encode(tokens) for tokens in about],
        )
        for number, sentences, about in raw
    ]
    return pages, words


def train_decoder(steps: int) -> None:
    """The story decoder, on passages and thoughts of their scenes."""
    pages, words = _pages()
    conditions = _conditions(pages, load_encoder(len(words)))
    torch.manual_seed(0)
    model = decoder(len(words))
    ids = [page.whole for page in pages]
    model.know_frequencies(ids)
    training = TrainingSettings(steps, learning_rate=4e-3, bfloat16=True)
    batches = passage_batches(conditions, ids, 128, word_dropout=0.1)
    Trainer(model, training, folder=RUNS / "decoder", name="decoder").fit(
        batches
    )
    keep("story_decoder", model)
    genres = dict(zip(GENRES, conditions.styles, strict=True))
    styles = {**genres, "captions": conditions.caption_mean}
    save_weights(RUNS / "styles.safetensors", styles, dtype="float32")


def _conditions(pages: list[Page], encoder: SkipThoughtEncoder) -> Conditions:
    own = encoder.encode_ids([page.whole for page in pages])
    about = encoder.encode_ids([c for page in pages for c in page.about])
    genres = torch.tensor([page.genre for page in pages])
    return Conditions(own, about.view(len(pages), -1, own.shape[1]), genres)


def load_encoder(words: int) -> SkipThoughtEncoder:
    """The encoder that its stage wrote."""
    return fill(SkipThoughtEncoder(thought_settings(words)), "skip_thoughts")


def thought_settings(words: int) -> SkipThoughtSettings:
    """The sizes of the encoder."""
    return SkipThoughtSettings(words, word_dim=96, dim=256)


def decoder(words: int) -> StoryDecoder:
    """The decoder, not trained yet."""
    return StoryDecoder(
        StoryDecoderSettings(
            vocabulary=words,
            thought_dim=256,
            word_dim=96,
            dim=320,
            condition_dim=96,
            dropout=0.1,
            thought_scale=16.0,
        )
    )
