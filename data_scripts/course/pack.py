"""The trained parts of the course gathered, made small and written.

Encoder and decoder of novels go on from here to the library, see
``data_scripts.library``; what it teaches them takes their place.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from tqdm import tqdm

from data_scripts.course import decoder as course_decoder
from data_scripts.course import embedding as course_embedding
from data_scripts.course.styles import form_styles
from data_scripts.course.text import IdRows
from storyteller_lib.checkpoints import load_weights, read_settings
from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.data.photo_captions.bank import bank
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.story_decoder import StoryDecoder, StoryDecoderSettings
from storyteller_lib.storyteller.captioners import attention_captions
from storyteller_lib.storyteller.models.files import ORDINARY, load_models
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

NOVELS = Path("runs/library/novels_decoder")
"""Where the decoder of novels is kept, with its words."""
BANK, AXES, PHOTOGRAPHS = 6_000, 80, 300
"""Captions of our grammar in the bank, beside those of the library's scenes;
axes that all their vectors are kept on; pictures that are read."""

SHARES = {"decoder": 0.7, "language": 0.3}
"""What each stage of the decoder has in the mean of their weights."""

BEAM = {
    "max_length": 70,
    "min_length": 16,
    "length_normalisation": 1.0,
    "no_repeat_ngram": 3,
}


def load_embedding(
    folder: Path,
) -> tuple[VisualSemanticEmbedding, Vocabulary]:
    """The embedding that its stage wrote, and its vocabulary."""
    path = folder / "visual_semantic_embedding.safetensors"
    settings = EmbeddingSettings.from_dict(read_settings(path))
    embedding = VisualSemanticEmbedding(settings)
    load_weights(path, embedding)
    words = Vocabulary.load(folder / "embedding_words.txt")
    return embedding.eval(), words


def load_decoder(runs: Path, words: Vocabulary) -> StoryDecoder:
    """The mean of the decoders of both stages, made to open no speech.

    One knows more of the language, one more of pictures; between them lies
    one that is surprised by less than either (Wortsman et al., 2022, "Model
    soups").

    Passages hold no dialogue, but some single quotation marks slip through;
    a decoder that opens them never closes them.
    """
    name = "story_decoder.safetensors"
    read = read_settings(runs / "decoder" / name)
    decoder = StoryDecoder(StoryDecoderSettings.from_dict(read))
    parts = [
        (share, load_weights(runs / stage / name))
        for stage, share in SHARES.items()
    ]
    decoder.load_state_dict(
        {key: sum(s * part[key] for s, part in parts) for key in parts[0][1]}
    )
    with torch.no_grad():
        decoder.bias[words.encode(["'", "''", "``"])] -= 30.0
    return decoder.eval()


def pack_written(weights: Path) -> None:
    """Learn the voice of the captions that the captioner writes.

    From then on a picture's captions come from both captioners.
    """
    models = load_models(weights)
    photographs = RealWorld().pictures("train", PHOTOGRAPHS)
    captions = [
        caption.text
        for photograph in tqdm(photographs, desc="written captions")
        for caption in attention_captions(models, photograph.open(), 5)
    ]
    models.written_mean = models.thoughts.encode(captions, models.words).mean(
        dim=0
    )
    models.captions_from = "both"
    card = json.loads((weights / "card.json").read_text())
    models.save_styles(weights)
    card["captions_from"] = models.captions_from
    text = json.dumps(card, indent=2) + "\n"
    (weights / "card.json").write_text(text, encoding="utf-8")


def bank_captions() -> list[str]:
    """What the bank holds: the captions of the library, and our grammar's.

    The library's are the better ones for what people photograph; the
    grammar names every concept, also those that few scenes have.
    """
    told = [text for scene in library_scenes() for text in scene.captions]
    return list(dict.fromkeys([*told, *bank(BANK, 0)]))


def pack(runs: Path, weights: Path) -> None:
    """Gather the parts, embed the bank, write what is shipped."""
    text = runs / "text"
    embedding, embedding_words = load_embedding(runs / "embedding")
    words = Vocabulary.load(text / "words.txt")
    thoughts = course_decoder.load_encoder(runs / "thoughts")
    conditions = course_decoder.load_conditions(text, runs / "encoded")
    passages = IdRows.load(text / "passages.npz")
    ids = [passages[i] for i in range(len(passages))]
    captions = bank_captions()
    styles = dict(zip(GENRES, conditions.styles, strict=False))
    styles |= form_styles(conditions.own[: len(ids)], ids, words)
    models = Models(
        image_encoder=course_embedding.load_student(runs / "image_encoder"),
        embedding=embedding,
        embedding_words=embedding_words,
        bank=CaptionBank.embed(captions, embedding, embedding_words),
        thoughts=thoughts,
        words=words,
        decoder=load_decoder(runs, words),
        styles=styles,
        caption_mean=thoughts.encode(captions, words).mean(dim=0),
        beam=BEAM,
        captions=20,
        name="course",
    )
    card = json.loads((Path(__file__).parent / "card.json").read_text())
    models.save(weights, card, bank_axes=AXES)
    _keep(weights, weights / ORDINARY, ("skip_thoughts.safetensors",))
    _keep(weights, NOVELS, ("story_decoder.safetensors",))


def _keep(weights: Path, folder: Path, names: tuple[str, ...]) -> None:
    """Copy parts, and their words, before the library takes their place."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*names, "words.txt"):
        shutil.copy(weights / name, folder / name)
