"""Sizes and steps of a training, under four names.

``tiny`` shows in two minutes that all works; ``class`` makes the most of
twenty minutes on the story library; ``course`` is how the shipped
storybook models were made, hours on two cores; ``paper`` has the sizes of
the papers and wants a GPU, days and a large world.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storyteller_lib.config import Settings, check_known
from storyteller_lib.image_encoder import ImageEncoderSettings
from storyteller_lib.skip_thoughts import CONDITIONINGS
from storyteller_lib.style.conditions import ConditionSettings

STAGES = ("image-encoder", "embedding", "thoughts", "decoder", "captioner")
READERS = {"uni": (False,), "bi": (True,), "combine": (False, True)}
"""Which encoders make up the thought: of each, whether it reads both ways."""


@dataclass(frozen=True)
class Schedule(Settings):
    """How long, in what batches and how fast something is trained.

    Attributes:
        steps: updates in all.
        batch: rows of a batch.
        learning_rate: the highest.
        warmup: steps until the learning rate is there.

    Chapter: book/07_training_the_decoder
    """

    steps: int
    batch: int
    learning_rate: float = 2e-3
    warmup: int = 50

    def __post_init__(self) -> None:
        self.check_positive(*self.to_dict())


@dataclass(frozen=True, kw_only=True)
class Stage(Schedule):
    """How a stage with words is trained, and the sizes of its model.

    Attributes:
        word_dim: size of a word's vector.
        dim: size of the space, the thought or the decoder's state.

    Chapter: book/07_training_the_decoder
    """

    word_dim: int
    dim: int


@dataclass(frozen=True)
class Preset(Settings):
    """A whole training.

    Where a world knows the truth about its pictures and passages, as the
    storybook world does, three things are done that others cannot do: the
    image encoder learns by naming the parts of a scene, batches hold what
    is about one subject, and the decoder is told of each passage by
    captions like those of the bank.

    Attributes:
        embedding, thoughts, decoder: the stages.
        pictures: of the world's training pictures, so many at most.
        passages: of each genre's training passages, so many at most.
        eyes: how the image encoder is trained by the truth; without it,
            and where there is no truth, it learns with the embedding.
        scenes: pictures that it then sees.
        bank: captions in the caption bank, at most.
        captions: how many of a picture's captions are averaged in use.
        alike: whether batches hold what is about one subject, if known.
        vocabulary: words of the reader and writer, at most.
        loss: of the embedding, see ``EmbeddingSettings``.
        reader: ``uni``, ``bi`` or ``combine``; see ``READERS``.
        conditioning: of the decoders that train it, see ``SkipThoughts``.
        contrast: weight of the thoughts' second loss, see ``SkipThoughts``.
        decoded: share of a batch whose neighbours are written.
        condition_dim: what of a thought each step of the decoder sees.
        conditions: what thoughts the decoder meets where captions about a
            passage are known.
        bfloat16: compute in bfloat16 on a CPU too; a GPU always does.
        image_encoder: its sizes.
        captioner: the stage of the attention captioner.

    Raises:
        StorytellerError: for a reader or conditioning there is not.

    Chapter: book/07_training_the_decoder
    """

    embedding: Stage
    thoughts: Stage
    decoder: Stage
    pictures: int
    passages: int
    eyes: Schedule | None = None
    scenes: int = 0
    bank: int = 20_000
    captions: int = 20
    alike: bool = True
    vocabulary: int = 20_000
    loss: str = "contrastive"
    reader: str = "uni"
    conditioning: str = "initial"
    contrast: float = 1.0
    decoded: float = 1.0
    condition_dim: int = 96
    conditions: ConditionSettings = field(
        default_factory=lambda: ConditionSettings(0.15, 0.8, 0.003)
    )
    bfloat16: bool = False
    image_encoder: ImageEncoderSettings = field(
        default_factory=ImageEncoderSettings
    )
    captioner: Stage = field(
        default_factory=lambda: Stage(60, 32, word_dim=32, dim=48)
    )

    def __post_init__(self) -> None:
        for name, known in (
            ("reader", tuple(READERS)),
            ("conditioning", CONDITIONINGS),
        ):
            check_known(name, getattr(self, name), known)


SMALL_EMBEDDING = Stage(300, 64, learning_rate=5e-3, word_dim=32, dim=48)

PRESETS = {
    "tiny": Preset(
        eyes=Schedule(steps=400, batch=32, learning_rate=3e-3),
        embedding=SMALL_EMBEDDING,
        thoughts=Stage(150, 64, word_dim=32, dim=64),
        decoder=Stage(400, 64, learning_rate=8e-3, word_dim=48, dim=96),
        scenes=1_500,
        pictures=1_500,
        passages=500,
        bank=4_000,
        vocabulary=4_000,
        decoded=0.25,
        condition_dim=32,
        image_encoder=ImageEncoderSettings(8, (16, 32), (1, 1), 32, 64),
    ),
    "class": Preset(
        embedding=SMALL_EMBEDDING,
        thoughts=Stage(500, 40, learning_rate=2e-3, word_dim=128, dim=320),
        decoder=Stage(3_000, 48, word_dim=192, dim=512),
        pictures=20_000,
        passages=10_000,
        vocabulary=8_000,
        condition_dim=128,
        conditions=ConditionSettings(0.15, 0.7, 0.001),
        bfloat16=True,
    ),
    "course": Preset(  # the shipped storybook models; see their card
        eyes=Schedule(steps=6_400, batch=64, learning_rate=3e-3),
        embedding=Stage(5_000, 512, learning_rate=3e-3, word_dim=64, dim=128),
        thoughts=Stage(4_000, 192, word_dim=96, dim=256),
        decoder=Stage(3_000, 128, learning_rate=4e-3, word_dim=96, dim=320),
        scenes=80_000,
        pictures=60_000,
        passages=10_000,
        bank=16_000,
        decoded=0.25,
        bfloat16=True,
        image_encoder=ImageEncoderSettings(
            16, (32, 64, 128), (1, 2, 2), 128, 384
        ),
        captioner=Stage(4_000, 64, word_dim=96, dim=320, learning_rate=4e-3),
    ),
    "paper": Preset(
        embedding=Stage(100_000, 128, warmup=500, word_dim=300, dim=1_024),
        thoughts=Stage(500_000, 128, warmup=500, word_dim=620, dim=2_400),
        decoder=Stage(500_000, 64, warmup=500, word_dim=620, dim=1_600),
        pictures=120_000,
        passages=10_000_000,
        captions=100,
        alike=False,
        captioner=Stage(100_000, 64, word_dim=512, dim=1_800),
        loss="sum",
        reader="combine",
        conditioning="every-step",
        contrast=0.0,
        condition_dim=0,
        conditions=ConditionSettings(own_share=1.0, noise=0.0),
    ),
}


def preset_named(name: str) -> Preset:
    """The preset of this name.

    Raises:
        StorytellerError: if there is none.

    Chapter: book/07_training_the_decoder
    """
    check_known("preset", name, PRESETS)
    return PRESETS[name]
