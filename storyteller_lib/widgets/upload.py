"""A button for the reader's own picture. It needs Python, and says so.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from IPython.display import display
from ipywidgets import HTML, FileUpload, Layout, Output, VBox
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.pictures import load_picture

NEEDS_PYTHON = (
    "This needs Python: on a page of the book nothing happens; open this "
    "chapter with <code>make lab</code> and run it first."
)
HINT = f"Choose a JPEG or PNG file. {NEEDS_PYTHON}"


def upload_picture(
    show: Callable[[Image.Image], object],
    description: str = "Choose a picture",
) -> VBox:
    """A button for the reader's own picture.

    Args:
        show: called with the picture; what it returns is displayed.
        description: what the button says.

    Chapter: book/01_a_story_from_a_picture
    """
    button = upload_button(description)
    answer = Output()

    def answered(change: Mapping[str, Any]) -> None:
        answer.clear_output(wait=True)
        with answer:
            for file in change["new"]:
                _show(bytes(file["content"]), show)

    button.observe(answered, "value")
    return VBox([button, HTML(f"<small>{HINT}</small>"), answer])


def upload_button(description: str) -> FileUpload:
    """A button that takes one picture from the reader's computer.

    Chapter: book/10_the_storyteller
    """
    return FileUpload(
        accept="image/*",
        multiple=False,
        icon="",  # a page of the book has no fonts of icons
        description=description,
        tooltip=f"{description} from this computer",
        layout=Layout(width="max-content", max_width="100%"),
    )


def _show(data: bytes, show: Callable[[Image.Image], object]) -> None:
    """Display what comes of an uploaded file, or why nothing does."""
    try:
        display(show(load_picture(data)))  # type: ignore[no-untyped-call]
    except StorytellerError as error:
        print(error)
