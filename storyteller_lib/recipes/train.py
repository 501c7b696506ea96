"""Train one stage or all, and gather what is trained into models.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from pathlib import Path

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.checkpoints import load_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.recipes.captioning import train_captioner
from storyteller_lib.recipes.presets import STAGES
from storyteller_lib.recipes.reading import train_decoder, train_thoughts
from storyteller_lib.recipes.seeing import train_embedding
from storyteller_lib.recipes.workshop import Workshop, captions_of
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.storyteller.models import CAPTION_MEAN, Models
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

PARTS = {
    "image_encoder": (ImageEncoder, ImageEncoderSettings, "embedding"),
    "visual_semantic_embedding": (
        VisualSemanticEmbedding,
        EmbeddingSettings,
        "embedding",
    ),
    "skip_thoughts": (SkipThoughtEncoder, SkipThoughtSettings, "thoughts"),
    "story_decoder": (StoryDecoder, StoryDecoderSettings, "decoder"),
}
TRAIN = {
    "embedding": train_embedding,
    "thoughts": train_thoughts,
    "decoder": train_decoder,
    "captioner": train_captioner,
}
CAPTIONER = (AttentionCaptioner, AttentionCaptionerSettings, "captioner")
MOST_CAPTIONS = 20_000


def train(
    stage: str, world: str, preset: str, folder: Path, resume: bool = False
) -> bool:
    """Train a stage (or ``all``) in a folder.

    Args:
        stage: embedding, thoughts, decoder, captioner (which a storyteller
            can do without) or all, in this order.
        world: storybook, pocket or real.
        preset: tiny, course or paper.
        folder: for checkpoints, logs, parts and in the end the models.
        resume: go on from checkpoints that are there.

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
    shop = Workshop(folder, world, preset)
    wanted = STAGES if stage == "all" else (stage,)
    for name in wanted:
        if shop.begun(name) and not resume:
            raise StorytellerError(
                f"{shop.checkpoints(name)} holds a training of {name}: add "
                "--resume to go on with it, or name another folder"
            )
    for name in wanted:
        TRAIN[name](shop)
    whole = all(shop.part(name).is_file() for name in PARTS)
    if whole:
        gather(shop)
    return whole


def gather(shop: Workshop) -> None:
    """Write the trained parts as models that ``Storyteller.load`` reads.

    Chapter: book/07_training_the_decoder
    """
    encoder, embedding, thoughts, decoder = (
        shop.take(name, *how) for name, how in PARTS.items()
    )
    seen = Vocabulary.load(shop.words_file("embedding_words"))
    some = captions_of(shop.world, shop.preset.pictures)
    texts = list(dict.fromkeys(text for five in some for text in five))
    styles = load_weights(shop.part("styles"))
    models = Models(
        image_encoder=encoder,
        embedding=embedding,
        embedding_words=seen,
        bank=CaptionBank.embed(texts[:MOST_CAPTIONS], embedding, seen),
        thoughts=thoughts,
        words=Vocabulary.load(shop.words_file("words")),
        decoder=decoder,
        caption_mean=styles.pop(CAPTION_MEAN),
        styles=styles,
        beam={"max_length": 90, "length_normalisation": 1.0},
        name=shop.folder.name,
    )
    if shop.part("attention_captioner").is_file():
        models.captioner = shop.take("attention_captioner", *CAPTIONER)
        models.caption_words = Vocabulary.load(
            shop.words_file("caption_words")
        )
    made = f"storyteller train, preset {shop.preset_name}"
    models.save(shop.folder, {"made_by": made, "data": shop.world.name})
