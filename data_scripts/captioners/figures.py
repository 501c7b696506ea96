"""What the shipped captioners reach on pictures that they never saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.data.storybook.drawing import draw
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.evaluation.captions.captioning import (
    pointing_game,
    subject_mask,
    truth_and_parts,
    write_all,
)
from storyteller_lib.evaluation.captions.scores import BARE, LONGEST, bleu
from storyteller_lib.text import Vocabulary, detokenise, tokenise

POINTED = 500
"""Scenes of the pointing game."""
_MARKS = (".", "!", "?", ",", ";", ":", "``", "''", '"', "'")

Found = tuple[dict[str, Any], list[dict[str, Any]]]


def storybook_figures(
    captioner: AttentionCaptioner,
    annotations: np.ndarray,
    words: Vocabulary,
    records: Sequence[PictureRecord],
) -> Found:
    """BLEU-4, truth and pointing of unseen scenes; and the captions."""
    ids = write_all(captioner, annotations)
    captions = _told(ids, words)
    scenes = [_scene(record) for record in records]
    masks = [subject_mask(draw(scene)) for scene in scenes[:POINTED]]
    pointed = pointing_game(
        captioner, annotations[:POINTED], ids[:POINTED], words, scenes, masks
    )
    anchor = [record.captions[0] for record in records]
    figures = {
        **_shared(
            captions, records, "the grammar's first caption against its"
        ),
        "captions": _rounded(truth_and_parts(captions, scenes)),
        "captions of the grammar": _rounded(truth_and_parts(anchor, scenes)),
        "pointing game": {"scenes": POINTED, **_rounded(vars(pointed))},
    }
    return figures, _listed(captions, records)


def course_figures(
    captioner: AttentionCaptioner,
    annotations: np.ndarray,
    words: Vocabulary,
    records: Sequence[PictureRecord],
) -> Found:
    """BLEU of unseen photographs with five references; and the captions."""
    captions = _told(write_all(captioner, annotations), words)
    figures = {
        **_shared(captions, records, "one person against the"),
        "words a caption": float(np.mean([len(plain(c)) for c in captions])),
        "different captions": len(set(captions)) / len(captions),
    }
    return figures, _listed(captions, records)


def _told(ids: Sequence[Sequence[int]], words: Vocabulary) -> list[str]:
    """Captions as text."""
    return [detokenise(words.decode(row)) for row in ids]


def _shared(
    captions: Sequence[str], records: Sequence[PictureRecord], who: str
) -> dict[str, Any]:
    """What is measured in both worlds: BLEU, and that of a reference."""
    references = [record.captions for record in records]
    anchor = [record.captions[0] for record in records]
    rest = [record.captions[1:] for record in records]
    return {
        "pictures": len(records),
        **bleus(captions, references),
        f"BLEU of {who} other four": bleus(anchor, rest)["BLEU"],
    }


def plain(caption: str) -> list[str]:
    """The words of a caption, without case and punctuation."""
    return [word for word in tokenise(caption) if word not in _MARKS]


def bleus(
    captions: Sequence[str], references: Sequence[Sequence[str]]
) -> dict[str, list[float]]:
    """BLEU-1 to BLEU-4, times 100, with and without brevity penalty."""
    mine = [plain(caption) for caption in captions]
    theirs = [[plain(text) for text in some] for some in references]
    found = bleu(mine, theirs)
    return {
        f"BLEU{end}": [
            round(100 * found[f"BLEU-{n}{end}"], 2)
            for n in range(1, LONGEST + 1)
        ]
        for end in ("", BARE)
    }


def _scene(record: PictureRecord) -> Scene:
    assert record.truth is not None, "only the storybook world knows truths"
    return record.truth


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


def _listed(
    captions: Sequence[str], records: Sequence[PictureRecord]
) -> list[dict[str, Any]]:
    return [
        {"picture": record.name, "caption": caption}
        for record, caption in zip(records, captions, strict=True)
    ]
