"""A question with answers to choose from, and the reason for each.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERS = "abcd"


@dataclass(frozen=True)
class Answer:
    """One answer to choose, and why it is right or wrong.

    Chapter: book/01_a_story_from_a_picture
    """

    text: str
    reason: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with its answers, one of which is right.

    Chapter: book/01_a_story_from_a_picture
    """

    text: str
    answers: tuple[Answer, ...]
