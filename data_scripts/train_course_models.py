"""Train the course models: everything a real photograph needs.

    STORYTELLER_DATA=... python -m data_scripts.train_course_models [STAGE ...]

Stages, in order:

    image-encoder   our CNN, distilled from a pretrained teacher
    embedding       visual-semantic embedding on Flickr8k
    text            passages, pseudo-captions and captions as word ids
    thoughts        the skip-thought encoder
    encode          thoughts of all passages and captions, once
    decoder         the story decoder
    pack            caption bank, styles, quantised weights, card

Every stage keeps its work under ``runs/course`` and resumes where it was cut
off; a stage that is complete ends at once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import torch

from data_scripts import course_decoder, course_embedding
from data_scripts.course_text import prepare
from data_scripts.course_thoughts import train_thoughts
from storyteller_lib.checkpoints import load_weights, read_settings
from storyteller_lib.data.photo_captions.bank import bank
from storyteller_lib.data.world import GENRES
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.storyteller.models import Models
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

RUNS = Path("runs/course")
TEXT, THOUGHTS = RUNS / "text", RUNS / "thoughts"
ENCODED, DECODER = RUNS / "encoded", RUNS / "decoder"
EMBEDDING, ENCODER = RUNS / "embedding", RUNS / "image_encoder"
WEIGHTS = Path("storyteller_lib/weights/course")

IMAGE_ENCODER_MINUTES = 65
EMBEDDING_STEPS, THOUGHT_STEPS, DECODER_STEPS = 1_500, 1_600, 3_700
BANK = 8_000
BEAM = {
    "max_length": 60,
    "min_length": 16,
    "length_normalisation": 1.0,
    "no_repeat_ngram": 3,
}


def distil() -> None:
    """The image encoder, in a process of its own with all threads."""
    subprocess.run(
        [
            sys.executable,
            *("-m", "data_scripts.distil_image_encoder"),
            *("--minutes", str(IMAGE_ENCODER_MINUTES)),
        ],
        check=True,
    )


def text() -> None:
    """The text, unless it is there."""
    if not (TEXT / "novels.npz").is_file():
        prepare(TEXT)


def encode() -> None:
    """The thoughts of the text, unless they are there."""
    if not (ENCODED / "pseudo_captions.npy").is_file():
        course_decoder.encode_all(TEXT, THOUGHTS, ENCODED)


def load_embedding() -> tuple[VisualSemanticEmbedding, Vocabulary]:
    """The embedding that its stage wrote, and its vocabulary."""
    path = EMBEDDING / "visual_semantic_embedding.safetensors"
    settings = EmbeddingSettings.from_dict(read_settings(path))
    embedding = VisualSemanticEmbedding(settings)
    load_weights(path, embedding)
    words = Vocabulary.load(EMBEDDING / "embedding_words.txt")
    return embedding.eval(), words


def load_decoder(words: Vocabulary) -> StoryDecoder:
    """The story decoder that its stage wrote, made to open no speech.

    Passages hold no dialogue, but some single quotation marks slip through;
    a decoder that opens them never closes them.
    """
    path = DECODER / "story_decoder.safetensors"
    settings = StoryDecoderSettings.from_dict(read_settings(path))
    decoder = StoryDecoder(settings)
    load_weights(path, decoder)
    with torch.no_grad():
        decoder.bias[words.encode(["'", "''", "``"])] -= 30.0
    return decoder.eval()


def pack() -> None:
    """Gather the parts, embed the bank, write what is shipped."""
    embedding, embedding_words = load_embedding()
    words = Vocabulary.load(TEXT / "words.txt")
    thoughts = course_decoder.load_encoder(THOUGHTS, words)
    conditions = course_decoder.load_conditions(TEXT, ENCODED)
    captions = bank(BANK, 0)
    models = Models(
        image_encoder=course_embedding.load_student(ENCODER),
        embedding=embedding,
        embedding_words=embedding_words,
        bank=CaptionBank.embed(captions, embedding, embedding_words),
        thoughts=thoughts,
        words=words,
        decoder=load_decoder(words),
        styles=dict(zip(GENRES, conditions.styles, strict=True)),
        caption_mean=thoughts.encode(captions, words).mean(dim=0),
        beam=BEAM,
        captions=20,
        name="course",
    )
    cards = json.loads((Path(__file__).parent / "cards.json").read_text())
    models.save(WEIGHTS, cards["course"])


STAGES: dict[str, Callable[[], None]] = {
    "image-encoder": distil,
    "embedding": lambda: course_embedding.train_embedding(
        RUNS, EMBEDDING, EMBEDDING_STEPS
    ),
    "text": text,
    "thoughts": lambda: train_thoughts(TEXT, THOUGHTS, THOUGHT_STEPS),
    "encode": encode,
    "decoder": lambda: course_decoder.train_decoder(
        TEXT, ENCODED, DECODER, DECODER_STEPS
    ),
    "pack": pack,
}


def main() -> None:
    """Run the stages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("stages", nargs="*", metavar="STAGE")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    unknown = set(chosen.stages) - set(STAGES)
    if unknown:
        parser.error(f"no stage {unknown.pop()}: {', '.join(STAGES)}")
    for stage in chosen.stages or STAGES:
        STAGES[stage]()


if __name__ == "__main__":
    main()
