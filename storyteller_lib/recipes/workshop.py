"""Where a training keeps its parts, and what its stages share.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.world import LibraryWorld
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import World
from storyteller_lib.recipes.presets import Preset, Schedule, preset_named
from storyteller_lib.text import Vocabulary
from storyteller_lib.training import Batches, Trainer, TrainingSettings
from storyteller_lib.training.early_stopping import Judge

WORLDS = ("storybook", "pocket", "real", "library")
SEED = 0
RECIPE = "recipe.json"
_FIXED = {"world", "preset"}
"""What a recipe says besides changes to its preset."""


def world_named(name: str) -> World:
    """The world of this name.

    Raises:
        StorytellerError: if there is none, or the real world has no data.

    Chapter: book/02_pictures_captions_books
    """
    if name == "storybook":
        return StorybookWorld()
    if name == "library":
        return LibraryWorld()
    if name == "pocket":
        from storyteller_lib.data.pocket.world import PocketWorld

        return PocketWorld()
    if name == "real":
        from storyteller_lib.data.real.world import RealWorld

        return RealWorld()
    raise StorytellerError(
        f"there is no world {name!r}: choose one of {', '.join(WORLDS)}"
    )


class Workshop:
    """A folder in which a storyteller is trained.

    Args:
        folder: made if it is not there; in the end it holds the models.
        world: the name of a world.
        preset: the name of a preset.
        changes: settings that replace the preset's; without any they are
            those that the folder was begun with.

    Raises:
        StorytellerError: for unknown names, or if the folder holds another
            training.

    Chapter: book/07_training_the_decoder
    """

    def __init__(
        self, folder: Path, world: str, preset: str, **changes: Any
    ) -> None:
        self.folder, self.preset_name = folder, preset
        self._made = False
        plain = preset_named(preset)
        self.preset: Preset = replace(plain, **changes)
        self.world = world_named(world)
        noted = self._note({"world": world, "preset": preset, **changes})
        self.preset = replace(plain, **noted)

    @property
    def storybook(self) -> StorybookWorld | None:
        """The world, if it knows the truth about all that is in it."""
        return self.world if isinstance(self.world, StorybookWorld) else None

    @property
    def library(self) -> LibraryWorld | None:
        """The world, if it is the story library, which has no pictures."""
        return self.world if isinstance(self.world, LibraryWorld) else None

    def _note(self, recipe: dict[str, Any]) -> dict[str, Any]:
        """Keep the recipe, or check it; gives the changes to the preset."""
        path = self.folder / RECIPE
        try:
            self._made = not self.folder.exists()
            self.folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                part = path.with_name(".recipe.part")
                part.write_text(json.dumps(recipe) + "\n", encoding="utf-8")
                part.replace(path)  # never half of it
            before = dict(json.loads(path.read_text(encoding="utf-8")))
            changes = {n: before[n] for n in before.keys() - _FIXED}
            self.preset.check_kinds(changes)
            replace(self.preset, **changes)
        except StorytellerError:
            raise
        except (OSError, RecursionError, TypeError, ValueError) as error:
            raise StorytellerError(
                f"cannot train in {self.folder} ({error}): name another folder"
            ) from None
        if before != {**before, **recipe}:
            raise StorytellerError(
                f"{self.folder} holds another training ({before}): name "
                "another folder"
            )
        return changes

    def clear(self) -> None:
        """Take the recipe back if nothing was begun with it."""
        if [path.name for path in self.folder.iterdir()] == [RECIPE]:
            (self.folder / RECIPE).unlink()
            if self._made:
                self.folder.rmdir()

    def checkpoints(self, stage: str) -> Path:
        """The folder of a stage's checkpoints and log."""
        return self.folder / "training" / stage

    def begun(self, stage: str) -> bool:
        """Whether a stage has a checkpoint."""
        return any(self.checkpoints(stage).glob("step-*.safetensors"))

    def fit(
        self,
        name: str,
        schedule: Schedule,
        module: nn.Module,
        batches: Batches,
        judge: Judge | None = None,
    ) -> None:
        """Train a module, from its checkpoint on if it has one.

        With a judge training stops early; see ``Trainer``.
        """
        training = TrainingSettings(
            steps=schedule.steps,
            learning_rate=schedule.learning_rate,
            warmup=min(schedule.warmup, schedule.steps // 4),
            bfloat16=self.preset.bfloat16 or torch.cuda.is_available(),
            seed=SEED,
            evaluate_every=max(1, min(500, schedule.steps // 5)),
            patience=3 if judge else 0,
        )
        Trainer(
            module,
            training,
            folder=self.checkpoints(name),
            name=name,
            progress=sys.stderr.isatty(),
            judge=judge,
        ).fit(batches)

    def part(self, name: str) -> Path:
        """The file of a trained part."""
        return self.folder / "parts" / f"{name}.safetensors"

    def keep(self, name: str, module: Any) -> None:
        """Write a trained part."""
        settings = module.settings.to_dict()
        path = self.part(name)
        save_weights(path, module, settings=settings, dtype="float32")

    def take(
        self, name: str, make: Callable[[dict[str, Any]], Any], stage: str
    ) -> Any:
        """A part that a stage before wrote, made from its settings.

        Raises:
            StorytellerError: if it is not there yet.
        """
        path = self.part(name)
        if not path.is_file():
            raise StorytellerError(
                f"{path} is not there yet: train the stage {stage} first"
            )
        part = make(read_settings(path))
        load_weights(path, part)
        return part.eval()

    def words_file(self, name: str) -> Path:
        """The file of a vocabulary."""
        return self.folder / "parts" / f"{name}.txt"

    def keep_words(self, name: str, words: Vocabulary) -> None:
        """Write a vocabulary."""
        path = self.words_file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        words.save(path)


@contextmanager
def seeded() -> Iterator[None]:
    """First weights and dropout from the seed; the caller's chance is kept.

    Chapter: book/07_training_the_decoder
    """
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        yield


def captions_of(world: World, limit: int | None) -> list[list[str]]:
    """The captions of the training pictures, picture by picture.

    Chapter: book/03_captions_by_retrieval
    """
    return [list(p.captions) for p in world.pictures("train", limit)]
