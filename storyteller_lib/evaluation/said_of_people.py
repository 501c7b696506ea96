"""Whom a text calls a man and whom a woman.

Chapter: book/14_how_it_is_done_now
"""

from __future__ import annotations

from storyteller_lib.data.photo_captions.concepts import content_words

CALLED = {
    "man": frozenset({"man", "boy", "old man", "father", "grandfather"}),
    "woman": frozenset({"woman", "girl", "old woman", "mother"})
    | {"grandmother"},
}
"""Sex -> the concepts by which a caption gives somebody that sex."""


def sexes(text: str) -> frozenset[str]:
    """Which sexes a text gives to the people in it: man, woman, or none.

    ``sexes("A girl and two dogs.") == {"woman"}``; of *a person*, *children*
    or *a surfer* nothing is said.

    Chapter: book/14_how_it_is_done_now
    """
    named = set(content_words(text))
    return frozenset(sex for sex, words in CALLED.items() if words & named)


def agreed(captions: list[str], least: int = 3) -> str | None:
    """The one sex that several people gave, if nobody gave the other.

    Args:
        captions: what people wrote about one photograph.
        least: so many of them must have said it.

    Chapter: book/14_how_it_is_done_now
    """
    said = [sexes(text) for text in captions]
    for sex in CALLED:
        rest = [one - {sex} for one in said]
        if sum(sex in one for one in said) >= least and not any(rest):
            return sex
    return None
