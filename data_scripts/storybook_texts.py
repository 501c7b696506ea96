"""The storybook models that read and write: thoughts and decoder."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import torch

from data_scripts.storybook_parts import RUNS, fill, keep
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.data.storybook.captions import (
    Caption,
    brief_caption,
    captions,
)
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.evaluation.storybook import TRAINING_PASSAGES
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
    triplet_batch,
)
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batches,
)
from storyteller_lib.style.conditions import Conditions, ConditionSettings
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Trainer, TrainingSettings

BATCH = 192
MIXED = 0.2
"""Share of the triplets that meet those about other subjects."""


def train_thoughts(steps: int) -> None:
    """The skip-thought encoder, on pages of captions and passages."""
    (RUNS / "words.txt").unlink(missing_ok=True)
    pages, words = _pages(captions)

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        rng = random.Random(torch.randint(2**31, (), generator=chance).item())
        yield from map(triplet_batch, _alike(pages, rng))

    torch.manual_seed(0)
    model = SkipThoughts(
        thought_settings(len(words)), contrast=1.0, decoded=0.25
    )
    training = TrainingSettings(steps, learning_rate=2e-3, bfloat16=True)
    Trainer(
        model, training, folder=RUNS / "thoughts", name="skip-thoughts"
    ).fit(epoch)
    keep("skip_thoughts", model.encoder)


Row = tuple[list[int], ...]
"""Three neighbours: what comes before, the source, what comes after."""


class Page:
    """A passage with the captions of its scene, as ids."""

    def __init__(
        self,
        genre: int,
        subject: str,
        sentences: list[list[int]],
        about: list[list[int]],
    ) -> None:
        self.genre, self.subject = genre, subject
        self.sentences, self.about = sentences, about
        self.whole = [i for sentence in sentences for i in sentence]

    def triplets(self, rng: random.Random) -> Iterator[tuple[str, Row]]:
        """A few neighbours, each with its kind."""
        yield "captions", (*rng.sample(self.about, 3),)
        if len(self.sentences) > 2:
            i = rng.randrange(1, len(self.sentences) - 1)
            yield "sentences", (*self.sentences[i - 1 : i + 2],)
        if rng.random() < 0.15:
            a, b = rng.sample(self.about, 2)
            yield "passage", (a, self.whole, b)


def _alike(pages: list[Page], rng: random.Random) -> list[list[Row]]:
    """Batches of triplets of one kind about one subject.

    In a mixed batch the subject alone tells neighbours from strangers, and
    contrast would teach nothing else: no place, no weather, no voice.
    """
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for page in pages:
        for kind, row in page.triplets(rng):
            mixed = rng.random() < MIXED
            groups[kind, "" if mixed else page.subject].append(row)
    batches = []
    for rows in groups.values():
        rng.shuffle(rows)
        starts = range(0, len(rows) - BATCH // 2, BATCH)
        batches += [rows[start : start + BATCH] for start in starts]
    rng.shuffle(batches)
    return batches


About = Callable[[Scene, random.Random], Sequence[Caption]]
"""Writes the captions that a page has beside its passage."""


def _brief(scene: Scene, rng: random.Random) -> list[Caption]:
    """Captions like those of the bank, which the decoder will be told of."""
    return [brief_caption(scene, rng) for _ in range(8)]


def _pages(caption: About) -> tuple[list[Page], Vocabulary]:
    world = StorybookWorld()
    rng = random.Random(0)
    raw = []
    for number, genre in enumerate(GENRES):
        for passage in world.passages(genre, "train", TRAINING_PASSAGES):
            assert passage.truth is not None
            about = [c.text for c in caption(passage.truth, rng)]
            raw.append(
                (
                    number,
                    passage.truth.subject,
                    [tokenise(text) for text in passage.sentences],
                    [tokenise(text) for text in about],
                )
            )
    path = RUNS / "words.txt"
    if not path.is_file():
        texts = (tokens for row in raw for tokens in (*row[2], *row[3]))
        Vocabulary.build(texts).save(path)
    words = Vocabulary.load(path)
    pages = [
        Page(
            number,
            subject,
            [words.encode(tokens) for tokens in sentences],
            [words.encode(tokens) for tokens in about],
        )
        for number, subject, sentences, about in raw
    ]
    return pages, words


def train_decoder(steps: int) -> None:
    """The story decoder, on passages and thoughts of their scenes."""
    pages, words = _pages(_brief)
    conditions = _conditions(pages, load_encoder(len(words)))
    torch.manual_seed(0)
    model = decoder(len(words))
    ids = [page.whole for page in pages]
    model.know_frequencies(ids)
    rows = random.Random(0).sample(range(len(ids)), 8_000)
    model.know_thoughts(conditions(rows, torch.Generator()))
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
    return Conditions(
        own,
        about.view(len(pages), -1, own.shape[1]),
        genres,
        ConditionSettings(own_share=0.15, caption_share=0.8, noise=0.003),
    )


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
            equalised=True,
        )
    )
