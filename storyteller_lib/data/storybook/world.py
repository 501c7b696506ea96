"""The storybook world: a ``World`` made by code from a seed.

Pictures are drawn when they are first asked for; for training they come as
one array of bytes that is drawn once and kept on disk.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from tqdm.auto import tqdm

from storyteller_lib.data.cache import cached_array
from storyteller_lib.data.storybook import drawing
from storyteller_lib.data.storybook.captions import Caption, captions
from storyteller_lib.data.storybook.passages import passage
from storyteller_lib.data.storybook.plots import LENGTH, Plot, plots
from storyteller_lib.data.storybook.scene import Scene, scenes
from storyteller_lib.data.world import (
    Passage,
    PictureRecord,
    PictureSequence,
    WordVectors,
    check_genre,
    check_split,
)

DEFAULT_SIZES = {"train": 10_000, "val": 500, "test": 1_000}
DEFAULT_PLOTS = {"train": 1_000, "val": 100, "test": 200}
FEW = 1_000
"""Until another process has started, one alone has drawn some 500 scenes."""


class StorybookWorld:
    """Scenes with pictures, captions and passages, all known to be true.

    Args:
        seed: another seed gives another world of the same kind.

    Chapter: book/02_pictures_captions_books
    """

    name = "storybook"

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def scenes(self, split: str, limit: int | None = None) -> list[Scene]:
        """The first scenes of a split."""
        check_split(split)
        count = DEFAULT_SIZES[split] if limit is None else limit
        return list(islice(scenes(split, self.seed), count))

    def captions(
        self, split: str, limit: int | None = None
    ) -> list[tuple[Caption, ...]]:
        """Five captions for each scene, with what they claim."""
        rng = random.Random(f"captions-{split}-{self.seed}")
        return [captions(scene, rng) for scene in self.scenes(split, limit)]

    def pictures(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureRecord]:
        """The scenes as pictures with captions."""
        both = zip(
            self.scenes(split, limit),
            self.captions(split, limit),
            strict=True,
        )
        return [
            PictureRecord(
                name=f"{split}-{i}",
                captions=tuple(caption.text for caption in five),
                open=partial(_picture, scene),
                truth=scene,
            )
            for i, (scene, five) in enumerate(both)
        ]

    def passages(
        self, genre: str, split: str, limit: int | None = None
    ) -> Sequence[Passage]:
        """One passage for each of the first scenes of a split."""
        check_genre(genre)
        rng = random.Random(f"{genre}-{split}-{self.seed}")
        return [
            Passage(
                genre=genre,
                sentences=tuple(passage(scene, genre, rng)),
                book=f"{genre}-{split}-{i}",
                truth=scene,
            )
            for i, scene in enumerate(self.scenes(split, limit))
        ]

    def plots(self, split: str, limit: int | None = None) -> list[Plot]:
        """The first plots of a split: the truth behind its sequences."""
        check_split(split)
        count = DEFAULT_PLOTS[split] if limit is None else limit
        return list(islice(plots(split, self.seed), count))

    def sequences(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureSequence]:
        """The plots as five pictures each, with one story about them."""
        rng = random.Random(f"sequences-{split}-{self.seed}")
        found = []
        for i, plot in enumerate(self.plots(split, limit)):
            name = f"plot-{split}-{i}"
            pictures = tuple(
                PictureRecord(
                    name=f"{name}-{j}",
                    captions=tuple(c.text for c in captions(scene, rng)),
                    open=partial(_picture, scene),
                    truth=scene,
                )
                for j, scene in enumerate(plot.scenes)
            )
            found.append(PictureSequence(name, plot.tell(rng), pictures, plot))
        return found

    def word_vectors(self) -> WordVectors:
        """Vectors from a larger text of the world's own."""
        from storyteller_lib.data.storybook.vectors import word_vectors

        return WordVectors(*word_vectors(seed=self.seed))

    def pixels(self, split: str, limit: int | None = None) -> np.ndarray:
        """Pictures of a split as bytes: (scenes, size, size, 3) uint8.

        Drawn on all processor cores the first time and kept in the cache.
        """
        wanted = self.scenes(split, limit)
        return cached_array(
            f"storybook-{split}",
            {"seed": self.seed, "scenes": len(wanted)},
            Path(drawing.__file__).parent,
            lambda: draw_all(wanted),
        )

    def sequence_pixels(
        self, split: str, limit: int | None = None
    ) -> np.ndarray:
        """The same for plots: (plots, 5, size, size, 3) uint8."""
        wanted = [s for plot in self.plots(split, limit) for s in plot.scenes]
        truth = hashlib.blake2b(repr(wanted).encode(), digest_size=8)
        drawn = cached_array(
            f"storybook-plots-{split}",
            {"scenes": truth.hexdigest()},
            Path(drawing.__file__).parent,
            lambda: draw_all(wanted),
        )
        return drawn.reshape(-1, LENGTH, *drawn.shape[1:])


def _picture(scene: Scene):
    return drawing.draw(scene).picture


def _pixels(scene: Scene) -> np.ndarray:
    return np.asarray(_picture(scene))


def draw_all(wanted: Sequence[Scene]) -> np.ndarray:
    """Draw scenes on all cores: (scenes, size, size, 3) uint8.

    Chapter: book/02_pictures_captions_books
    """
    bar = partial(tqdm, total=len(wanted), desc="drawing scenes")
    cores = min(os.cpu_count() or 1, 8)
    if cores == 1 or len(wanted) < FEW:
        return np.stack([_pixels(scene) for scene in bar(wanted)])
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        drawn = pool.map(_pixels, wanted, chunksize=50)
        return np.stack(list(bar(drawn)))
