"""What a browser must know beside the networks: words, texts and settings.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.photo_captions.concepts import CONCEPTS
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.decoding.sentences import NOT_WAITED_FOR
from storyteller_lib.pictures import MAX_PIXELS, SIZE
from storyteller_lib.prose_critic import CONTEXT
from storyteller_lib.retelling.reteller import RetellingSettings
from storyteller_lib.retelling.shelf import Shelf
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.captioners import BEAM, MOST_WRITTEN
from storyteller_lib.storyteller.choosing.candidates import (
    COMMONEST,
    KEYWORDS,
    SelectionSettings,
)
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.recognition import MARGIN, NOTE
from storyteller_lib.storyteller.stages import NEAR
from storyteller_lib.storyteller.story_length import (
    CLOSING_QUOTE,
    JOINED,
    MOST_WORDS,
    SENTENCE_ENDS,
)
from storyteller_lib.text import UNK
from storyteller_lib.text.unwanted import unwanted_ids
from storyteller_lib.web.tables import Tables


def settings_of(models: Models, card: dict[str, Any]) -> dict[str, Any]:
    """How the models tell stories, as plain values, and what they may do.

    Chapter: book/10_the_storyteller
    """
    selection = SelectionSettings.from_dict(models.selection)
    if models.critic is None:  # in the page nobody is asked, then
        selection = replace(selection, prose=0.0)
    return {
        "name": models.name,
        "licence": card.get("licence", ""),
        "size": SIZE,
        "mostPixels": MAX_PIXELS,
        "captions": models.captions,
        "captionsFrom": models.captions_from,
        "near": NEAR,
        "mostWritten": MOST_WRITTEN,
        "captionBeam": BEAM.to_dict(),
        "margin": MARGIN.get(models.name),
        "note": NOTE,
        "genres": list(GENRES),
        "styles": list(models.styles),
        "voices": list(models.voices),
        "beam": BeamSettings.from_dict(models.beam).to_dict(),
        "selection": selection.to_dict(),
        "retelling": RetellingSettings().to_dict(),
        "notWaitedFor": NOT_WAITED_FOR,
        "context": CONTEXT,
        "commonest": COMMONEST,
        "keywords": KEYWORDS,
        "sentenceEnds": list(SENTENCE_ENDS),
        "closingQuote": CLOSING_QUOTE,
        "joined": [list(pair) for pair in JOINED],
        "mostWords": MOST_WORDS,
        "unwanted": unwanted_ids(models.written),
        "named": dict(models.shelf.named) if models.shelf else {},
    }


def words_of(models: Models) -> dict[str, Any]:
    """The vocabularies, the two special words first in each; and keywords.

    Keywords are the ids of the stories' words that name a concept.

    Chapter: book/10_the_storyteller
    """
    found = {"stories": models.written, "embedding": models.embedding_words}
    if models.caption_words is not None:
        found["captions"] = models.caption_words
    ids = {
        concept: [i for i in models.written.encode(sorted(forms)) if i > UNK]
        for concept, forms in CONCEPTS.items()
    }
    keywords = {concept: own for concept, own in ids.items() if own}
    words = {name: words.words for name, words in found.items()}
    return {**words, "keywords": keywords}


def scenes_of(shelf: Shelf) -> list[dict[str, Any]]:
    """The library's scenes in the order of the shelf's rows.

    Chapter: book/10_the_storyteller
    """
    return [
        {
            "number": scene.number,
            "captions": list(scene.captions),
            "passages": scene.passages,
        }
        for scene in shelf.scenes
    ]


def tables_of(teller: Storyteller, folder: Path) -> Tables:
    """All vectors: the bank's, the library's, the styles' and the voices'.

    Args:
        teller: with the models that lie in the folder.
        folder: that of the models.

    Raises:
        StorytellerError: if the bank's vectors are not kept on axes.

    Chapter: book/10_the_storyteller
    """
    models, tables = teller.models, Tables()
    bank = folder / "caption_bank.safetensors"
    tables.add_rows("bank", bank, "codes", "axes")
    for name, vector in models.styles.items():
        tables.add(f"style.{name}", vector)
    tables.add("mean.captions", models.caption_mean)
    if models.written_mean is not None:
        tables.add("mean.written", models.written_mean)
    tables.add("nothing", teller.nothing)
    for name, odds in models.voices.items():
        tables.add(f"voice.{name}", odds)
    if (shelf := models.shelf) is not None:
        path = folder / "library" / "passages.safetensors"
        for name in ("passages", "sights"):
            tables.add_rows(f"shelf.{name}", path, name, f"{name}_axes")
        tables.add("shelf.styles", shelf.styles)
        tables.add("shelf.captionMean", shelf.caption_mean)
    return tables
