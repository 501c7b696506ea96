"""A story about five pictures; prints as text, shows as HTML.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storyteller_lib.config import shown_rounded
from storyteller_lib.pictures import Picture
from storyteller_lib.storyteller.story import html_page, named, picture_html
from storyteller_lib.visual_semantic_embedding.retrieval import ScoredCaption

_FIGURE = (
    '<figure style="flex:1 1 8em;max-width:14em;margin:0 0 1em 0">{}'
    "<figcaption>{}</figcaption></figure>"
)


@shown_rounded
@dataclass(frozen=True)
class SequenceStory:
    """What the sequence storyteller returns.

    Attributes:
        sentences: one for each picture, as told.
        plain: the sentences before any style.
        captions: the captions found for each picture, best first.
        style: weight of each style in it, empty for a plain story.
        strength: how far the thoughts were shifted.
        seed: decides what chance drew, or None if the beam chose.
        pictures: what the story is about, small, for showing.

    Chapter: book/11_stories_from_sequences
    """

    sentences: tuple[str, ...]
    plain: tuple[str, ...]
    captions: tuple[tuple[ScoredCaption, ...], ...] = ()
    style: Mapping[str, float] = field(default_factory=dict)
    strength: float = 1.0
    seed: int | None = None
    pictures: tuple[Picture, ...] = field(
        default=(), repr=False, compare=False
    )

    @property
    def text(self) -> str:
        """The story, a sentence a line."""
        return "\n".join(self.sentences)

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """The story as plain values, for JSON; the pictures are left out."""
        return {
            "sentences": list(self.sentences),
            "plain": list(self.plain),
            "captions": [
                [
                    {"text": text, "score": round(score, 4)}
                    for text, score in found
                ]
                for found in self.captions
            ],
            "style": dict(self.style),
            "strength": self.strength,
            "seed": self.seed,
        }

    def to_html(self) -> str:
        """The story as a page of HTML that needs no other file."""
        return html_page(named(self.style), self._repr_html_())

    def _repr_html_(self) -> str:
        """The pictures side by side, each above its sentence."""
        shown = [picture_html(picture) for picture in self.pictures]
        shown = shown or [""] * len(self.sentences)
        figures = "".join(
            _FIGURE.format(picture, html.escape(sentence))
            for picture, sentence in zip(shown, self.sentences, strict=True)
        )
        return (
            '<div style="display:flex;flex-wrap:wrap;gap:1em;'
            f'font-family:Georgia,serif">{figures}</div>'
        )
