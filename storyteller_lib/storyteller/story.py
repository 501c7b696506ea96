"""A story and what it was made from; prints as text, shows as HTML.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storyteller_lib.config import shown_rounded
from storyteller_lib.decoding.beam_search import Trace
from storyteller_lib.pictures import Picture
from storyteller_lib.retelling.reteller import Retold
from storyteller_lib.storyteller.choosing.candidates import Candidate
from storyteller_lib.visual_semantic_embedding.retrieval import ScoredCaption

SHOWN = 320
"""Pixels of the longer side of the picture that a notebook shows."""

_COMMA = re.compile(r"""(?:(?<!\d),|,(?!\d))((?:''|["'])*)\s*""")


def lyric_lines(text: str) -> list[str]:
    """A text as the lines of a song: a line ends where a comma was.

    As in neural-storyteller, the commas go and everything else stays; lines
    with nothing on them, at which it crashed, are left out.

    Chapter: book/01_a_story_from_a_picture
    """
    lines = _COMMA.sub(r"\1\n", text).split("\n")
    return [line.strip() for line in lines if line.strip()]


@shown_rounded
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
        lyric: whether the text has the lines of a song.
        picture: what the story is about, small, for showing.
        candidates: what else was told, and how it was judged, the story
            itself first; empty if the beam told it alone.
        source: the library's scene that it is retold after, and what was
            exchanged; None for a story that was written.
        note: what a reader should know of it, as that nothing in the
            picture was recognised; mostly empty.

    Chapter: book/01_a_story_from_a_picture
    """

    text: str
    captions: tuple[ScoredCaption, ...]
    style: dict[str, float]
    strength: float = 1.0
    seed: int | None = None
    score: float = 0.0
    trace: Trace | None = field(default=None, repr=False, compare=False)
    lyric: bool = False
    picture: Picture | None = field(default=None, repr=False, compare=False)
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
    source: Retold | None = None
    note: str = field(default="", repr=False)

    def __str__(self) -> str:
        return (
            self.text
            if self.source is None
            else (f"{self.text}\n({self.source.source})")
        )

    @property
    def named_style(self) -> str:
        """The style in words: ``0.7 adventure + 0.3 romance``."""
        return named(self.style)

    def to_dict(self) -> dict[str, Any]:
        """The story as plain values, for JSON; with its trace if it has one.

        The picture is left out.
        """
        values = {
            "text": self.text,
            "style": self.style,
            "strength": self.strength,
            "captions": [
                {"text": caption.text, "score": round(caption.score, 4)}
                for caption in self.captions
            ],
            "seed": self.seed,
            "score": round(self.score, 4),
            "lyric": self.lyric,
        }
        if self.candidates:
            values["candidates"] = [
                {"text": one.text, **one.scores()} for one in self.candidates
            ]
        if self.note:
            values["note"] = self.note
        if self.source is not None:
            values["source"] = self.source.to_dict()
        if self.trace is not None:
            values["trace"] = self.trace.as_dict()
        return values

    def to_html(self) -> str:
        """The story as a page of HTML that needs no other file."""
        return html_page(self.named_style, self._repr_html_())

    def _repr_html_(self) -> str:
        """The story as a notebook shows it."""
        seen = html.escape(self.captions[0].text) if self.captions else ""
        told = html.escape(self.text).replace("\n", "<br>")
        after = (
            ""
            if self.source is None
            else (f"; {html.escape(self.source.source)} of the story library")
        )
        note = f"<br>Note: {html.escape(self.note)}" if self.note else ""
        return (
            '<figure style="margin:1em 0;max-width:40em">'
            f"{picture_html(self.picture)}"
            '<blockquote style="font-family:Georgia,serif;font-size:1.1em;'
            'border-left:3px solid #c8773a;padding-left:1em;margin:0">'
            f"{told}</blockquote><figcaption><small>"
            f"{html.escape(self.named_style)}, from captions such as "
            f"<em>{seen}</em>{after}{note}</small></figcaption></figure>"
        )


def named(style: Mapping[str, float]) -> str:
    """A style in words: ``0.7 adventure + 0.3 romance``.

    Chapter: book/08_style_shifting
    """
    return " + ".join(
        name if weight == 1 else f"{weight:g} {name}"
        for name, weight in style.items()
    )


def html_page(style: str, body: str) -> str:
    """A whole page of HTML around what a notebook shows of a story.

    Chapter: book/01_a_story_from_a_picture
    """
    title = html.escape(f"A story: {style}" if style else "A story")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, '
        f'initial-scale=1">\n<title>{title}</title>\n</head>\n'
        '<body style="max-width:60em;margin:2em auto;padding:0 1em;'
        f'line-height:1.5">\n<main>{body}</main>\n</body>\n</html>\n'
    )


def picture_html(picture: Picture | None) -> str:
    """The picture as an image of HTML that needs no file.

    Chapter: book/01_a_story_from_a_picture
    """
    if picture is None:
        return ""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    data = base64.b64encode(file.getvalue()).decode()
    return (
        f'<img src="data:image/jpeg;base64,{data}" '
        f'width="{picture.width}" height="{picture.height}" '
        'alt="The picture that the story was told from" '
        'style="display:block;margin-bottom:.7em;border-radius:4px">'
    )
