"""Measuring a storyteller where the truth is known: the storybook world.

Captions are held against the scene behind the picture, and where their writer
looked against where the subject is. Stories are held against the scene (are
subject and place named?), against a judge of voices trained on other text,
and against the training text (are sentences copied?). Each figure stands
beside what would be found if a part did nothing: no shift, another style's
vector, another scene's captions, a map of even weights.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from storyteller_lib.data.storybook.captions import parse_claims
from storyteller_lib.data.storybook.passages import named
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES, World
from storyteller_lib.evaluation.captions.captioning import pointing_figures
from storyteller_lib.evaluation.sentences import expansion
from storyteller_lib.evaluation.stories.voices import (
    share_recognised,
    voice_classifier,
)
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.writing import Writing
from storyteller_lib.text import detokenise, split_sentences, tokenise

PICTURES, POINTED, STORIES, BEAM = 1_000, 100, 200, 10
DRAWN = Writing(top_p=0.6)
"""How the words of the stories are chosen: drawn from the nucleus. The beam
takes the likeliest sentences, and of these the training text is full."""
TRAINING_PASSAGES = 10_000
"""Passages of each genre that the shipped storybook models learnt from."""

JUDGE_SEED, FRESH_SEED = 101, 202


def evaluate(models: str | Path = "storybook") -> dict[str, Any]:
    """All figures of the storybook world, as a dictionary.

    The pointing game is left out if there is no attention captioner.

    Chapter: book/08_style_shifting
    """
    teller = Storyteller.load(models)
    world = StorybookWorld()
    game = {}
    if teller.models.captioner is not None:
        scenes = world.scenes("test", POINTED)
        game["pointing game"] = pointing_figures(teller.models, scenes)
    return {
        "captions": caption_figures(teller, world),
        **game,
        "stories": story_figures(teller, world),
        "vocabulary expansion": expansion.evaluate(models, world),
    }


def caption_figures(
    teller: Storyteller, world: StorybookWorld, pictures: int = PICTURES
) -> dict[str, dict[str, float]]:
    """How true the top captions of unseen scenes are.

    Returns:
        For the storyteller and for the nearest picture by raw pixels: the
        share of captions that name the right subject, and the share true in
        every part they name.

    Chapter: book/03_captions_by_retrieval
    """
    scenes = world.scenes("test", pictures)
    pixels = world.pixels("test", pictures)
    top = [
        teller.models.bank.nearest(vector, 1)[0].text
        for rows in np.array_split(pixels, max(1, pictures // 100))
        for vector in teller.look_at_pixels(rows)
    ]
    return {
        "storyteller": truth_of(top, scenes),
        "nearest by raw pixels": truth_of(
            _captions_by_pixels(world, pixels), scenes
        ),
    }


def truth_of(
    captions: Iterable[str], scenes: Iterable[Scene]
) -> dict[str, float]:
    """Shares of captions with the right subject, and without an error.

    Chapter: book/03_captions_by_retrieval
    """
    subject, every = [], []
    for caption, scene in zip(captions, scenes, strict=True):
        claims = parse_claims(caption)
        subject.append(claims.get("subject") == scene.subject)
        every.append(scene.is_true(claims))
    return {
        "subject": float(np.mean(subject)),
        "true in every part": float(np.mean(every)),
    }


def _captions_by_pixels(
    world: StorybookWorld, pixels: np.ndarray
) -> list[str]:
    """The first caption of the training picture most alike, by pixels."""
    seen = world.pixels("train")
    captions = world.captions("train")
    small, known = _small(pixels), _small(seen)
    nearest = torch.cdist(small, known).argmin(dim=1)  # (pictures,)
    return [captions[i][0].text for i in nearest.tolist()]


def _small(pixels: np.ndarray) -> Tensor:
    """Pictures as rows of 20 x 20 colours."""
    step = pixels.shape[1] // 20
    rows = torch.from_numpy(pixels[:, ::step, ::step].astype(np.float32))
    return rows.flatten(1)  # (pictures, 1200)


def story_figures(
    teller: Storyteller, world: StorybookWorld, stories: int = STORIES
) -> dict[str, dict[str, float]]:
    """Truth, voice and novelty of stories of unseen scenes, each style.

    Returns:
        For the stories and for each control: shares of stories that name
        the subject and the place of their scene (and of the scene whose
        captions were given), that sound like the style asked for (and like
        the style whose vector was given).

    Chapter: book/08_style_shifting
    """
    scenes = world.scenes("test", stories)
    x = _thoughts(teller, world.pixels("test", stories))
    judge = voice_classifier(StorybookWorld(JUDGE_SEED))
    after = {g: GENRES[(i + 1) % len(GENRES)] for i, g in enumerate(GENRES)}
    told = {
        "stories": _tell(teller, x, {g: g for g in GENRES}),
        "strength 0": _tell(teller, x, {g: g for g in GENRES}, 0.0),
        "another style's b": _tell(teller, x, after),
        "another scene's x": _tell(
            teller, x.roll(1, 0), {g: g for g in GENRES}
        ),
        "beam search": _tell(teller, x, {g: g for g in GENRES}, writing=None),
    }
    others = [scenes[-1], *scenes[:-1]]
    figures: dict[str, dict[str, float]] = {}
    for name, texts in told.items():
        given = after if name == "another style's b" else {}
        swapped = others if name == "another scene's x" else scenes
        figures[name] = {
            "subject": share_naming(texts, "subject", scenes),
            "place": share_naming(texts, "place", scenes),
            "subject of x": share_naming(texts, "subject", swapped),
            "voice": _voice(judge, texts, {}),
            "voice of b": _voice(judge, texts, given),
        }
    figures["copying"] = copying(
        {name: told[name] for name in ("stories", "beam search")},
        world,
        scenes,
    )
    return figures


def _thoughts(teller: Storyteller, pixels: np.ndarray) -> Tensor:
    """The mean caption thought of each picture, (pictures, dim)."""
    # As Storyteller.captions does: of a smaller bank all it has.
    count = min(teller.models.captions, len(teller.models.bank))
    found = [
        teller.models.bank.nearest(vector, count)
        for rows in np.array_split(pixels, max(1, len(pixels) // 100))
        for vector in teller.look_at_pixels(rows)
    ]
    return torch.stack(
        [teller.think([text for text, _ in captions]) for captions in found]
    )


def _tell(
    teller: Storyteller,
    x: Tensor,
    styles: dict[str, str],
    strength: float = 1.0,
    writing: Writing | None = DRAWN,
) -> dict[str, list[str]]:
    """Stories for each style asked for, told with the style given."""
    told = {}
    for asked, given in styles.items():
        thoughts = teller.shift(x, {given: 1.0}, strength)
        results = itertools.chain.from_iterable(
            teller.tell(rows, BEAM, writing=writing, seed=0)
            for rows in thoughts.split(50)
        )
        told[asked] = [teller.write(result.best) for result in results]
    return told


def share_naming(
    texts: dict[str, list[str]], part: str, scenes: Sequence[Scene]
) -> float:
    """The share of stories that name this part of the scene, and no other.

    Chapter: book/08_style_shifting
    """
    right = [
        named(text, part) == {getattr(scene, part)}
        for stories in texts.values()
        for text, scene in zip(stories, scenes, strict=True)
    ]
    return float(np.mean(right))


def _voice(
    judge: Any, texts: dict[str, list[str]], given: dict[str, str]
) -> float:
    shares = [
        share_recognised(judge, stories, given.get(genre, genre))
        for genre, stories in texts.items()
    ]
    return float(np.mean(shares))


def copying(
    told: dict[str, dict[str, list[str]]],
    world: World,
    scenes: Sequence[Scene],
) -> dict[str, float]:
    """Shares of sentences that stand word for word in the training text.

    Returns:
        The share among each kind of stories, and among fresh passages of
        the grammar about unseen scenes.

    Chapter: book/08_style_shifting
    """
    known = set(_sentences(world, "train", TRAINING_PASSAGES))
    compared = {
        name: [
            _plain(sentence)
            for stories in texts.values()
            for story in stories
            for sentence in split_sentences(story)
        ]
        for name, texts in told.items()
    }
    fresh = _sentences(StorybookWorld(FRESH_SEED), "test", len(scenes))
    compared["fresh passages"] = list(fresh)
    return {
        name: float(np.mean([sentence in known for sentence in sentences]))
        for name, sentences in compared.items()
    }


def _sentences(world: World, split: str, limit: int) -> Iterable[str]:
    for genre in GENRES:
        for passage in world.passages(genre, split, limit):
            yield from map(_plain, passage.sentences)


def _plain(sentence: str) -> str:
    """A sentence as the decoder would write it."""
    return detokenise(tokenise(sentence)).lower()


def table(figures: dict[str, Any]) -> str:
    """The figures as lines of text: shares in percent, others as numbers.

    Chapter: book/08_style_shifting
    """
    lines = []
    for section, rows in figures.items():
        lines.append(section.upper())
        for name, values in rows.items():
            shown = ", ".join(f"{k} {_shown(v)}" for k, v in values.items())
            lines.append(f"  {name}: {shown}")
    return "\n".join(lines)


def _shown(value: float) -> str:
    return f"{value:.1%}" if value <= 1 else f"{value:,.0f}"
