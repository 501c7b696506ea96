"""Train the storyteller of the storybook world, all parts from scratch.

    python -m data_scripts.train_storybook_models [STAGE ...]

Stages, in order: embedding (image encoder and visual-semantic embedding,
end to end), thoughts, decoder, pack. Each resumes where it was cut off.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.conditions import Conditions
from storyteller_lib.data.storybook.captions import caption_bank, captions
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.evaluation.storybook import TRAINING_PASSAGES
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.models import Models
from storyteller_lib.retrieval import CaptionBank
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
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    PicturesAndCaptions,
    VisualSemanticEmbedding,
    pair_batches,
)

RUNS = Path("runs/storybook")
WEIGHTS = Path("storyteller_lib/weights/storybook")
BANK = 16_000
STEPS = {"embedding": 2_400, "thoughts": 3_000, "decoder": 5_000}


def train_embedding(steps: int) -> None:
    """Image encoder and embedding, end to end on pictures and captions."""
    world = StorybookWorld()
    pictures = torch.from_numpy(world.pixels("train")[:])
    texts = [
        [tokenise(caption.text) for caption in five]
        for five in world.captions("train")
    ]
    words = Vocabulary.build(text for five in texts for text in five)
    words.save(RUNS / "embedding_words.txt")
    ids = [[words.encode(text) for text in five] for five in texts]
    torch.manual_seed(0)
    model = PicturesAndCaptions(*_towers(len(words)))
    training = TrainingSettings(steps, learning_rate=2e-3, bfloat16=True)
    Trainer(model, training, folder=RUNS / "embedding", name="embedding").fit(
        pair_batches(pictures, ids, 128)
    )
    _keep("image_encoder", model.encoder)
    _keep("visual_semantic_embedding", model.embedding)


def _towers(words: int) -> tuple[ImageEncoder, VisualSemanticEmbedding]:
    encoder = ImageEncoder(ImageEncoderSettings.storybook())
    settings = EmbeddingSettings(
        vocabulary=words,
        image_dim=encoder.settings.channels,
        word_dim=64,
        dim=128,
    )
    return encoder, VisualSemanticEmbedding(settings)


def train_thoughts(steps: int) -> None:
    """The skip-thought encoder, on pages of captions and passages."""
    pages, words = _pages()
    words.save(RUNS / "words.txt")

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        rng = random.Random(torch.randint(2**31, (), generator=chance).item())
        rows = [row for page in pages for row in page.triplets(rng)]
        yield from triplet_batches(rows, 192)(chance)

    torch.manual_seed(0)
    settings = SkipThoughtSettings(len(words), word_dim=96, dim=256)
    model = SkipThoughts(settings, contrast=1.0, decoded=0.25)
    training = TrainingSettings(steps, learning_rate=2e-3, bfloat16=True)
    Trainer(
        model, training, folder=RUNS / "thoughts", name="skip-thoughts"
    ).fit(epoch)
    _keep("skip_thoughts", model.encoder)


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
    words = Vocabulary.build(t for row in raw for t in (*row[1], *row[2]))
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
    conditions = _conditions(pages, _encoder(len(words)))
    settings = StoryDecoderSettings(
        vocabulary=len(words),
        thought_dim=conditions.styles.shape[1],
        word_dim=96,
        dim=320,
        condition_dim=96,
        dropout=0.1,
    )
    torch.manual_seed(0)
    model = StoryDecoder(settings)
    training = TrainingSettings(steps, learning_rate=2e-3, bfloat16=True)
    batches = passage_batches(conditions, [p.whole for p in pages], 128, 0.1)
    Trainer(model, training, folder=RUNS / "decoder", name="decoder").fit(
        batches
    )
    _keep("story_decoder", model)
    genres = dict(zip(GENRES, conditions.styles, strict=True))
    styles = {**genres, "captions": conditions.caption_mean}
    save_weights(RUNS / "styles.safetensors", styles, dtype="float32")


def _conditions(pages: list[Page], encoder: SkipThoughtEncoder) -> Conditions:
    own = encoder.encode_ids([page.whole for page in pages])
    about = encoder.encode_ids([c for page in pages for c in page.about])
    genres = torch.tensor([page.genre for page in pages])
    return Conditions(own, about.view(len(pages), -1, own.shape[1]), genres)


def _encoder(words: int) -> SkipThoughtEncoder:
    settings = SkipThoughtSettings(words, word_dim=96, dim=256)
    return _fill(SkipThoughtEncoder(settings), "skip_thoughts")


def pack() -> None:
    """Gather the parts, embed the caption bank, write what is shipped."""
    embedding_words = Vocabulary.load(RUNS / "embedding_words.txt")
    words = Vocabulary.load(RUNS / "words.txt")
    encoder, embedding = _towers(len(embedding_words))
    _fill(encoder, "image_encoder")
    _fill(embedding, "visual_semantic_embedding")
    texts = [caption.text for caption in caption_bank(BANK, seed=0)]
    styles = load_weights(RUNS / "styles.safetensors")
    decoder = load_weights(RUNS / "story_decoder.safetensors")
    settings = StoryDecoderSettings(
        vocabulary=len(words),
        thought_dim=decoder["initial.weight"].shape[1],
        word_dim=96,
        dim=320,
        condition_dim=96,
        dropout=0.1,
    )
    models = Models(
        image_encoder=encoder,
        embedding=embedding,
        embedding_words=embedding_words,
        bank=CaptionBank.embed(texts, embedding, embedding_words),
        thoughts=_encoder(len(words)),
        words=words,
        decoder=_fill(StoryDecoder(settings), "story_decoder"),
        caption_mean=styles.pop("captions"),
        styles=styles,
        beam={"max_length": 90, "length_normalisation": 0.7},
        name="storybook",
    )
    card = json.loads((Path(__file__).parent / "cards.json").read_text())
    models.save(WEIGHTS, card["storybook"])


def _keep(name: str, module: torch.nn.Module) -> None:
    path = RUNS / f"{name}.safetensors"
    save_weights(path, module, dtype="float32")


def _fill(module: Any, name: str) -> Any:
    load_weights(RUNS / f"{name}.safetensors", module)
    module.eval()
    return module


def main() -> None:
    """Run the stages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    stages = ("embedding", "thoughts", "decoder", "pack")
    parser.add_argument("stages", nargs="*", choices=[*stages, []])
    parser.add_argument("--steps", type=int, help="instead of the default")
    chosen = parser.parse_args()
    RUNS.mkdir(parents=True, exist_ok=True)
    train = {
        "embedding": train_embedding,
        "thoughts": train_thoughts,
        "decoder": train_decoder,
    }
    for stage in chosen.stages or stages:
        if stage == "pack":
            pack()
        else:
            train[stage](chosen.steps or STEPS[stage])


if __name__ == "__main__":
    main()
