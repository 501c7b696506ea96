"""A story and what it was made from; prints as text, shows as HTML.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

from storyteller_lib.beam_search import Trace
from storyteller_lib.retrieval import ScoredCaption


@dataclass(frozen=True)
class Story:
    """What the storyteller returns.

    Attributes:
        text: the story.
        captions: the captions it was told from, best first.
        style: weight of each style in it.
        strength: how far the thought was shifted.
        seed: the seed of the captions drawn, or None if all were taken.
        score: the beam's score, log-probability by length (nats a word).
        trace: the beam's record, if it was asked for.

    Chapter: book/01_a_story_from_a_picture
    """

    text: str
    captions: tuple[ScoredCaption, ...]
    style: dict[str, float]
    strength: float = 1.0
    seed: int | None = None
    score: float = 0.0
    trace: Trace | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """The story as plain values, for JSON."""
        return {
            "text": self.text,
            "style": self.style,
            "strength": self.strength,
            "captions": [
                {"text": caption.text, "score": round(caption.score, 4)}
                for caption in self.captions
            ],
            "seed": self.seed,
            "score": round(self.score, 4),
        }

    def _repr_html_(self) -> str:
        """The story as a notebook shows it."""
        named = " + ".join(
            name if weight == 1 else f"{weight:g} {name}"
            for name, weight in self.style.items()
        )
        seen = html.escape(self.captions[0].text) if self.captions else ""
        return (
            '<figure style="margin:1em 0;max-width:40em">'
            '<blockquote style="font-family:Georgia,serif;font-size:1.1em;'
            'border-left:3px solid #c8773a;padding-left:1em;margin:0">'
            f"{html.escape(self.text)}</blockquote>"
            f"<figcaption><small>{html.escape(named)}, from captions such as "
            f"<em>{seen}</em></small></figcaption></figure>"
        )
