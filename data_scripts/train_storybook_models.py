"""Train the storyteller of the storybook world, all parts from scratch.

    python -m data_scripts.train_storybook_models [STAGE ...]

Stages, in order: image-encoder, embedding, thoughts, decoder, pack. Each
resumes where it was cut off.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from data_scripts.storybook_parts import RUNS, fill
from data_scripts.storybook_pictures import (
    towers,
    train_embedding,
    train_image_encoder,
)
from data_scripts.storybook_texts import (
    decoder,
    load_encoder,
    train_decoder,
    train_thoughts,
)
from storyteller_lib.checkpoints import load_weights
from storyteller_lib.data.storybook.captions import caption_bank
from storyteller_lib.storyteller.models import Models
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

WEIGHTS = Path("storyteller_lib/weights/storybook")
BANK = 16_000
STEPS = {
    "image-encoder": 6_400,
    "embedding": 5_000,
    "thoughts": 4_000,
    "decoder": 3_000,
}


def pack() -> None:
    """Gather the parts, embed the caption bank, write what is shipped."""
    embedding_words = Vocabulary.load(RUNS / "embedding_words.txt")
    words = Vocabulary.load(RUNS / "words.txt")
    encoder, embedding = towers(len(embedding_words))
    fill(encoder, "image_encoder")
    fill(embedding, "visual_semantic_embedding")
    texts = [caption.text for caption in caption_bank(BANK, seed=0)]
    styles = load_weights(RUNS / "styles.safetensors")
    models = Models(
        image_encoder=encoder,
        embedding=embedding,
        embedding_words=embedding_words,
        bank=CaptionBank.embed(texts, embedding, embedding_words),
        thoughts=load_encoder(len(words)),
        words=words,
        decoder=fill(decoder(len(words)), "story_decoder"),
        caption_mean=styles.pop("captions"),
        styles=styles,
        beam={"max_length": 90, "length_normalisation": 1.0},
        captions=20,
        name="storybook",
    )
    card = json.loads((Path(__file__).parent / "cards.json").read_text())
    models.save(WEIGHTS, card["storybook"])


def main() -> None:
    """Run the stages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    stages = ("image-encoder", "embedding", "thoughts", "decoder", "pack")
    parser.add_argument("stages", nargs="*", choices=[*stages, []])
    parser.add_argument("--steps", type=int, help="instead of the default")
    chosen = parser.parse_args()
    RUNS.mkdir(parents=True, exist_ok=True)
    train = {
        "image-encoder": train_image_encoder,
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
