"""The story decoder learns to tell albums, photograph by photograph.

    STORYTELLER_DATA=... python -m data_scripts.library.album_decoder

It goes on from the course's decoder, on the library's train albums, in
nobody's special voice and in the four. A photograph is its caption and what
the bank holds near it; nobody has the photographs. Half of the batches are
passages of scenes, each of one photograph, so that the voices are kept.
Writes what it learnt beside the course's decoder.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from data_scripts.library.material import RUNS, Reader, Texts, scene_texts
from data_scripts.library.mixture import WORD_DROPOUT
from storyteller_lib.album_decoder import (
    ALBUM_DECODER,
    AlbumBatch,
    AlbumDecoder,
    album_batch,
)
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.data.library.albums import (
    PHOTOGRAPHS,
    LibraryAlbum,
    library_albums,
)
from storyteller_lib.data.world import GENRES
from storyteller_lib.recurrent import know_frequencies
from storyteller_lib.sampled_softmax import SampledSoftmax
from storyteller_lib.storyteller.models.files import load_models, models_folder
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.sequences.albums import ALBUM
from storyteller_lib.text import length_batches
from storyteller_lib.training import Trainer, TrainingSettings

BATCH, SAMPLED, DROPOUT, NEIGHBOURS = 24, 1024, 0.3, 20
STEPS, RATE, LOOK = 1_200, 5e-4, 100
VOICES = (*GENRES, ALBUM)


def told(album: LibraryAlbum, voice: str) -> tuple[str, ...]:
    """An album's sentences in a voice."""
    return album.story if voice == ALBUM else album.tellings[voice]


def sentence_texts(reader: Reader, split: str, models: Models) -> Texts:
    """The sentences of albums, five of a story side by side."""
    albums = library_albums(split)
    ids = reader.ids([s for a in albums for v in VOICES for s in told(a, v)])
    said = [caption for album in albums for caption in album.captions]
    captions = reader.thoughts(f"album_captions_{split}", reader.ids(said))
    bank = reader.thoughts("bank", reader.ids(models.bank.captions))
    with torch.no_grad():
        places = models.embedding.embed_texts(said, models.embedding_words)
        near = (places @ models.bank.vectors.T).topk(NEIGHBOURS).indices
    own = torch.arange(len(said)).unsqueeze(1)
    about = torch.cat([own, near + len(said)], dim=1)  # (captions, 1 + n)
    about = about.view(len(albums), 1, PHOTOGRAPHS, -1)
    about = about.expand(-1, len(VOICES), -1, -1).flatten(0, 2)
    genres = torch.arange(len(VOICES)).repeat_interleave(PHOTOGRAPHS)
    styles = torch.stack([models.styles[voice] for voice in VOICES])
    return Texts(
        ids,
        torch.zeros(len(ids), styles.shape[1]),
        torch.cat([captions, bank]),
        about.clone(),
        styles,
        genres.repeat(len(albums)),
        own_share=0.0,
    )


def album_rows(texts: Texts, stories: Sequence[int]) -> Tensor:
    """The numbers of the sentences of stories: (stories, photographs)."""
    first = torch.tensor(stories).unsqueeze(1) * PHOTOGRAPHS
    return first + torch.arange(PHOTOGRAPHS)


def batch_of(
    texts: Texts,
    stories: Sequence[int],
    chance: torch.Generator | None = None,
) -> AlbumBatch:
    """Stories with these numbers; without chance, as exactly as can be."""
    rows = album_rows(texts, stories)
    flat = rows.flatten()
    thoughts = texts.exact(flat) if chance is None else texts(flat, chance)
    return album_batch(
        thoughts.view(len(stories), PHOTOGRAPHS, -1),
        [[texts.ids[i] for i in row] for row in rows.tolist()],
        0.0 if chance is None else WORD_DROPOUT,
        chance,
    )


def scene_batch(
    texts: Texts, rows: Sequence[int], chance: torch.Generator
) -> AlbumBatch:
    """Passages, each of one photograph, as if it were five."""
    thoughts = texts(rows, chance)
    return album_batch(
        thoughts.unsqueeze(1).expand(-1, PHOTOGRAPHS, -1),
        [[texts.ids[i]] for i in rows],
        WORD_DROPOUT,
        chance,
    )


def lengths_of(texts: Texts) -> list[int]:
    """The words of each story of albums."""
    return [
        sum(map(len, texts.ids[i : i + PHOTOGRAPHS]))
        for i in range(0, len(texts.ids), PHOTOGRAPHS)
    ]


class Epoch:
    """Batches of albums and of scenes in turn.

    Args:
        albums: their sentences.
        scenes: passages.
    """

    def __init__(self, albums: Texts, scenes: Texts) -> None:
        self.albums, self.scenes = albums, scenes

    def __call__(self, chance: torch.Generator) -> Iterator[AlbumBatch]:
        """One epoch of the albums, and as many passages."""
        for stories in length_batches(lengths_of(self.albums), BATCH, chance):
            yield batch_of(self.albums, stories, chance)
            rows = torch.randint(
                len(self.scenes.ids), (len(stories),), generator=chance
            )
            yield scene_batch(self.scenes, rows.tolist(), chance)


def begin(models: Models) -> AlbumDecoder:
    """The course's decoder, with dropout, its words frozen."""
    model = AlbumDecoder(replace(models.decoder.settings, dropout=DROPOUT))
    model.load_state_dict(models.decoder.state_dict())
    model.freeze_words()
    return model


def train(steps: int, rate: float, folder: Path) -> None:
    """Train, and write what was learnt."""
    models = load_models("course")
    reader = Reader(models, RUNS / "encoded")
    _, scenes = scene_texts(reader, "train", models)
    albums = sentence_texts(reader, "train", models)
    held = sentence_texts(reader, "val", models)
    scenes.settings = replace(scenes.settings, own_share=0.0)
    for texts in (albums, held):
        texts.caption_means = models.caption_mean[None]
    torch.manual_seed(0)
    model = begin(models)
    chances = torch.zeros(len(models.words))
    know_frequencies(chances, [*albums.ids, *scenes.ids])
    model.sampled = SampledSoftmax(chances.exp(), SAMPLED)

    def looks(_: torch.Generator) -> Iterator[AlbumBatch]:
        for stories in length_batches(lengths_of(held), 64):
            yield batch_of(held, stories)

    training = TrainingSettings(
        steps=steps,
        learning_rate=rate,
        warmup=50,
        clip=1.0,
        bfloat16=True,
        evaluate_every=LOOK,
    )
    trainer = Trainer(
        model, training, folder=folder, name="albums", held_out=looks
    )
    trainer.fit(Epoch(albums, scenes))
    save_weights(
        models_folder("course") / ALBUM_DECODER,
        model.learnt(),
        settings=model.settings.to_dict(),
        dtype="int8",
    )


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--runs", type=Path, default=RUNS / "albums")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    train(chosen.steps, chosen.rate, chosen.runs)


if __name__ == "__main__":
    main()
