"""Storytellers of a few kilobytes, with random weights, for tests."""

from __future__ import annotations

import torch
from jaxtyping import TypeCheckError

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

REFUSALS = (StorytellerError, TypeCheckError)
"""What a value of the wrong type raises, without and with type checks."""

CAPTIONS = [
    f"a {colour} {animal} {action} {place}"
    for colour, animal in zip(
        ("red", "brown", "white", "small"),
        ("fox", "dog", "horse", "cat"),
        strict=True,
    )
    for action in ("runs", "sleeps")
    for place in ("on a beach", "in the snow", "by the river")
]
WORDS = Vocabulary.build(map(tokenise, [*CAPTIONS, "then , and she said ."]))
STYLES = ("adventure", "science-fiction", "thriller", "romance")


def tiny_models(seed: int = 0, condition_dim: int = 4) -> Models:
    """All parts of a storyteller, with weights drawn from the seed."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return _draw(condition_dim)


def _draw(condition_dim: int) -> Models:
    size = len(WORDS)
    sizes = ImageEncoderSettings(4, (8,), (1,), channels=8, pooling=8)
    encoder = ImageEncoder(sizes).eval()
    embedding = VisualSemanticEmbedding(EmbeddingSettings(size, 8, 6, 10))
    decoder = StoryDecoder(
        StoryDecoderSettings(size, 12, 6, 14, condition_dim)
    )
    for parameter in decoder.parameters():
        parameter.data *= 4  # so that a thought decides what is said
    return Models(
        image_encoder=encoder,
        embedding=embedding.eval(),
        embedding_words=WORDS,
        bank=CaptionBank.embed(CAPTIONS, embedding, WORDS),
        thoughts=SkipThoughtEncoder(SkipThoughtSettings(size, 6, 12)).eval(),
        words=WORDS,
        decoder=decoder.eval(),
        styles={name: torch.randn(12) for name in STYLES},
        caption_mean=torch.randn(12) / 4,
        beam={"max_length": 12, "min_length": 3},
        name="tiny",
    )


def tiny_captioner(models: Models, seed: int = 0) -> Models:
    """The same models with an attention captioner."""
    settings = AttentionCaptionerSettings(
        len(WORDS), 8, word_dim=6, dim=10, attention_dim=5, normalised=True
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        captioner = AttentionCaptioner(settings).eval()
        for parameter in captioner.parameters():
            torch.nn.init.normal_(parameter, std=0.7)
    models.captioner, models.caption_words = captioner, WORDS
    return models
