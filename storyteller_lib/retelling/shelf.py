"""The library as a storyteller keeps it: where each passage lies.

For each scene the thoughts of its four passages, in the space of an encoder
that keeps scene and voice apart (chapter 8), and the place of its captions in
the visual-semantic space (chapter 3). Both lie on few principal axes, in 8
bits a number; the texts are the library's own.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.library.scenes import LibraryScene, library_scenes
from storyteller_lib.data.photo_captions.concepts import content_words
from storyteller_lib.skip_thoughts.combine_skip import ThoughtEncoder
from storyteller_lib.text import Vocabulary

VECTORS = "passages.safetensors"
VECTOR_NAMES = ("passages", "sights", "styles", "caption_mean")
THOUGHT_AXES, SIGHT_AXES = 128, 96
"""Principal axes on which vectors are kept."""


@dataclass
class Shelf:
    """The scenes that may be retold, and where they lie.

    Attributes:
        scenes: the library's, in the order of the rows below.
        encoder: reads captions and passages into the thoughts' space.
        words: its vocabulary.
        passages: the unit thought of each passage, genres as in ``GENRES``.
        sights: the unit vector of each scene's captions in the
            visual-semantic space.
        styles: b, the mean thought of each genre's passages.
        caption_mean: c, the mean thought of the library's captions.
        named: how many scenes' captions name each concept.

    Chapter: book/10_the_storyteller
    """

    scenes: Sequence[LibraryScene]
    encoder: ThoughtEncoder
    words: Vocabulary
    passages: Float[Tensor, "scenes genres dim"]
    sights: Float[Tensor, "scenes space"]
    styles: Float[Tensor, "genres dim"]
    caption_mean: Float[Tensor, " dim"]
    named: Mapping[str, int]

    def think(self, texts: Sequence[str]) -> Float[Tensor, " dim"]:
        """x: the mean thought of a picture's captions."""
        return self.encoder.encode(texts, self.words).mean(dim=0)

    def to(self, place: torch.device) -> None:
        """Move the vectors to a device; the encoder is the models'."""
        for name in VECTOR_NAMES:
            setattr(self, name, getattr(self, name).to(place))

    def shown(self, row: int) -> frozenset[str]:
        """The concepts that a scene's captions name."""
        return concepts_shown(self.scenes[row])

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How rare each concept is among the scenes: log (1 + n) / (1 + k)."""
        count = 1 + len(self.scenes)
        return {c: math.log(count / (1 + k)) for c, k in self.named.items()}

    @cached_property
    def lengths(self) -> Int[Tensor, "scenes genres"]:
        """The words of each passage."""
        return torch.tensor(
            [
                [len(scene.passages[genre].split()) for genre in GENRES]
                for scene in self.scenes
            ]
        )


def concepts_shown(scene: LibraryScene) -> frozenset[str]:
    """The concepts that a scene's captions name.

    Chapter: book/10_the_storyteller
    """
    return frozenset(c for text in scene.captions for c in content_words(text))


def make_shelf(
    scenes: Sequence[LibraryScene],
    encoder: ThoughtEncoder,
    words: Vocabulary,
    sights: Float[Tensor, "scenes space"],
) -> Shelf:
    """Read all scenes of a library; c and b are means over them.

    Args:
        scenes: that may be retold.
        encoder: trained to keep scene and voice apart.
        words: its vocabulary.
        sights: see ``Shelf``.

    Chapter: book/10_the_storyteller
    """
    told = [
        encoder.encode([scene.passages[genre] for scene in scenes], words)
        for genre in GENRES
    ]
    passages = torch.stack(told, dim=1)  # (scenes, genres, dim)
    captions = [text for scene in scenes for text in scene.captions]
    return Shelf(
        scenes=scenes,
        encoder=encoder,
        words=words,
        passages=passages,
        sights=F.normalize(sights, dim=1),
        styles=passages.mean(dim=0),
        caption_mean=encoder.encode(captions, words).mean(dim=0),
        named=Counter(c for s in scenes for c in concepts_shown(s)),
    )


def save_shelf(folder: Path, shelf: Shelf) -> None:
    """Write a shelf's vectors in 8 bits; encoder and texts lie elsewhere.

    Chapter: book/10_the_storyteller
    """
    folder.mkdir(parents=True, exist_ok=True)
    flat = shelf.passages.flatten(0, 1)
    kept = {
        **_on_axes("passages", flat, THOUGHT_AXES),
        **_on_axes("sights", shelf.sights, SIGHT_AXES),
        "styles": shelf.styles,
        "caption_mean": shelf.caption_mean,
    }
    known = {
        "numbers": [scene.number for scene in shelf.scenes],
        "named": dict(shelf.named),
    }
    save_weights(folder / VECTORS, kept, settings=known, dtype="int8")


def _on_axes(name: str, rows: Tensor, axes: int) -> dict[str, Tensor]:
    """Rows as numbers on their first principal axes."""
    _, _, found = torch.linalg.svd(rows.T @ rows)
    kept = found[:axes]  # (axes, dim)
    return {name: rows @ kept.T, f"{name}_axes": kept}


def load_shelf(
    folder: Path, encoder: ThoughtEncoder, words: Vocabulary
) -> Shelf:
    """Read a shelf; its texts come from the library.

    Args:
        folder: in which ``save_shelf`` wrote.
        encoder: with which its passages were read.
        words: the encoder's vocabulary.

    Raises:
        StorytellerError: if a file is missing or broken, or the library has
            not the scenes that the shelf was made of.

    Chapter: book/10_the_storyteller
    """
    path = folder / VECTORS
    kept, known = load_weights(path), read_settings(path)
    scenes = {scene.number: scene for scene in library_scenes()}
    try:
        chosen = [scenes[number] for number in known["numbers"]]
        passages = _unit(kept, "passages").unflatten(0, (-1, len(GENRES)))
        sights = _unit(kept, "sights")
        if not len(chosen) == len(passages) == len(sights):
            raise ValueError("rows and scenes differ in number")
        if passages.shape[2] != encoder.settings.dim:
            raise ValueError("its passages were read by another encoder")
        return Shelf(
            scenes=chosen,
            encoder=encoder,
            words=words,
            passages=passages,
            sights=sights,
            styles=kept["styles"],
            caption_mean=kept["caption_mean"],
            named=known["named"],
        )
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise StorytellerError(
            f"{path} does not fit the story library ({error}): make or copy "
            "the models again"
        ) from None


def _unit(kept: dict[str, Tensor], name: str) -> Tensor:
    return F.normalize(kept[name] @ kept[f"{name}_axes"], dim=1)
