"""Texts of one's own: read, recognised as prose, cut into passages.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.data.own_texts.cutting import paragraphs, passages
from storyteller_lib.data.own_texts.files import read_text
from storyteller_lib.data.own_texts.prose import check_prose, share_of_words

__all__ = [
    "check_prose",
    "paragraphs",
    "passages",
    "read_text",
    "share_of_words",
]
