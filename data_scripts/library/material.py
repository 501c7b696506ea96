"""What the library's decoder learns to write, and from what.

Six kinds of texts, each with captions about it; a decoder is given their
mean thought, with the voice of such captions out and a genre's in, as in use:

    scenes      passages of train scenes, from the two captions of each
    bank        the same, from what the caption bank holds near those two
    dresses     passages made to fit photographs, from the captioners' words
    albums      stories of train albums, from the captions of their five
    captions    people's captions of a photograph, from the captioners' words
    novels      pieces of novels, from their own thought
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from data_scripts.course.text import IdRows
from storyteller_lib.data.library.albums import library_albums
from storyteller_lib.data.library.scenes import LibraryScene, library_scenes
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.styles.files import reader_of
from storyteller_lib.style.conditions import Conditions, ConditionSettings
from storyteller_lib.text import tokenise

RUNS = Path("runs/library")
NEIGHBOURS, NOVELS = 20, 60_000
"""Captions of the bank about a scene; pieces of novels that are read."""

OWN_SHARE, OF_NOVELS, BARE_SHARE, NOISE = 0.1, 0.7, 0.1, 0.001
"""Share of texts written from their own thought, and of the novels' pieces;
of those from their genre's style alone; noise on each number of a thought."""

CAPTION_SHARE = 0.7
"""Each caption's chance to have a say."""

LONGEST = 100
"""Words of a text."""


class Texts(Conditions):
    """Texts of one kind, and the thoughts that each is written from.

    Args:
        ids: what is to be written.
        own: the texts' own thoughts.
        captions: thoughts of captions about the texts.
        about: which of them are about each text, -1 for none.
        styles: b of each genre.
        genres: the number of each text's genre.
        own_share: share of them written from their own thought.
    """

    def __init__(
        self,
        ids: list[list[int]],
        own: Tensor,
        captions: Tensor,
        about: Tensor,
        styles: Tensor,
        genres: Tensor,
        own_share: float = OWN_SHARE,
    ) -> None:
        self.ids = ids
        shares = (own_share, CAPTION_SHARE, NOISE, BARE_SHARE)
        settings = ConditionSettings(*shares)
        super().__init__(
            own, captions, genres, settings, about=about, styles=styles
        )


class Reader:
    """Turns texts into ids and thoughts, and keeps the thoughts in files.

    A file is named after encoder and texts: what is new is read anew.

    Args:
        models: with the encoder and its words.
        folder: for the thoughts.
    """

    def __init__(self, models: Models, folder: Path) -> None:
        self.encoder, self.words = models.thoughts, models.words
        self.folder, self.key = folder, reader_of(models)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The words of texts."""
        return [self.words.encode(tokenise(t))[:LONGEST] for t in texts]

    def thoughts(self, name: str, rows: Sequence[Sequence[int]]) -> Tensor:
        """The thoughts of texts, kept in a file by this name."""
        digest = hashlib.blake2b(self.key.encode(), digest_size=8)
        digest.update(json.dumps(rows).encode())
        path = self.folder / f"{name}-{digest.hexdigest()}.npy"
        if path.exists():
            return torch.from_numpy(np.load(path))
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            found = self.encoder.encode_ids(rows, batch_size=256)
        self.folder.mkdir(parents=True, exist_ok=True)
        np.save(path, found.half().numpy())
        return found.half()


def _genres(count: int) -> Tensor:
    """0, 1, 2, 3, 0, 1, ...: so texts of scenes stand side by side."""
    return torch.arange(len(GENRES)).repeat(count)


def scene_texts(
    reader: Reader, split: str, models: Models
) -> tuple[Texts, Texts]:
    """Passages of a split's scenes from their captions, and from the bank's.

    Args:
        reader: of texts.
        split: whose scenes.
        models: with the bank.
    """
    scenes = library_scenes(split)
    ids = reader.ids([s.passages[g] for s in scenes for g in GENRES])
    own = reader.thoughts(f"scenes_{split}", ids)
    said = reader.ids([c for s in scenes for c in s.captions[:2]])
    captions = reader.thoughts(f"scene_captions_{split}", said)
    about = torch.arange(len(captions)).view(-1, 2)
    repeated = about.repeat_interleave(len(GENRES), dim=0)
    told = library_scenes("train")
    train = reader.ids([s.passages[g] for s in told for g in GENRES])
    every = reader.thoughts("scenes_train", train).float()
    styles = every.unflatten(0, (-1, len(GENRES))).mean(dim=0)
    genres = _genres(len(scenes))
    near = near_scenes(scenes, models)
    bank = reader.thoughts("bank", reader.ids(models.bank.captions))
    table = torch.cat([captions, bank])
    both = torch.cat([about, near + len(captions)], dim=1)
    return (
        Texts(ids, own, captions, repeated, styles, genres),
        Texts(
            ids,
            own,
            table,
            both.repeat_interleave(len(GENRES), dim=0),
            styles,
            genres,
        ),
    )


def near_scenes(scenes: Sequence[LibraryScene], models: Models) -> Tensor:
    """The captions of the bank that lie nearest to each scene's own two."""
    texts = [c for s in scenes for c in s.captions[:2]]
    with torch.no_grad():
        places = models.embedding.embed_texts(texts, models.embedding_words)
        eyes = places.unflatten(0, (-1, 2)).mean(dim=1)
        scores = eyes @ models.bank.vectors.T  # (scenes, bank)
    numbers = {text: i for i, text in enumerate(models.bank.captions)}
    for row, scene in enumerate(scenes):
        for caption in scene.captions:
            if caption in numbers:
                scores[row, numbers[caption]] = -1.0
    return scores.topk(NEIGHBOURS, dim=1).indices.clone()


def album_texts(reader: Reader, styles: Tensor) -> Texts:
    """Stories of albums in the four voices."""
    albums = library_albums("train")
    told = [" ".join(a.tellings[g]) for a in albums for g in GENRES]
    ids = reader.ids(told)
    said = reader.ids([c for a in albums for c in a.captions])
    about = torch.arange(len(said)).view(len(albums), -1)
    return Texts(
        ids,
        reader.thoughts("albums", ids),
        reader.thoughts("album_captions", said),
        about.repeat_interleave(len(GENRES), dim=0),
        styles,
        _genres(len(albums)),
    )


def novel_texts(reader: Reader, folder: Path) -> Texts:
    """Pieces of novels, each from its own thought."""
    rows = IdRows.load(folder / "language.npz")
    chance = torch.Generator().manual_seed(0)
    some = torch.randperm(len(rows), generator=chance)[:NOVELS]
    genres = torch.from_numpy(np.load(folder / "language_genres.npy")).long()
    ids = [rows[i] for i in some.tolist()]
    own = reader.thoughts("novels", ids)
    styles = torch.stack(
        [
            own[genres[some] == genre].float().mean(dim=0)
            for genre in range(len(GENRES))
        ]
    )
    about = torch.arange(len(ids)).unsqueeze(1)
    return Texts(ids, own, own, about, styles, genres[some], OF_NOVELS)


def dressed_texts(
    reader: Reader, path: Path, styles: Tensor
) -> tuple[Texts, Texts]:
    """Passages made to fit photographs, and people's captions of these."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    world = RealWorld()
    people = {p.name: p.captions for p in world.pictures("train")}
    count = len(lines[0]["captions"])
    said = reader.ids([c for line in lines for c in line["captions"]])
    captions = reader.thoughts("captioners", said)
    about = torch.arange(len(said)).view(-1, count)
    told = [
        (row, genre, text)
        for row, line in enumerate(lines)
        for genre, name in enumerate(GENRES)
        for text in line["told"][name]
    ]
    ids = reader.ids([text for _, _, text in told])
    dresses = Texts(
        ids,
        reader.thoughts("dresses", ids),
        captions,
        about[[row for row, _, _ in told]],
        styles,
        torch.tensor([genre for _, genre, _ in told]),
    )
    pairs = [
        (row, text)
        for row, line in enumerate(lines)
        for text in people[line["picture"]]
    ]
    words = reader.ids([text for _, text in pairs])
    own = reader.thoughts("people", words)
    spoken = Texts(
        words,
        own,
        captions,
        about[[row for row, _ in pairs]],
        own.float().mean(dim=0, keepdim=True),
        torch.zeros(len(words), dtype=torch.long),
    )
    return dresses, spoken
