"""The sequence storyteller against plain loops, and how it tells stories."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
import torch
from jaxtyping import TypeCheckError
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.plots import NAMES, plots
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.decoding.sampling import SamplingSettings
from storyteller_lib.evaluation.stories.sequences import (
    shuffled_orders,
    story_figures,
)
from storyteller_lib.sequence_storyteller import (
    ATTENTIONS,
    SequenceStoryteller,
    SequenceStorytellerSettings,
    grouped,
    previous_sentences,
    story_batch,
    story_batches,
)
from storyteller_lib.storyteller.sequences.writing import write_sequences
from storyteller_lib.text import EOS, UNK
from storyteller_lib.training import Trainer, TrainingSettings

SIZES = SequenceStorytellerSettings(
    vocabulary=12, image_dim=6, group=3, word_dim=5, dim=7, condition_dim=4
)
STORIES = [
    [[2, 3], [4], [5, 6, 7], [8, 2], [9, 10, 11, 3]],
    [[3], [2, 4, 6, 8], [5], [10, 2, 3], [7, 7]],
]
CHOICES = [
    {"attention": attention, "previous": True} for attention in ATTENTIONS
] + [
    {"attention": "none", "previous": False},
    {"condition_dim": 0, "topic": False},
    {"attention": "general", "copying": True},
    {"attention": "additive", "copying": True, "topic": False},
]


def draw(**changes: Any) -> SequenceStoryteller:
    """A storyteller with weights that are large enough to matter."""
    torch.manual_seed(3)
    model = SequenceStoryteller(replace(SIZES, **changes)).eval()
    for parameter in model.parameters():
        parameter.data += 0.3 * torch.randn_like(parameter)
    model.know_pictures(1 + 2 * torch.randn(9, 6))
    return model


def pictures(stories: int = 2, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(stories, 5, 6, generator=generator)


@pytest.mark.parametrize("group", [1, 2, 3, 5, 7])
def test_each_sentence_sees_its_picture_and_those_before(group: int) -> None:
    numbers = torch.arange(1.0, 6).view(1, 5, 1)
    windows, seen = grouped(numbers, group)
    for place in range(5):
        wanted = [float(i + 1) for i in range(5) if place - group < i <= place]
        assert seen[0, place] == len(wanted)
        padded = [*wanted, *[0.0] * (group - len(wanted))]
        assert windows[0, place].flatten().tolist() == padded


def test_the_sentence_before_has_its_start_and_its_end() -> None:
    previous, heard = previous_sentences([None, [5, 6], [7]])
    assert previous.tolist() == [[-1, 0, 0, 0], [-1, 5, 6, 0], [-1, 7, 0, 0]]
    assert heard.tolist() == [1, 4, 3]


def test_a_batch_holds_all_sentences_in_order() -> None:
    batch = story_batch(pictures(), STORIES, 3)
    rows = [s for story in STORIES for s in story]
    for row, sentence in enumerate(rows):
        assert batch.ids[row].tolist()[: len(sentence) + 1] == [*sentence, 0]
        before = [-1] if row % 5 == 0 else [-1, *rows[row - 1], EOS]
        assert batch.previous[row].tolist()[: len(before)] == before
        assert batch.heard[row] == len(before)


def gru_by_hand(layer: torch.nn.GRU, inputs: Tensor, state: Tensor) -> Tensor:
    """All states of a GRU for one sequence; Cho et al. (2014), as torch."""
    w = dict(layer.named_parameters())
    states = []
    for x in inputs:
        a = w["weight_ih_l0"] @ x + w["bias_ih_l0"]
        b = w["weight_hh_l0"] @ state + w["bias_hh_l0"]
        (ar, az, an), (br, bz, bn) = a.chunk(3), b.chunk(3)
        reset, update = torch.sigmoid(ar + br), torch.sigmoid(az + bz)
        state = (1 - update) * torch.tanh(an + reset * bn) + update * state
        states.append(state)
    return torch.stack(states)


def score_by_hand(model: SequenceStoryteller, h: Tensor, s: Tensor) -> Tensor:
    attention = model.attention
    if attention.kind == "dot":
        return h @ s
    if attention.kind == "general":
        return h @ (attention.key.weight @ s)
    mixed = attention.query.weight @ h + attention.key.weight @ s
    return (attention.value.weight @ torch.tanh(mixed))[0]


def tell_by_hand(
    model: SequenceStoryteller,
    seen: Tensor,
    before: list[int] | None,
    words: list[int],
) -> Tensor:
    """Log-probabilities of each next word of one sentence, in plain loops."""
    s, zeros = model.settings, torch.zeros(model.settings.dim)
    even = [(v - model.centre) * model.gain for v in seen]
    looks = torch.stack([model.look(v) for v in even])
    known = [gru_by_hand(model.image_gru, looks, zeros)[-1]]
    memory = torch.zeros(0, s.dim)
    if s.previous:
        ids = [-1] if before is None else [-1, *before, EOS]
        read = [
            torch.zeros(s.word_dim) if i < 0 else model.words.weight[i]
            for i in ids
        ]
        memory = gru_by_hand(model.previous_gru, torch.stack(read), zeros)
        known.append(memory[-1])
    whole = torch.cat(known)
    state = torch.tanh(model.initial(whole))
    rows = []
    for i in [-1, *words]:
        word = torch.zeros(s.word_dim) if i < 0 else model.words.weight[i]
        if s.condition_dim:
            word = torch.cat([word, model.condition(whole)])
        state = gru_by_hand(model.gru, word[None], state)[0]
        out, both, weights = state, state, torch.zeros(0)
        if s.attention != "none":
            scores = torch.stack(
                [score_by_hand(model, state, m) for m in memory]
            )
            weights = scores.softmax(0)
            both = torch.cat([state, (weights[:, None] * memory).sum(0)])
            out = torch.tanh(model.combine(both))
        out = torch.tanh(model.hidden(out))
        if s.topic:
            out = out + model.topic(whole)
        table = model.words if s.tied else model.output
        said = (table.weight @ out + model.bias).softmax(0)
        if s.copying:
            said = copy_by_hand(model, both, said, weights, before or [])
        rows.append(said.log())
    return torch.stack(rows)


def copy_by_hand(
    model: SequenceStoryteller,
    states: Tensor,
    said: Tensor,
    weights: Tensor,
    before: list[int],
) -> Tensor:
    """See et al. (2017), equation 9, word by word of the sentence before."""
    gate = torch.sigmoid(model.copying.gate(states))[0]
    inner = weights[1 : 1 + len(before)]  # neither its start nor its end
    mixed = (1 - gate * inner.sum()) * said
    for weight, word in zip(inner, before, strict=True):
        mixed[word] += gate * weight
    return mixed


@pytest.mark.parametrize("choice", CHOICES, ids=str)
@torch.no_grad()
def test_equals_plain_loops(choice: dict[str, Any]) -> None:
    model, seen = draw(**choice), pictures()
    batch = story_batch(seen, STORIES, 3)
    nats, row = model.surprise(batch).tolist(), 0
    for story, told in zip(seen, STORIES, strict=True):
        for place, words in enumerate(told):
            group = story[max(0, place - 2) : place + 1]
            before = told[place - 1] if place else None
            by_hand = tell_by_hand(model, group, before, words)
            for step, word in enumerate([*words, EOS]):
                assert nats[row] == pytest.approx(
                    -by_hand[step, word].item(), abs=1e-5
                )
                row += 1
    assert row == len(nats)


@torch.no_grad()
def test_copying_keeps_a_name_that_was_never_learnt() -> None:
    """With the gate open, the word that is looked at is the next word."""
    model = draw(attention="general", copying=True)
    model.copying.gate.bias.fill_(20.0)
    names = torch.tensor([[-1, name, EOS] for name in range(2, 12)])
    looked_at = torch.zeros(10, 3)
    looked_at[:, 1] = 1.0
    mixed = model.copying(
        torch.randn(10, 2 * SIZES.dim) / 10,
        torch.zeros(10, SIZES.vocabulary),
        looked_at,
        names,
    )
    torch.testing.assert_close(mixed.exp().sum(1), torch.ones(10))
    assert mixed.argmax(1).tolist() == list(range(2, 12))


@torch.no_grad()
def test_the_first_sentence_copies_nothing() -> None:
    """Start and end of the sentence before are no words to take over."""
    model = draw(attention="general", copying=True)
    logits = torch.randn(2, SIZES.vocabulary)
    mixed = model.copying(
        torch.randn(2, 2 * SIZES.dim),
        logits,
        torch.tensor([[1.0, 0.0, 0.0], [0.5, 0.0, 0.5]]),
        torch.tensor([[-1, EOS, EOS], [-1, 4, EOS]]),
    )
    torch.testing.assert_close(mixed, logits.log_softmax(1))


@pytest.mark.parametrize("choice", CHOICES, ids=str)
@torch.no_grad()
def test_teacher_forcing_equals_steps(choice: dict[str, Any]) -> None:
    model = draw(**choice)
    batch = story_batch(pictures(), STORIES, 3)
    state = model.start(*batch[:4])
    last = torch.full((10,), -1)
    costs = []
    for time in range(batch.ids.shape[1]):
        log_probs, state = model.step(last, state)
        last = batch.ids[:, time]
        costs.append(-log_probs.gather(1, last[:, None])[:, 0])
        if "weights" in state:
            torch.testing.assert_close(
                state["weights"], model.maps(batch)[:, time]
            )
    real = torch.arange(batch.ids.shape[1]) < batch.lengths[:, None]
    stepped = torch.stack(costs, dim=1)[real]
    torch.testing.assert_close(stepped, model.surprise(batch))
    torch.testing.assert_close(stepped.mean(), model(*batch))


@pytest.mark.parametrize("attention", ATTENTIONS)
@torch.no_grad()
def test_padding_is_neither_read_nor_attended_to(attention: str) -> None:
    model = draw(attention=attention)
    batch = story_batch(pictures(), STORIES, 3)
    wider = torch.nn.functional.pad(batch.previous, (0, 4), value=9)
    other = batch._replace(
        previous=wider,
        pictures=torch.nn.functional.pad(
            batch.pictures, (0, 0, 0, 2), value=7.0
        ),
    )
    torch.testing.assert_close(model.surprise(other), model.surprise(batch))
    if attention != "none":
        weights = model.maps(other)
        real = torch.arange(wider.shape[1]) < batch.heard[:, None]
        assert weights.transpose(1, 2)[~real].abs().max() == 0
        torch.testing.assert_close(
            weights.sum(2), torch.ones(weights.shape[:2])
        )


@torch.no_grad()
def test_pictures_outside_the_group_do_not_matter() -> None:
    model, seen = draw(group=2), pictures()
    changed = seen.clone()
    changed[:, 1] += 1
    one = story_batch(seen, STORIES, 2)
    other = story_batch(changed, STORIES, 2)
    before = model.start(*one[:4])["hidden"].view(2, 5, -1)
    after = model.start(*other[:4])["hidden"].view(2, 5, -1)
    same = (before == after).all(dim=2).all(dim=0).tolist()
    assert same == [True, False, False, True, True]


@pytest.mark.parametrize("attention", ["none", "general"])
@pytest.mark.parametrize(
    "choosing", [BeamSettings(max_length=6), SamplingSettings(max_length=6)]
)
def test_telling_reads_exactly_what_training_reads(
    attention: str,
    choosing: BeamSettings | SamplingSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model, seen = draw(attention=attention), pictures(3)
    calls = []
    start = model.start

    def watched(*parts: Tensor) -> dict[str, Tensor]:
        calls.append(parts)
        return start(*parts)

    monkeypatch.setattr(model, "start", watched)
    told = write_sequences(model, seen, choosing)
    batch = story_batch(seen, told, 3)
    for place, (windows, counts, previous, heard) in enumerate(calls):
        rows = torch.arange(3) * 5 + place
        assert torch.equal(windows, batch.pictures[rows])
        assert torch.equal(counts, batch.seen[rows])
        assert torch.equal(heard, batch.heard[rows])
        longest = previous.shape[1]
        assert torch.equal(previous, batch.previous[rows, :longest])


class Parrot(SequenceStoryteller):
    """Says the same sentence, whatever it sees."""

    def step(self, last_tokens: Tensor, state: Any) -> tuple[Tensor, Any]:
        logits = torch.zeros(len(last_tokens), 12)
        logits[:, 4] = 3.0 * (last_tokens == -1)
        logits[:, EOS] = 6.0 * (last_tokens >= 0)
        return logits.log_softmax(1), state


@pytest.mark.parametrize(
    "choosing",
    [
        BeamSettings(width=1, max_length=4),
        BeamSettings(width=5, max_length=4),
        SamplingSettings(max_length=4, temperature=0.05),
    ],
)
def test_no_sentence_comes_twice_in_a_story(
    choosing: BeamSettings | SamplingSettings,
) -> None:
    told = write_sequences(Parrot(SIZES), pictures(3), choosing)
    for story in told:
        assert len(story) == len(set(story)) == 5
        assert story[0] == (4,)


def test_who_knows_no_second_sentence_says_so() -> None:
    class Mute(SequenceStoryteller):
        def step(self, last_tokens: Tensor, state: Any) -> Any:
            logits = torch.full((len(last_tokens), 3), -1e9)
            logits[:, 2] = 0.0
            return logits.log_softmax(1), state

    model = Mute(replace(SIZES, vocabulary=3))
    with pytest.raises(StorytellerError, match="nothing new to say"):
        write_sequences(model, pictures(1), BeamSettings(max_length=1))


def test_unknown_words_are_never_told() -> None:
    model = draw()
    model.bias.data[UNK] = 50.0
    for choosing in (
        BeamSettings(max_length=5),
        SamplingSettings(max_length=5),
    ):
        told = write_sequences(model, pictures(4), choosing)
        assert not any(UNK in s for story in told for s in story)


def test_the_same_seed_tells_the_same_story() -> None:
    model, sampling = draw(), SamplingSettings(max_length=6)
    told = [
        write_sequences(
            model, pictures(), sampling, torch.Generator().manual_seed(seed)
        )
        for seed in (1, 1, 2)
    ]
    assert told[0] == told[1] != told[2]


def test_frozen_words_stay_and_others_learn() -> None:
    for frozen in (True, False):
        model = draw(frozen_words=frozen, tied=False)
        before = model.words.weight.clone()
        training = TrainingSettings(3, learning_rate=0.1, warmup=1)
        Trainer(model, training, progress=False).fit(
            story_batches(lambda rows, _: pictures()[rows], STORIES, 3)
        )
        same = torch.equal(model.words.weight.cpu(), before)
        assert same == frozen


def test_learns_by_heart_what_it_reads() -> None:
    torch.manual_seed(0)
    model = SequenceStoryteller(
        replace(SIZES, dim=32, word_dim=16, attention="general")
    )
    ids = [s for story in STORIES for s in story]
    model.know_frequencies(ids)
    batches = story_batches(lambda rows, _: pictures()[rows], STORIES, 3)
    training = TrainingSettings(150, learning_rate=0.02, warmup=5)
    Trainer(model, training, progress=False).fit(batches)
    told = write_sequences(model.cpu(), pictures(), BeamSettings(width=2))
    assert [[list(s) for s in story] for story in told] == STORIES


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"attention": "local"}, "no attention 'local'"),
        ({"attention": "dot", "previous": False}, "needs previous=True"),
        ({"frozen_words": True}, "needs tied=False"),
        ({"copying": True}, "copying=True needs an attention"),
        ({"group": 0}, "group must be above zero"),
        ({"dropout": 1.0}, "dropout must be from 0 to below 1"),
    ],
)
def test_impossible_settings_are_refused(
    change: dict[str, Any], says: str
) -> None:
    with pytest.raises((StorytellerError, TypeCheckError), match=says):
        replace(SIZES, **change)


def told_truly(count: int = 20) -> tuple[list[list[str]], list[Any]]:
    rng, chosen = random.Random(5), list(islice(plots("val", 2), count))
    return [list(plot.tell(rng)) for plot in chosen], chosen


def test_true_stories_are_right_in_all() -> None:
    assert set(story_figures(*told_truly()).values()) == {1.0}


def test_each_fault_is_seen_by_its_own_figure() -> None:
    stories, truth = told_truly()
    swapped = [[s[1], s[0], *s[2:]] for s in stories]
    figures = story_figures(swapped, truth)
    assert figures["right order"] == figures["right in all"] == 0
    assert figures["right plot"] == figures["one name"] == 1
    renamed = []
    for story in stories:
        name = next(n for n in NAMES if n in story[4])
        other = NAMES[(NAMES.index(name) + 1) % len(NAMES)]
        renamed.append([*story[:4], story[4].replace(name, other)])
    figures = story_figures(renamed, truth)
    assert figures["one name"] == figures["right in all"] == 0
    assert figures["right plot"] == figures["right order"] == 1
    moved = [replace(p, home=p.away, away=p.home) for p in truth]
    figures = story_figures(stories, moved)
    assert figures["right in all"] == 0
    assert figures["right plot"] == 1
    nonsense = [[*story[:4], "Once upon a time."] for story in stories]
    figures = story_figures(nonsense, truth)
    assert figures["right plot"] == pytest.approx(0.8)
    assert figures["right order"] == figures["one name"] == 0


def test_shuffled_orders_are_never_right() -> None:
    orders = shuffled_orders(200, 5, torch.Generator().manual_seed(0))
    assert [0, 1, 2, 3, 4] not in orders
    assert all(sorted(order) == [0, 1, 2, 3, 4] for order in orders)
    assert len({tuple(order) for order in orders}) > 80
