"""Sizes and steps of a training, under three names.

``tiny`` shows in a minute that all works and tells nonsense; ``course`` is
about what the shipped storybook models took, hours on two cores; ``paper``
has the sizes of the papers and wants a GPU, days and a large world.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.image_encoder import ImageEncoderSettings

STAGES = ("embedding", "thoughts", "decoder", "captioner")


@dataclass(frozen=True)
class Stage(Settings):
    """How one stage is trained, and the sizes of its model.

    Attributes:
        steps: updates in all.
        batch: rows of a batch.
        word_dim: size of a word's vector.
        dim: size of the space, the thought or the decoder's state.
        learning_rate: the highest.

    Chapter: book/07_training_the_decoder
    """

    steps: int
    batch: int
    word_dim: int
    dim: int
    learning_rate: float = 2e-3

    def __post_init__(self) -> None:
        self.check_positive(*self.to_dict())


@dataclass(frozen=True)
class Preset(Settings):
    """A whole training.

    Attributes:
        embedding, thoughts, decoder: the stages.
        pictures: of the world's training pictures, so many at most.
        passages: of each genre's training passages, so many at most.
        vocabulary: words of the reader and writer, at most.
        loss: of the embedding, see ``EmbeddingSettings``.
        contrast: weight of the thoughts' second loss, see ``SkipThoughts``.
        condition_dim: what of a thought each step of the decoder sees.
        image_encoder: its sizes.
        captioner: the stage of the attention captioner.

    Chapter: book/07_training_the_decoder
    """

    embedding: Stage
    thoughts: Stage
    decoder: Stage
    pictures: int
    passages: int
    vocabulary: int = 20_000
    loss: str = "contrastive"
    contrast: float = 1.0
    condition_dim: int = 96
    image_encoder: ImageEncoderSettings = field(
        default_factory=ImageEncoderSettings
    )
    captioner: Stage = field(
        default_factory=lambda: Stage(60, 32, word_dim=32, dim=48)
    )


PRESETS = {
    "tiny": Preset(
        embedding=Stage(steps=60, batch=32, word_dim=32, dim=32),
        thoughts=Stage(steps=60, batch=32, word_dim=32, dim=48),
        decoder=Stage(100, 32, word_dim=32, dim=64, learning_rate=5e-3),
        pictures=120,
        passages=100,
        vocabulary=2_000,
        condition_dim=16,
        image_encoder=ImageEncoderSettings(8, (16, 32), (1, 1), 32, 64),
    ),
    "course": Preset(
        embedding=Stage(6_000, 128, word_dim=64, dim=128, learning_rate=3e-3),
        thoughts=Stage(4_000, 192, word_dim=96, dim=256),
        decoder=Stage(3_000, 128, word_dim=96, dim=320, learning_rate=4e-3),
        pictures=10_000,
        passages=10_000,
        image_encoder=ImageEncoderSettings(
            16, (32, 64, 128), (1, 2, 2), 128, 384
        ),
        captioner=Stage(4_000, 64, word_dim=96, dim=320, learning_rate=4e-3),
    ),
    "paper": Preset(
        embedding=Stage(100_000, 128, word_dim=300, dim=1_024),
        thoughts=Stage(500_000, 128, word_dim=620, dim=2_400),
        decoder=Stage(500_000, 64, word_dim=620, dim=1_600),
        pictures=120_000,
        passages=10_000_000,
        captioner=Stage(100_000, 64, word_dim=512, dim=1_800),
        loss="sum",
        contrast=0.0,
        condition_dim=0,
    ),
}


def preset_named(name: str) -> Preset:
    """The preset of this name.

    Raises:
        StorytellerError: if there is none.

    Chapter: book/07_training_the_decoder
    """
    if name not in PRESETS:
        raise StorytellerError(
            f"there is no preset {name!r}: choose one of {', '.join(PRESETS)}"
        )
    return PRESETS[name]
