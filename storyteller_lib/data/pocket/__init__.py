"""The pocket world: a dozen drawn pictures in the real world's clothes.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.data.pocket.world import PocketWorld, write_pocket

__all__ = ["PocketWorld", "write_pocket"]
