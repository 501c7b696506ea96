"""The stage that writes: the story decoder and the styles.

The decoder learns from passages' own thoughts (as the originals did), and
where captions about a passage are known, from shifted ones too; see
``conditions``.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import random

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import device
from storyteller_lib.data.world import GENRES
from storyteller_lib.recipes.library import told_of_scenes
from storyteller_lib.recipes.pages import drafts, like_the_bank, numbered
from storyteller_lib.recipes.reading import passages_of
from storyteller_lib.recipes.workshop import Workshop, captions_of, seeded
from storyteller_lib.sampled_softmax import SampledSoftmax
from storyteller_lib.skip_thoughts.combine_skip import (
    ThoughtEncoder,
    thought_encoder,
)
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batches,
)
from storyteller_lib.storyteller.models.parts import CAPTION_MEAN
from storyteller_lib.style.conditions import Conditions, ConditionSettings
from storyteller_lib.text import Vocabulary, tokenise

SCORED = 1_024
"""Words scored at each step of a training, if there are far more."""
SAMPLE = 8_000
"""Thoughts that the decoder's equaliser is fitted to, at most."""

Ids = list[list[int]]


def train_decoder(shop: Workshop) -> None:
    """Train and keep the story decoder and the styles.

    Chapter: book/07_training_the_decoder
    """
    stage = shop.preset.decoder
    encoder = shop.take("skip_thoughts", thought_encoder, "thoughts")
    encoder = encoder.to(device())
    words = Vocabulary.load(shop.words_file("words"))
    texts = _of_passages
    if shop.storybook or shop.library:
        texts = _of_pages if shop.storybook else told_of_scenes
    ids, conditions = texts(shop, encoder, words)
    with seeded():
        model = _decoder(shop, len(words), conditions.styles.shape[1])
        model.know_frequencies(ids)
        if len(words) > 2 * SCORED:
            model.sampled = SampledSoftmax(model.bias.detach().exp(), SCORED)
        rows = random.Random(0).sample(range(len(ids)), min(SAMPLE, len(ids)))
        model.know_thoughts(conditions(rows, torch.Generator()))
        batches = passage_batches(conditions, ids, stage.batch, 0.1)
        shop.fit("decoder", stage, model, batches)
    shop.keep("story_decoder", model)
    styles = dict(zip(GENRES, conditions.styles, strict=True))
    save_weights(
        shop.part("styles"),
        {**styles, CAPTION_MEAN: conditions.caption_mean},
        dtype="float32",
    )


def _decoder(shop: Workshop, words: int, thought_dim: int) -> StoryDecoder:
    stage = shop.preset.decoder
    return StoryDecoder(
        StoryDecoderSettings(
            vocabulary=words,
            thought_dim=thought_dim,
            word_dim=stage.word_dim,
            dim=stage.dim,
            condition_dim=shop.preset.condition_dim,
            dropout=0.1,
            equalised=True,
        )
    )


def _of_pages(
    shop: Workshop, encoder: ThoughtEncoder, words: Vocabulary
) -> tuple[Ids, Conditions]:
    """Passages of known scenes, with captions like those of the bank."""
    found = drafts(shop.world, shop.preset.passages, like_the_bank)
    pages = numbered(found, words)
    ids = [page.whole for page in pages]
    own = encoder.encode_ids(ids).cpu()
    about = encoder.encode_ids([c for page in pages for c in page.about])
    about = about.cpu().view(len(pages), -1, own.shape[1])
    genres = torch.tensor([page.genre for page in pages])
    return ids, Conditions(own, about, genres, shop.preset.conditions)


def _of_passages(
    shop: Workshop, encoder: ThoughtEncoder, words: Vocabulary
) -> tuple[Ids, Conditions]:
    """Passages that nobody captioned: each is told of by its own thought."""
    passages = passages_of(shop)
    texts = [passage.text for some in passages.values() for passage in some]
    ids = [words.encode(tokenise(text)) for text in texts]
    own = encoder.encode_ids(ids).cpu()
    numbers = [[i] * len(some) for i, some in enumerate(passages.values())]
    genres = torch.tensor([i for some in numbers for i in some])
    noise = shop.preset.conditions.noise
    settings = ConditionSettings(own_share=1.0, noise=noise)
    others = _captions(shop, encoder, words)
    lent = others[torch.arange(len(own)) % len(others)]  # (passages, dim)
    return ids, Conditions(own, lent.unsqueeze(1), genres, settings)


def _captions(
    shop: Workshop, encoder: ThoughtEncoder, words: Vocabulary
) -> Float[Tensor, "captions dim"]:
    some = captions_of(shop.world, shop.preset.pictures)
    texts = [text for captions in some for text in captions]
    return encoder.encode(texts, words).cpu()
