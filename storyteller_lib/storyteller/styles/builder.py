"""Building a style from texts of one's own: the mean of their thoughts.

The originals describe it and ship no code. A style is the mean skip-thought
vector of many passages by one author or of one kind; their length is part of
it, so it should be the length of the stories that one wants.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts import (
    check_prose,
    passages,
    read_text,
)
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.styles.files import (
    Style,
    check_name,
    reader_of,
)
from storyteller_lib.style import mean_thought

MOST_PASSAGES = 20_000
"""More than these change a mean no more; a fair sample is taken."""

KNOWN = 0.4
"""Share of a passage's words that the models must know."""

BATCH = 256

PATIENCE = 1.0
"""Seconds before a progress bar is worth showing."""


def build_style(
    texts: Iterable[str | Path],
    models: Models,
    name: str,
    length: tuple[int, int] = (25, 60),
    progress: bool = True,
) -> Style:
    """A style from text files.

    Args:
        texts: the files: plain text, UTF-8 or Latin-1, EPUB books or web
            pages; a folder stands for all .txt and .epub files in it.
        models: the models that will use it.
        name: what to call it.
        length: fewest and most words of a passage.
        progress: whether to show a progress bar.

    Raises:
        StorytellerError: for a file that cannot be read or is no prose, a
            name that cannot be, or texts without a passage in words that
            the models know.

    Chapter: book/08_style_shifting
    """
    check_name(name)
    if name in models.styles:
        raise StorytellerError(
            f"the models have a style {name!r} of their own: choose "
            "another name"
        )
    settings = _lengths(length)
    hidden = None if progress else True
    sources, found = [], []
    bar = tqdm(
        _files(texts), desc="opening texts", disable=hidden, delay=PATIENCE
    )
    for path in bar:
        text = read_text(path)
        check_prose(text, path)
        rng = random.Random(path.name)
        some = list(passages(text, settings, rng))
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        sources.append(
            {"file": path.name, "hash": digest, "passages": len(some)}
        )
        found += some
    vector, count = _mean(found, models, name, hidden)
    card = {
        "sources": sources,
        "passages": count,
        "length": list(length),
        "models": models.name,
        "reader": reader_of(models),
    }
    return Style(name, vector, card)


def _lengths(length: Any) -> PassageSettings:
    try:
        shortest, longest = length
        return PassageSettings(shortest, (shortest + longest) // 2, longest)
    except (TypeError, ValueError):
        raise StorytellerError(
            "the length of passages is two numbers of words, the smaller "
            f"first, such as (25, 60), got {length!r}"
        ) from None


def _files(texts: Iterable[str | Path]) -> list[Path]:
    files: list[Path] = []
    for path in map(Path, [texts] if isinstance(texts, str) else texts):
        inside = _inside(path) if _is_folder(path) else [path]
        if not inside:
            raise StorytellerError(
                f"there are no .txt or .epub files in {path}: name texts"
            )
        files += inside
    if not files:
        raise StorytellerError("a style needs at least one text file")
    return files


def _inside(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.txt"), *folder.glob("*.epub")])


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # an impossible name: reading will tell
        return False


def _mean(
    found: Sequence[str], models: Models, name: str, hidden: bool | None
) -> tuple[torch.Tensor, int]:
    """The mean thought of passages in known words, and their number."""
    if len(found) > MOST_PASSAGES:
        found = random.Random(0).sample(found, MOST_PASSAGES)
    total = torch.zeros(len(models.caption_mean), dtype=torch.float64)
    count = 0
    starts = range(0, len(found), BATCH)
    bar = tqdm(
        starts, desc=f"reading for {name}", disable=hidden, delay=PATIENCE
    )
    for start in bar:
        some = found[start : start + BATCH]
        known = [text for text in some if _knows(text, models)]
        if known:
            thoughts = models.thoughts.encode(known, models.words)
            total += mean_thought(thoughts).cpu().double() * len(known)
            count += len(known)
    if count == 0:
        raise StorytellerError(_nothing(len(found), name))
    return (total / count).float(), count


def _knows(passage: str, models: Models) -> bool:
    tokens = models.thoughts.tokens(passage)
    known = sum(token in models.words for token in tokens)
    return known >= KNOWN * len(tokens)


def _nothing(passages: int, name: str) -> str:
    if passages == 0:
        return (
            f"the texts for {name!r} have no passage of the wanted length: "
            "give longer texts or shorter lengths"
        )
    return (
        f"the texts for {name!r} are not in words that the models know: "
        "give English prose"
    )
