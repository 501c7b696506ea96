"""The page's engine does what the library does, module by module."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.decoding.beam_search import (
    BeamSettings,
    beam_search,
    greedy,
)
from storyteller_lib.decoding.keywords import KeywordBonus
from storyteller_lib.decoding.sampling import SamplingSettings, draw_tokens
from storyteller_lib.decoding.sentences import Draft, write_by_sentence
from storyteller_lib.pictures import load_picture, to_tensor
from storyteller_lib.storyteller.retold import voices_of
from storyteller_lib.storyteller.story_length import (
    CLOSING_QUOTE,
    JOINED,
    SENTENCE_ENDS,
    StoryLength,
    WordLimits,
    count_words,
)
from storyteller_lib.style import blend, shift
from storyteller_lib.text import Vocabulary, detokenise, tokenise
from tests.helpers.tiny import tiny_models
from tests.web.node import run_tests, write
from tools import web_storyteller

STRANGE = (
    "",
    "  ",
    "He said, \"I'll go.\" She didn't.",
    "The dogs' bowls; the dog's bowl... (and 'twas hers!)",
    "“Curly,” she said — ‘quite’ – curly…",
    "Dr. Watt and Mr. J. Hill can't, gonna, cannot, wanna go at 3:30, $4.50.",
    "It's 5,000 & 6% of #7 @home; a--b ``c'' [d] {e} <f>",
    "Voilà, ça va: où est l'été? ÉCOLE! naïve 中文 ß",
    "'Hello,' he said. 'It is,' she said, 'mine.'",
    "tabs\tand\nlines.\n",
    "d'ye lemme gimme more'n gotta whatcha ''t 'tis 'twas",
    "one.two three.four. five..",
)
_WORDS = """
the dog a red ball ran saw it do n't can not , '' `` ' s i sea moon . ! again
he she
"""
WORDS = _WORDS.split()
BANNED = (5, 9)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def texts() -> Iterator[dict[str, Any]]:
    """Texts with their tokens, and these as text again."""
    scenes = list(library_scenes())[::60]
    plain = [p for scene in scenes for p in scene.passages.values()]
    for text in (*STRANGE, *plain):
        tokens = tokenise(text)
        written = detokenise(tokens)
        yield {
            "text": text,
            "tokens": tokens,
            "written": written,
            "words": count_words(written),
        }
    chance = random.Random(4)
    for _ in range(300):
        tokens = chance.choices([*WORDS, '"', "(", ")", ":", "mr."], k=12)
        written = detokenise(tokens)
        again = tokenise(written)
        yield {
            "text": written,
            "tokens": again,
            "written": detokenise(again),
            "words": count_words(detokenise(again)),
        }


def test_texts(folder: Path) -> None:
    write(folder, "texts", list(texts()))
    assert "fail 0" in run_tests("text", folder)


def noisy(width: int, height: int, seed: int) -> Image.Image:
    """A picture with large and small things in it."""
    chance = np.random.default_rng(seed)
    small = chance.integers(0, 256, (9, 7, 3), dtype=np.uint8)
    smooth = np.asarray(Image.fromarray(small).resize((width, height)))
    noise = chance.integers(-60, 60, smooth.shape)
    return Image.fromarray((smooth + noise).clip(0, 255).astype(np.uint8))


def rgba(picture: Image.Image) -> bytes:
    return picture.convert("RGBA").tobytes()


def draft(folder: Path) -> None:
    """A JPEG that Pillow reads at a quarter of its size, and in full."""
    width, height = 3000, 2600
    file = io.BytesIO()
    smooth = noisy(60, 52, 9).resize((width, height))
    smooth.save(file, "JPEG", quality=92, subsampling=0)
    seen = load_picture(file.getvalue())
    assert seen.size == (750, 650)
    whole = Image.open(io.BytesIO(file.getvalue())).convert("RGB")
    assert whole.size == (width, height)
    (folder / "draft.rgba").write_bytes(rgba(whole))
    pixels = (to_tensor(seen) * 255).round().to(torch.uint8)
    (folder / "draft.rgb").write_bytes(
        pixels.permute(1, 2, 0).numpy().tobytes()
    )
    write(folder, "draft", {"width": width, "height": height, "block": 4})


def test_pictures(folder: Path) -> None:
    sizes = [(512, 384), (161, 159), (160, 400), (37, 90), (1, 1), (1003, 160)]
    rows = []
    for i, (width, height) in enumerate(sizes):
        picture = noisy(width, height, i)
        (folder / f"p{i}.rgba").write_bytes(rgba(picture))
        pixels = (to_tensor(picture) * 255).round().to(torch.uint8)
        square = pixels.permute(1, 2, 0).numpy().tobytes()
        (folder / f"p{i}.rgb").write_bytes(square)
        rows.append(
            {"name": f"p{i}", "width": width, "height": height, "size": 160}
        )
    write(folder, "pictures", rows)
    draft(folder)
    assert "fail 0" in run_tests("pictures", folder)


class Toy:
    """A model that knows the last two words."""

    def __init__(self) -> None:
        self.words = Vocabulary(WORDS)
        size = len(self.words)
        chance = torch.Generator().manual_seed(2)
        shape = ((size + 1) ** 2, size)
        scores = 2.5 * torch.randn(shape, generator=chance)
        scores[:, 0] -= 1.5
        self.chances = scores.log_softmax(dim=1)

    def step(self, last: Tensor, state: Any) -> tuple[Tensor, Any]:
        at = (last + 1) * (len(self.words) + 1) + state["before"].long() + 1
        return self.chances[at], {"before": last.float()}

    @staticmethod
    def start(rows: int = 1) -> dict[str, Tensor]:
        return {"before": torch.full((rows,), -1.0)}


def beams(toy: Toy) -> Iterator[dict[str, Any]]:
    base = BeamSettings(max_length=12)
    for settings in (
        base,
        replace(base, width=10, n_best=10, no_repeat_ngram=3),
        replace(base, width=3, n_best=3, length_normalisation=0.0),
        replace(base, width=4, n_best=2, min_length=6, no_repeat_ngram=2),
        replace(base, width=2, max_length=3, length_normalisation=1.0),
        replace(base, width=3, no_repeat_ngram=1, min_length=9),
    ):
        found = beam_search(toy.step, toy.start(), settings=settings)[0]
        yield {
            "settings": settings.to_dict(),
            "found": [one.as_dict() for one in found.hypotheses],
        }


def greedy_texts(toy: Toy) -> Iterator[dict[str, Any]]:
    for least in (1, 5, 8):
        settings = BeamSettings(
            max_length=20, min_length=least, no_repeat_ngram=3
        )
        found = greedy(toy.step, toy.start(), settings=settings)[0].best
        yield {"settings": settings.to_dict(), "tokens": list(found.tokens)}


def draws() -> Iterator[dict[str, Any]]:
    chance = torch.Generator().manual_seed(8)
    for seed, top_k, top_p in ((0, 0, 1.0), (5, 20, 0.9), (7, 256, 0.85)):
        scores = 1.2 * torch.randn(600, generator=chance)
        settings = SamplingSettings(temperature=0.7, top_k=top_k, top_p=top_p)
        rows = scores.log_softmax(dim=0).repeat(40, 1)
        drawn = draw_tokens(
            rows.clone(), settings, torch.Generator().manual_seed(seed)
        )
        assert len(set(drawn.tolist())) > 5
        yield {
            "seed": seed,
            "scores": rows[0].tolist(),
            "drawing": settings.to_dict(),
            "drawn": drawn.tolist(),
        }


def by_mean(drafts: list[Draft]) -> list[Draft]:
    def mean(draft: Draft) -> float:
        return -draft.log_prob / max(len(draft.tokens), 1)

    return sorted(drafts, key=mean)


def stories(toy: Toy) -> Iterator[dict[str, Any]]:
    settings = SamplingSettings(
        max_length=40, min_length=4, no_repeat_ngram=3, top_k=12, top_p=0.95
    )
    groups = [([2, 3], 1.5), ([7], 0.75), ([3, 20], 0.5)]
    for seed in range(4):
        length = (8, 12) if seed % 2 else None
        bonus = KeywordBonus(groups, len(toy.words))
        step, state = bonus.around(toy.step), bonus.start(toy.start())
        if length:
            limits = WordLimits(toy.words, StoryLength(*length))
            step, state = limits.limit(step), limits.start(state)
        found = write_by_sentence(
            step,
            state,
            by_mean,
            torch.tensor([w in SENTENCE_ENDS for w in toy.words.words]),
            settings=settings,
            candidates=6,
            enough=lambda tokens: len(tokens) >= 14,
            banned=BANNED,
            generator=torch.Generator().manual_seed(seed),
        )
        assert len(found[0].tokens) >= 8
        yield {
            "seed": seed,
            "settings": settings.to_dict(),
            "groups": [{"ids": ids, "bonus": b} for ids, b in groups],
            "length": length,
            "found": [
                {
                    "tokens": list(draft.tokens),
                    "log_prob": draft.log_prob,
                    "earned": bonus.earned(draft.tokens),
                }
                for draft in found
            ],
        }


def test_decoding(folder: Path) -> None:
    toy = Toy()
    told = {
        "words": toy.words.words,
        "chances": toy.chances.tolist(),
        "banned": list(BANNED),
        "settings": {
            "sentenceEnds": SENTENCE_ENDS,
            "closingQuote": CLOSING_QUOTE,
            "joined": JOINED,
        },
        "beams": list(beams(toy)),
        "greedy": list(greedy_texts(toy)),
        "draws": list(draws()),
        "stories": list(stories(toy)),
    }
    write(folder, "decoding", told)
    assert "fail 0" in run_tests("decoding", folder)


def test_styles(folder: Path) -> None:
    chance = torch.Generator().manual_seed(6)
    names = (*GENRES, "long", "plain")
    vectors = {n: torch.randn(48, generator=chance) for n in names}
    c, written, x = torch.randn(3, 48, generator=chance)
    blends: list[dict[str, float]] = [
        {"thriller": 1.0},
        {"adventure": 0.7, "romance": 0.3},
        {"long": 2.0, "thriller": 1.0, "plain": 0.5},
    ]
    models = replace(tiny_models(), styles=vectors, caption_mean=c)
    rows = [
        {
            "weights": weights,
            "strength": strength,
            "blend": (b := blend(vectors, weights)).tolist(),
            "shifted": shift(x, c, b, strength).tolist(),
            "voices": voices_of(weights, models),
        }
        for weights in blends
        for strength in (1.0, 0.0, -0.5, 1.75)
    ]
    told = {
        "styles": {name: vector.tolist() for name, vector in vectors.items()},
        "genres": GENRES,
        "found": c.tolist(),
        "written": written.tolist(),
        "mixed": ((1 - 0.35) * c + 0.35 * written).tolist(),
        "x": x.tolist(),
        "rows": rows,
    }
    write(folder, "styles", told)
    assert "fail 0" in run_tests("style", folder)


def test_parts(folder: Path) -> None:
    content = bytes(range(256)) * 40
    (folder / "packed.gz").write_bytes(gzip.compress(content))
    (folder / "plain.bin").write_bytes(content)
    assert "fail 0" in run_tests("parts", folder)


def test_a_wrong_expectation_fails(folder: Path) -> None:
    row = next(texts())
    write(folder, "texts", [{**row, "tokens": ["wrong"]}])
    with pytest.raises(AssertionError, match="fail 2"):
        run_tests("text", folder)


def test_types_and_sizes() -> None:
    web_storyteller.check_types()
    modules = [*web_storyteller.SOURCES.rglob("*.js")]
    assert len(modules) > 20
    for path in modules:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 200, path.name
    for folder in web_storyteller.SOURCES.iterdir():
        assert len([*folder.glob("*.js")]) <= 12, folder.name
