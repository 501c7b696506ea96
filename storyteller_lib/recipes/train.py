"""Train one stage or all, and gather what is trained into models.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.checkpoints import load_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.captions import caption_bank
from storyteller_lib.image_encoder import encoder_of
from storyteller_lib.recipes.captioning import train_captioner
from storyteller_lib.recipes.library import borrowed_eyes
from storyteller_lib.recipes.presets import STAGES
from storyteller_lib.recipes.reading import train_thoughts
from storyteller_lib.recipes.seeing import (
    train_embedding,
    train_image_encoder,
)
from storyteller_lib.recipes.workshop import Workshop, captions_of
from storyteller_lib.recipes.writing import train_decoder
from storyteller_lib.skip_thoughts.combine_skip import thought_encoder
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.storyteller.models.parts import CAPTION_MEAN, Models
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

LIBRARY_STAGES = ("thoughts", "decoder")
TRAIN = {
    "image-encoder": train_image_encoder,
    "embedding": train_embedding,
    "thoughts": train_thoughts,
    "decoder": train_decoder,
    "captioner": train_captioner,
}
SAID_ONCE, SAID_ONCE_THERE = 3, 4
"""No run of so many words comes twice in a story; nor of so many in the
storybook world, where a third of all passages itself repeats three."""

EYES = ("image_encoder", "visual_semantic_embedding")
MINDS = ("skip_thoughts", "story_decoder")


def train(
    stage: str,
    world: str,
    preset: str,
    folder: Path,
    resume: bool = False,
    **changes: Any,
) -> bool:
    """Train a stage (or ``all``) in a folder.

    Args:
        stage: image-encoder (in the storybook world), embedding, thoughts,
            decoder, captioner (which a storyteller can do without) or all,
            in this order.
        world: storybook, pocket, real or library; the last has no pictures,
            and its storyteller has the course's eyes.
        preset: tiny, class, course or paper.
        folder: for checkpoints, logs, parts and in the end the models.
        resume: go on from checkpoints that are there.
        changes: settings instead of the preset's, such as ``reader``.

    Returns:
        Whether the folder now holds models that tell stories.

    Raises:
        StorytellerError: for unknown names, a stage whose forerunner is
            missing, or an unfinished training that is not to be resumed.

    Chapter: book/07_training_the_decoder
    """
    if stage not in (*STAGES, "all"):
        raise StorytellerError(
            f"there is no stage {stage!r}: choose one of "
            f"{', '.join(STAGES)} or all"
        )
    shop = Workshop(folder, world, preset, **changes)
    wanted = stages_of(shop) if stage == "all" else (stage,)
    _check_eyes(shop, wanted)
    for name in wanted:
        if shop.begun(name) and not resume:
            raise StorytellerError(
                f"{shop.checkpoints(name)} holds a training of {name}: add "
                "--resume to go on with it, or name another folder"
            )
    try:
        for name in wanted:
            TRAIN[name](shop)
    except StorytellerError:
        shop.clear()
        raise
    parts = MINDS if shop.library else (*EYES, *MINDS)
    whole = all(shop.part(name).is_file() for name in parts)
    if whole:
        made = f"storyteller train, preset {shop.preset_name}"
        card = {"made_by": made, "data": shop.world.name, **changes}
        _save(gather(shop), shop.folder, card)
    return whole


def _save(models: Models, folder: Path, card: dict[str, Any]) -> None:
    try:
        models.save(folder, card)
    except StorytellerError as error:
        raise StorytellerError(
            f"{error}; the training is kept, add --resume to gather it again"
        ) from None


def _check_eyes(shop: Workshop, stages: tuple[str, ...]) -> None:
    """Refuse to train eyes where there is nothing to see."""
    blind = [stage for stage in stages if stage not in LIBRARY_STAGES]
    if shop.library and blind:
        shop.clear()
        raise StorytellerError(
            f"the story library has no pictures for the stage {blind[0]}: "
            f"train {' and '.join(LIBRARY_STAGES)}, or all; the eyes are "
            "those of the course"
        )


def stages_of(shop: Workshop) -> tuple[str, ...]:
    """The stages of a training: eyes of their own want to know the truth.

    Chapter: book/07_training_the_decoder
    """
    if shop.library:
        return LIBRARY_STAGES
    return STAGES if shop.storybook and shop.preset.eyes else STAGES[1:]


def gather(shop: Workshop) -> Models:
    """The trained parts as models that tell stories.

    Raises:
        StorytellerError: if a part is not trained yet.

    Chapter: book/07_training_the_decoder
    """
    styles = load_weights(shop.part("styles"))
    once = SAID_ONCE_THERE if shop.storybook else SAID_ONCE
    return Models(
        **(borrowed_eyes() if shop.library else _trained_eyes(shop)),
        thoughts=shop.take("skip_thoughts", thought_encoder, "thoughts"),
        words=Vocabulary.load(shop.words_file("words")),
        decoder=shop.take("story_decoder", _decoder, "decoder"),
        caption_mean=styles.pop(CAPTION_MEAN),
        styles=styles,
        beam={
            "max_length": 90,
            "length_normalisation": 1.0,
            "no_repeat_ngram": once,
        },
        captions=shop.preset.captions,
        name=shop.folder.name,
    )


def _trained_eyes(shop: Workshop) -> dict[str, Any]:
    """What sees: image encoder, embedding and bank, a captioner if any."""
    embedding = shop.take("visual_semantic_embedding", _embedding, "embedding")
    seen = Vocabulary.load(shop.words_file("embedding_words"))
    eyes = {
        "image_encoder": shop.take("image_encoder", encoder_of, "embedding"),
        "embedding": embedding,
        "embedding_words": seen,
        "bank": CaptionBank.embed(bank_texts(shop), embedding, seen),
    }
    if shop.part("attention_captioner").is_file():
        eyes |= {
            "captioner": shop.take(
                "attention_captioner", _captioner, "captioner"
            ),
            "caption_words": Vocabulary.load(shop.words_file("caption_words")),
        }
    return eyes


def bank_texts(shop: Workshop) -> list[str]:
    """The caption bank's texts: our grammar's own, or those of the world.

    Chapter: book/03_captions_by_retrieval
    """
    if shop.storybook:
        return [c.text for c in caption_bank(shop.preset.bank, seed=0)]
    some = captions_of(shop.world, shop.preset.pictures)
    texts = dict.fromkeys(text for captions in some for text in captions)
    return list(texts)[: shop.preset.bank]


def _embedding(settings: dict[str, Any]) -> VisualSemanticEmbedding:
    return VisualSemanticEmbedding(EmbeddingSettings.from_dict(settings))


def _decoder(settings: dict[str, Any]) -> StoryDecoder:
    return StoryDecoder(StoryDecoderSettings.from_dict(settings))


def _captioner(settings: dict[str, Any]) -> AttentionCaptioner:
    made = AttentionCaptionerSettings.from_dict(settings)
    return AttentionCaptioner(made)
