"""Stories told beforehand, for a style desk that needs no Python.

A grid holds one story for every position of the desk's controls: photograph,
styles (each in or out; the blend is even), strength, captions, recipe.
It is a generated file, and carries a key of the models it came from, so that
a grid of other models is noticed.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tqdm.auto import tqdm

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.data.world import GENRES
from storyteller_lib.pictures import PictureLike
from storyteller_lib.storyteller.models.files import (
    RETOLD,
    WRITTEN,
)
from storyteller_lib.storyteller.storyteller import Storyteller

NAMED = 3
"""Captions that the grid keeps of each photograph, for showing."""
BEAM_WIDTH = 5
"""Of stories that a beam writes."""


class Cell(NamedTuple):
    """One position of the controls, without the photograph.

    Without any style there is no shift, and the strength is 0.

    Chapter: book/10_the_storyteller
    """

    styles: tuple[str, ...]
    strength: float
    captions: int
    recipe: str


class GridStory(NamedTuple):
    """A story, and what it was made from if it is retold.

    Chapter: book/10_the_storyteller
    """

    text: str
    source: str = ""


@dataclass(frozen=True)
class GridSettings(Settings):
    """The positions of the controls, in their order.

    Attributes:
        styles: which styles there are to blend.
        strengths: how far to shift; the first is 0, no shift.
        captions: how many captions are averaged.
        recipes: how stories come about, the usual one first.

    Raises:
        StorytellerError: if there is nothing to choose from, values do not
            rise, or the first strength is not 0.

    Chapter: book/10_the_storyteller
    """

    styles: tuple[str, ...] = GENRES
    strengths: tuple[float, ...] = (0.0, 0.5, 1.0, 1.5)
    captions: tuple[int, ...] = (1, 20)
    recipes: tuple[str, ...] = (RETOLD, WRITTEN)

    def __post_init__(self) -> None:
        for name, values in self.to_dict().items():
            names = name in ("styles", "recipes")
            rising = names or list(values) == sorted(values)
            if not values or len(set(values)) < len(values) or not rising:
                raise StorytellerError(
                    f"GridSettings.{name} must be different values, the "
                    f"smallest first, got {values!r}"
                )
        if self.strengths[0] != 0:
            raise StorytellerError(
                "GridSettings.strengths must begin with 0, no shift, got "
                f"{self.strengths!r}"
            )

    def blends(self) -> list[tuple[str, ...]]:
        """All styles alone, all pairs, all threes, and so on."""
        return [
            chosen
            for count in range(1, len(self.styles) + 1)
            for chosen in itertools.combinations(self.styles, count)
        ]

    def cells(self) -> list[Cell]:
        """Every position that tells a story of its own."""
        shifts: list[tuple[tuple[str, ...], float]] = [((), 0.0)]
        shifts += itertools.product(self.blends(), self.strengths[1:])
        return [
            Cell(*shift, captions, recipe)
            for recipe in self.recipes
            for captions in self.captions
            for shift in shifts
        ]


def tell_cells(
    tellers: Mapping[str, Storyteller],
    picture: PictureLike,
    cells: Iterable[Cell],
) -> dict[Cell, GridStory]:
    """The stories of one picture at these positions.

    Args:
        tellers: who tells them, for each recipe.
        picture: what they are about.
        cells: the positions.

    Raises:
        StorytellerError: for a picture that cannot be read, or a style that
            the teller does not know.

    Chapter: book/10_the_storyteller
    """
    told: dict[Cell, GridStory] = {}
    for cell in cells:
        teller = tellers[cell.recipe]
        story = teller.story(
            picture,
            dict.fromkeys(cell.styles or teller.styles[:1], 1.0),
            captions=cell.captions,
            beam_width=BEAM_WIDTH,
            strength=cell.strength,
        )
        source = story.source.source if story.source else ""
        told[cell] = GridStory(story.text, source)
    return told


@dataclass(frozen=True)
class StyleGrid:
    """Stories for every position of the desk.

    Attributes:
        settings: the positions.
        captions: each photograph's best captions.
        stories: for each photograph the story of each cell.
        key: which models told them, see ``models_key``.

    Chapter: book/10_the_storyteller
    """

    settings: GridSettings
    captions: dict[str, list[str]]
    stories: dict[str, dict[Cell, GridStory]]
    key: str

    @classmethod
    def tell(
        cls,
        tellers: Mapping[str, Storyteller],
        pictures: Mapping[str, PictureLike],
        settings: GridSettings,
        key: str = "",
        progress: bool = False,
    ) -> StyleGrid:
        """Tell all stories of a grid about these pictures.

        Args:
            tellers: who tells them, for each recipe.
            pictures: what they are about, by name.
            settings: the positions.
            key: which models the teller has.
            progress: whether to show a bar.

        Raises:
            StorytellerError: as ``tell_cells``.
        """
        cells = settings.cells()
        eyes = tellers[settings.recipes[0]]  # those of all recipes
        captions = {
            name: [caption.text for caption in eyes.captions(it, NAMED)]
            for name, it in pictures.items()
        }
        bar = tqdm(pictures.items(), "telling stories", disable=not progress)
        stories = {name: tell_cells(tellers, it, cells) for name, it in bar}
        return cls(settings, captions, stories, key)

    def story(
        self,
        photograph: str,
        styles: Sequence[str],
        strength: float,
        captions: int,
        recipe: str,
    ) -> GridStory:
        """The story at a position of the controls.

        Raises:
            StorytellerError: if the grid has no such position.
        """
        order = [name for name in self.settings.styles if name in styles]
        shifted = bool(styles) and strength != 0
        shift = (tuple(order), float(strength)) if shifted else ((), 0.0)
        cell = Cell(*shift, captions, recipe)
        found = self.stories.get(photograph, {}).get(cell)
        if found is None or len(order) < len(styles):
            raise StorytellerError(
                f"the style grid has no story of {photograph!r} at {cell}: "
                f"it has {self.settings} of {', '.join(self.stories)}"
            )
        return found

    def save(self, path: Path, made_by: str = "") -> None:
        """Write the grid as JSON, one story a line."""
        cells = self.settings.cells()
        stored = {
            "made_by": made_by,
            "models": self.key,
            "settings": self.settings.to_dict(),
            "captions": self.captions,
            "stories": {
                name: [told[cell] for cell in cells]
                for name, told in self.stories.items()
            },
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(stored, indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> StyleGrid:
        """Read what ``save`` wrote.

        Raises:
            StorytellerError: if the file is missing or is no grid.
        """
        try:
            return cls._read(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorytellerError(
                f"the style grid {path} cannot be read ({error}): make it "
                "again with python -m data_scripts.measure.style_grid"
            ) from None

    @classmethod
    def _read(cls, stored: dict[str, Any]) -> StyleGrid:
        settings = GridSettings.from_dict(stored["settings"])
        cells = settings.cells()
        stories = {
            name: {
                cell: GridStory(*story)
                for cell, story in zip(cells, told, strict=True)
            }
            for name, told in stored["stories"].items()
        }
        captions = {name: stored["captions"][name] for name in stories}
        return cls(settings, captions, stories, stored["models"])
