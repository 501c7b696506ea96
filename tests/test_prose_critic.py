"""The critic of prose: what it reads, and that it learns to tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from storyteller_lib.config import StorytellerError
from storyteller_lib.prose_critic import (
    CONTEXT,
    Continuation,
    ProseCritic,
    ProseCriticSettings,
    sentences_of,
)
from storyteller_lib.storyteller.models.files import load_models
from tests.helpers.tiny import tiny_models

STOP = 9


def made(dropout: float = 0.0) -> tuple[ProseCritic, nn.Embedding]:
    torch.manual_seed(0)
    critic = ProseCritic(ProseCriticSettings(6, 8, dropout))
    return critic, nn.Embedding(12, 6)


def test_sentences_come_with_all_that_stands_before() -> None:
    found = sentences_of([3, STOP, 4, 5, STOP, 6], {STOP})
    assert found == [
        ((3, STOP), 0),
        ((3, STOP, 4, 5, STOP), 2),
        ((3, STOP, 4, 5, STOP, 6), 5),
    ]
    assert sentences_of([3, STOP], {STOP}) == [((3, STOP), 0)]
    assert sentences_of([], {STOP}) == []


def test_only_so_many_words_before_are_read() -> None:
    long = [1] * 100 + [2, 3]
    read = Continuation.of([long, [4, 5]], [100, 0])
    assert read.lengths.tolist() == [CONTEXT + 2, 2]
    assert read.starts.tolist() == [CONTEXT, 0]
    assert read.ids[1].tolist() == [4, 5] + [0] * CONTEXT


def test_company_does_not_matter() -> None:
    critic, table = made()
    told = [((3, 4, STOP), 0), ((3, 4, STOP, 5, 6, 7, STOP), 3)]
    together = critic.judge(table, told)
    alone = [critic.judge(table, [one])[0] for one in told]
    assert together == pytest.approx(alone, abs=1e-6)


def test_a_context_read_once_is_a_context_read_each_time() -> None:
    critic, table = made()
    long = tuple(i % 7 + 2 for i in range(CONTEXT + 10))
    told = [
        *(((*long, *said), len(long)) for said in [(5, STOP), (6, 7, STOP)]),
        *[((3, 4, STOP, 5, STOP), 3), ((3, 4, STOP), 0), ((3,), 0)],
    ]
    read = Continuation.of([ids for ids, _ in told], [i for _, i in told])
    with torch.no_grad():
        each = critic(table, read).tolist()
    assert critic.judge(table, told) == pytest.approx(each, abs=1e-6)


def test_what_stands_before_matters() -> None:
    critic, table = made()
    first, other = critic.judge(
        table, [((3, 4, STOP, 5, STOP), 3), ((7, 8, STOP, 5, STOP), 3)]
    )
    assert first != pytest.approx(other, abs=1e-6)
    split, whole = critic.judge(
        table, [((3, 4, STOP, 5, STOP), 3), ((3, 4, STOP, 5, STOP), 0)]
    )
    assert split != pytest.approx(whole, abs=1e-6)


def test_it_learns_what_single_words_do_not_tell() -> None:
    """People's words rise, the others are the same words in any order."""
    critic, table = made()
    chance = torch.Generator().manual_seed(1)

    def batch(size: int) -> tuple[Continuation, torch.Tensor]:
        drawn = torch.rand(size, 8, generator=chance).argsort(dim=1)[:, :5]
        human = torch.arange(size) % 2 == 0
        words = torch.where(human[:, None], drawn.sort(dim=1).values, drawn)
        return Continuation.of(words.tolist(), [0] * size), human.float()

    optimizer = torch.optim.Adam([*critic.parameters()], 0.02)
    for _ in range(80):
        optimizer.zero_grad()
        critic.loss(table, *batch(64)).backward()
        optimizer.step()
    read, human = batch(400)
    with torch.no_grad():
        right = (critic(table, read) > 0).float() == human
    assert right.float().mean() > 0.9


def test_a_critic_survives_the_folder(tmp_path: Path) -> None:
    models = tiny_models()
    word_dim = models.decoder.settings.word_dim
    models.critic = ProseCritic(ProseCriticSettings(word_dim, 8)).eval()
    models.save(tmp_path / "own", {})
    again = load_models(tmp_path / "own").critic
    assert again is not None and again.settings == models.critic.settings
    told = [((3, 4, 5), 0), ((6, 7, 8, 9), 2)]
    assert again.judge(models.decoder.words, told) == pytest.approx(
        models.critic.judge(models.decoder.words, told), abs=0.05
    )
    assert load_models(tmp_path / "own").decoder is not None
    other = replace(
        models, critic=ProseCritic(ProseCriticSettings(word_dim + 1, 8))
    )
    other.save(tmp_path / "other", {})
    with pytest.raises(StorytellerError, match="prose_critic"):
        load_models(tmp_path / "other")


@pytest.mark.parametrize(
    "wrong", [{"word_dim": 0}, {"word_dim": 5, "dropout": 1.0}]
)
def test_settings_out_of_range(wrong: dict[str, float]) -> None:
    with pytest.raises(StorytellerError, match="ProseCriticSettings"):
        ProseCriticSettings(**wrong)  # type: ignore[arg-type]
