"""The exported parts and drawn pictures, for the tests of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyteller_lib.data.storybook.drawing.compose import draw
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.pictures import Picture
from tools import web_storyteller


def exported() -> Path:
    """The parts of the course models; exported by whoever comes first."""
    pytest.importorskip("onnx")
    pytest.importorskip("onnxscript")
    return web_storyteller.parts()


def drawn_scenes(count: int, size: int = 160) -> list[Picture]:
    """Scenes of the storybook world, all different."""
    scenes = StorybookWorld(seed=5).scenes("test", count)
    return [draw(scene, size).picture for scene in scenes]
