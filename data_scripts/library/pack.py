"""What the library taught, made small and written beside the course's eyes.

    STORYTELLER_DATA=... python -m data_scripts.library.pack

The encoder that ``thoughts`` trained and the decoder that ``decoder``
trained take the place of those that ship, with the library's words. The
captions of all scenes join the caption bank. Each style is the mean thought
of passages of the library, each voice their words' odds. c is taken from what
the course's own captioners say of photographs: it must be of the kind of
captions that stories are told from. Last, the whole library is read and its
scenes are placed in the visual-semantic space by their captions, for the
recipe ``retold``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from data_scripts.course.decoder import load_encoder
from data_scripts.course.pack import AXES, bank_captions
from data_scripts.course.styles import form_styles, genre_voices
from data_scripts.library.critic import load_critic
from data_scripts.library.decoder import NAME as DECODER
from data_scripts.library.decoder import RUNS as DECODER_RUNS
from data_scripts.library.decoder import load_decoder
from data_scripts.library.thoughts import COURSE, RUNS
from storyteller_lib.checkpoints import (
    save_weights,
)
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.library.albums import library_albums
from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.retelling.shelf import make_shelf, save_shelf
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.captioners import attention_captions
from storyteller_lib.storyteller.models.files import SHELF, load_models
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.sequences.albums import ALBUM
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

THOUGHTS = "skip_thoughts.safetensors"
BEAM = {
    "max_length": 75,
    "min_length": 16,
    "length_normalisation": 1.0,
    "no_repeat_ngram": 3,
}
SELECTION = {
    "candidates": 32,
    "temperature": 0.7,
    "top_p": 0.85,
    "top_k": 256,
    "keyword_bonus": 2.0,
    "by_sentence": True,
    "fit": 1.5,
    "style": 2.0,
    "fluency": 1.0,
    "variety": 2.0,
    "prose": 1.5,
    "sight": 1.5,
}
"""Chosen by blind reading of stories of photographs of Flickr8k's val."""

PHOTOGRAPHS = 150
"""Train photographs that c is taken from."""


def take(models: Models, thoughts: Path, decoders: Path) -> None:
    """Put the trained encoder, its words and the decoder into the models."""
    models.thoughts = load_encoder(thoughts)
    models.words = Vocabulary.load(thoughts / "words.txt")
    models.decoder = load_decoder(decoders / DECODER)
    models.critic = load_critic(decoders.parent / "critic")


def fill_bank(models: Models) -> None:
    """A caption bank of the library's captions and our grammar's."""
    models.bank = CaptionBank.embed(
        bank_captions(), models.embedding, models.embedding_words
    )


def learn_styles(models: Models) -> None:
    """b of each genre, of forms and albums, and voices, of train texts."""
    scenes = library_scenes("train")
    texts = [s.passages[g] for s in scenes for g in GENRES]
    own = models.thoughts.encode(texts, models.words)
    ids = [models.words.encode(tokenise(text)) for text in texts]
    of_genres = own.unflatten(0, (-1, len(GENRES))).mean(dim=0)
    models.styles = dict(zip(GENRES, of_genres, strict=True))
    models.styles |= form_styles(own, ids, models.words)
    genres = torch.arange(len(GENRES)).repeat(len(scenes))
    models.voices = genre_voices(ids, genres, models.words)
    albums = [" ".join(album.story) for album in library_albums("train")]
    models.styles[ALBUM] = models.thoughts.encode(albums, models.words).mean(0)


def learn_captions(models: Models, count: int) -> None:
    """c of what each captioner says of the first train photographs."""
    teller = Storyteller(models)
    found: list[str] = []
    written: list[str] = []
    for picture in tqdm(RealWorld().pictures("train", count), "captions"):
        image = picture.open()
        seen = teller.captions(image, models.captions, "retrieval")
        found += [caption.text for caption in seen]
        said = attention_captions(models, image, models.captions // 2)
        written += [caption.text for caption in said]
    encode = models.thoughts.encode
    models.caption_mean = encode(found, models.words).mean(dim=0)
    models.written_mean = encode(written, models.words).mean(dim=0)


def sights(models: Models) -> Tensor:
    """The mean place of each scene's captions among the pictures'."""
    texts = [text for scene in library_scenes() for text in scene.captions]
    found = models.embedding.embed_texts(texts, models.embedding_words)
    return found.unflatten(0, (-1, 2)).mean(dim=1)


def write(models: Models, folder: Path) -> None:
    """Write what is new; eyes and captioner stay as they are."""
    parts: dict[str, Any] = {
        THOUGHTS: models.thoughts,
        DECODER: models.decoder,
        "prose_critic.safetensors": models.critic,
    }
    for name, part in parts.items():
        sizes = part.settings.to_dict()
        save_weights(folder / name, part, settings=sizes, dtype="int8")
    models.words.save(folder / "words.txt")
    path = folder / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card |= {"beam": BEAM, "selection": SELECTION}
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    models.save_styles(folder)
    save_weights(folder / "voices.safetensors", models.voices)
    save_bank(folder, models.bank, AXES)


def main() -> None:
    """Gather, quantise, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--thoughts", type=Path, default=RUNS)
    parser.add_argument(
        "--decoder", type=Path, default=DECODER_RUNS / "stories"
    )
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS)
    chosen = parser.parse_args()
    models = load_models("course")
    take(models, chosen.thoughts, chosen.decoder)
    with torch.inference_mode():
        fill_bank(models)
        learn_styles(models)
        learn_captions(models, chosen.photographs)
        shelf = make_shelf(
            library_scenes(), models.thoughts, models.words, sights(models)
        )
        assert models.written_mean is not None
        half = (models.caption_mean + models.written_mean) / 2
        shelf.caption_mean = half
    write(models, COURSE)
    save_shelf(COURSE / SHELF, shelf)


if __name__ == "__main__":
    main()
