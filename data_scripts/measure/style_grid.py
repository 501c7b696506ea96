"""Tell the stories of the style desk of chapter 10 with the course models.

Run it again whenever the course models change; a test notices if it was not.

    python -m data_scripts.measure.style_grid

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from storyteller_lib.notebook import sample_photographs
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.key import models_key
from storyteller_lib.storyteller.styles.grid import (
    GridSettings,
    StyleGrid,
)

BOOK = Path(__file__).resolve().parents[2] / "book"
OUTPUT = BOOK / "measured" / "style_grid.json"
MODELS = "course"
MADE_BY = "python -m data_scripts.measure.style_grid"
PORTRAIT = "astronaut"
"""The picture of a real person: nobody asked her, so no story is told."""


def photographs() -> dict[str, Image.Image]:
    """The book's photographs of animals and things, by name.

    Chapter: book/10_the_storyteller
    """
    found = sample_photographs()
    return {name: found[name] for name in found if name != PORTRAIT}


def main() -> None:
    """Tell them all and write the file.

    Chapter: book/10_the_storyteller
    """
    settings = GridSettings()
    tellers = {r: Storyteller.load(MODELS, r) for r in settings.recipes}
    pictures, key = photographs(), models_key(MODELS)
    grid = StyleGrid.tell(tellers, pictures, settings, key, progress=True)
    grid.save(OUTPUT, MADE_BY)
    count = sum(map(len, grid.stories.values()))
    size = OUTPUT.stat().st_size / 1e3
    print(f"{count:,} stories, {size:.0f} kB: {OUTPUT}")


if __name__ == "__main__":
    main()
