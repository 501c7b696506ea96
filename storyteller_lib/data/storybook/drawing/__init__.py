"""The pictures of the storybook world, drawn by code.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.data.storybook.drawing.compose import Drawing, draw

__all__ = ["Drawing", "draw"]
