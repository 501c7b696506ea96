"""Which graphs a storyteller is exported as, with their inputs and outputs.

Chapter: book/17_leaving_python
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.image_encoder import OwnEncoder
from storyteller_lib.pictures import SIZE
from storyteller_lib.prose_critic import ProseCritic
from storyteller_lib.skip_thoughts import SkipThoughtEncoder
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.storyteller.models import Models
from storyteller_lib.web import steps
from storyteller_lib.web.exportable import check_exportable

ROWS = {0: "rows"}
TEXTS = {0: "rows", 1: "time"}
FEW, SHORT = 3, 5
"""Sizes of an example where any would do."""

Inputs = dict[str, dict[int, str]]


class GraphPlan(NamedTuple):
    """A graph to be.

    Attributes:
        name: that of its file.
        step: makes the module that it holds.
        example: tensors of the sizes that are always the same.
        inputs: their names, each with the axes that may be of any size.
        outputs: names of what comes out.

    Chapter: book/17_leaving_python
    """

    name: str
    step: Callable[[], nn.Module]
    example: tuple[Tensor, ...]
    inputs: Inputs
    outputs: tuple[str, ...]


def plans(models: Models) -> list[GraphPlan]:
    """All graphs that some models need.

    Raises:
        StorytellerError: if a part of them cannot be exported.

    Chapter: book/17_leaving_python
    """
    check_exportable(models)
    found = [*_of_pictures(models), *_of_texts(models)]
    if models.captioner is not None:
        found += _of_captions(models.captioner)
    found += _of_stories(models.decoder)
    if models.critic is not None:
        found += _of_critic(models.critic, models.decoder)
    return found


def _rows(*sizes: int) -> Tensor:
    return torch.zeros(FEW, *sizes)


def _ids(*sizes: int) -> Tensor:
    return torch.ones(FEW, *sizes, dtype=torch.int32)


def _read_texts(
    name: str, step: Callable[[], nn.Module], output: str
) -> GraphPlan:
    inputs = {"ids": TEXTS, "lengths": ROWS}
    return GraphPlan(name, step, (_ids(SHORT), _ids()), inputs, (output,))


def _of_pictures(models: Models) -> Iterator[GraphPlan]:
    pixels = torch.zeros(1, SIZE, SIZE, 3, dtype=torch.uint8)
    yield GraphPlan(
        "look",
        lambda: steps.Look(
            cast(OwnEncoder, models.image_encoder), models.embedding
        ),
        (pixels,),
        {"pixels": {}},
        ("eye", "grid"),
    )


def _of_texts(models: Models) -> Iterator[GraphPlan]:
    yield _read_texts("embed", lambda: steps.Embed(models.embedding), "eyes")
    yield _read_texts(
        "think",
        lambda: steps.Think(cast(SkipThoughtEncoder, models.thoughts)),
        "thoughts",
    )


def _of_captions(captioner: AttentionCaptioner) -> Iterator[GraphPlan]:
    s, places = captioner.settings, (SIZE // 16) ** 2
    grid = torch.zeros(FEW, places, s.channels)
    state = _rows(s.dim), _rows(s.dim)  # one tensor twice were one input
    yield GraphPlan(
        "begin_caption",
        lambda: steps.BeginCaption(captioner),
        (grid,),
        {"grid": ROWS},
        ("annotations", "keys", "hidden", "memory"),
    )
    yield GraphPlan(
        "step_caption",
        lambda: steps.StepCaption(captioner),
        (_ids(), grid, _rows(places, s.attention_dim), *state),
        dict.fromkeys(
            ("last", "annotations", "keys", "hidden", "memory"), ROWS
        ),
        ("log_probs", "hidden_after", "memory_after", "weights"),
    )


def _of_stories(decoder: StoryDecoder) -> Iterator[GraphPlan]:
    s, names = decoder.settings, ("hidden", "condition", "topic")
    state = _rows(s.dim), _rows(s.condition_dim), _rows(s.word_dim)
    yield GraphPlan(
        "begin_story",
        lambda: steps.BeginStory(decoder),
        (_rows(s.thought_dim),),
        {"thoughts": ROWS},
        names,
    )
    yield GraphPlan(
        "step_story",
        lambda: steps.StepStory(decoder),
        (_ids(), *state),
        dict.fromkeys(("last", *names), ROWS),
        ("log_probs", "hidden_after"),
    )
    yield GraphPlan(
        "read_story",
        lambda: steps.ReadStory(decoder),
        (_ids(SHORT), *state),
        {"ids": TEXTS, **dict.fromkeys(names, ROWS)},
        ("log_probs",),
    )


def _of_critic(
    critic: ProseCritic, decoder: StoryDecoder
) -> Iterator[GraphPlan]:
    yield _read_texts(
        "read_context", lambda: steps.ReadContext(critic, decoder), "after"
    )
    yield GraphPlan(
        "judge",
        lambda: steps.Judge(critic, decoder),
        (_ids(SHORT), _ids(), _rows(critic.settings.dim)),
        {"ids": TEXTS, "lengths": ROWS, "first": ROWS},
        ("odds",),
    )
