from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
    attention,
)
from storyteller_lib.attention_captioner.attention import (
    doubly_stochastic,
    draw,
    entropy,
)
from storyteller_lib.attention_captioner.batches import (
    caption_batch,
    caption_batches,
)
from storyteller_lib.attention_captioner.lstm import AttentionCell, Dropout
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import (
    BeamSettings,
    beam_search,
    greedy,
)
from storyteller_lib.text import EOS, UNK
from storyteller_lib.training import Trainer, TrainingSettings
from tests.helpers.attention_reference import (
    expected_cost,
    paths,
    weights_of,
    writer,
)

CAPTIONS = [[3, 4, 5, 3], [6], [2, 2, 7, 8, 4, 5]]
BARE: dict[str, Any] = {
    "gated": False,
    "word_to_output": False,
    "context_to_output": False,
    "tied": False,
}
DEEP: dict[str, Any] = {
    "attention_layers": 3,
    "output_layers": 2,
    "lstm_layers": 2,
    "initial_layers": 2,
    "dropout": 0.5,
    "gate_dropout": 0.5,
    "scaled_dropout": False,
}
KINDS = pytest.mark.parametrize(
    "options", [{}, BARE, DEEP], ids=["default", "bare", "deep"]
)


def model(**options: Any) -> AttentionCaptioner:
    torch.manual_seed(0)
    sizes = {"word_dim": 5, "dim": 7, "attention_dim": 6, **options}
    settings = AttentionCaptionerSettings(9, 4, **sizes)
    captioner = AttentionCaptioner(settings).eval()
    for parameter in captioner.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    return captioner


def pictures(count: int = 3, places: int = 8) -> torch.Tensor:
    return torch.randn(
        count, places, 4, generator=torch.Generator().manual_seed(1)
    )


@KINDS
def test_steps_follow_the_equations(options: dict[str, Any]) -> None:
    captioner, seen = model(**options), pictures(2)
    rows = [[3, 4, 5, 3], [8, 8, 2, 7]]
    state, last = captioner.start(seen), torch.tensor([-1, -1])
    expected = [
        writer(captioner, picture).write(ids)
        for picture, ids in zip(seen, rows, strict=True)
    ]
    for time in range(5):
        log_probs, state = captioner.step(last, state)
        for row, one in enumerate(expected):
            np.testing.assert_allclose(
                log_probs[row].detach(), one.log_probs[time], atol=1e-5
            )
            np.testing.assert_allclose(
                state["weights"][row].detach(), one.maps[time], atol=1e-6
            )
        if time < 4:
            last = torch.tensor([row[time] for row in rows])


@KINDS
def test_maps_and_gates_are_those_of_the_equations(
    options: dict[str, Any],
) -> None:
    captioner, seen = model(**options), pictures()
    maps = captioner.maps(seen, CAPTIONS)
    _, look = captioner.read(caption_batch(seen, CAPTIONS))
    for row, ids in enumerate(CAPTIONS):
        one = writer(captioner, seen[row]).write(ids)
        np.testing.assert_allclose(maps[row], one.maps, atol=1e-6)
        gates = look.gates[row, : len(ids) + 1].detach()
        np.testing.assert_allclose(gates, one.gates, atol=1e-6)


def test_without_a_picture_it_is_the_lstm_of_torch() -> None:
    captioner = model()
    cell = captioner.lstm.cells[0]
    torch.nn.init.zeros_(cell.see.weight)
    known = torch.nn.LSTMCell(5, 7)
    known.load_state_dict(
        {
            "weight_ih": cell.read.weight,
            "bias_ih": cell.read.bias,
            "weight_hh": cell.recall.weight,
            "bias_hh": torch.zeros(28),
        }
    )
    words, state = torch.randn(3, 5), (torch.randn(3, 7), torch.randn(3, 7))
    keys = cell.attention.keys(pictures())
    found, _ = cell(cell.read(words), state, pictures(), keys)
    for mine, theirs in zip(found, known(words, state), strict=True):
        torch.testing.assert_close(mine, theirs)


@KINDS
def test_the_loss_is_cross_entropy_and_the_penalty(
    options: dict[str, Any],
) -> None:
    captioner = model(**options, spread_weight=0.3)
    seen, costs, penalty = pictures(), [], []
    for picture, ids in zip(seen, CAPTIONS, strict=True):
        one = writer(captioner, picture).write(ids)
        costs += one.costs(ids)
        penalty.append((1 - np.sum(one.maps, axis=0)) ** 2)
    batch = caption_batch(seen, CAPTIONS)
    surprise = captioner.surprise(batch).detach()
    np.testing.assert_allclose(surprise, costs, atol=1e-5)
    expected = np.mean(costs) + 0.3 * np.mean(penalty)
    assert captioner(*batch).item() == pytest.approx(expected, abs=1e-5)


@KINDS
def test_the_summed_loss_counts_padding_in_the_penalty(
    options: dict[str, Any],
) -> None:
    captioner = model(**options, spread_weight=0.3, released_loss=True)
    seen, costs, penalty = pictures(), 0.0, np.zeros(8)
    for picture, ids in zip(seen, CAPTIONS, strict=True):
        one = writer(captioner, picture).write(ids)
        chances = np.exp(-np.array(one.costs(ids)))
        costs -= np.log(chances + 1e-8).sum()
        # States stand still, so all padding is looked at in the same way.
        after = one.attend(
            f"lstm.cells.{len(one.states) - 1}", one.states[-1][0]
        )
        total = np.sum(one.maps, axis=0) + after * (6 - len(ids))
        penalty += (1 - total) ** 2
    expected = costs / 3 + 0.3 * penalty.mean()
    batch = caption_batch(seen, CAPTIONS)
    assert captioner(*batch).item() == pytest.approx(expected, rel=1e-5)


def test_padding_changes_nothing() -> None:
    captioner, batch = model(), caption_batch(pictures(), CAPTIONS)
    wide = batch._replace(ids=F.pad(batch.ids, (0, 4), value=5))
    torch.testing.assert_close(captioner(*wide), captioner(*batch))


def test_the_penalty_asks_for_every_place_once() -> None:
    even = torch.eye(3)[None]  # three words, each looks elsewhere
    assert doubly_stochastic(even).sum() == 0
    same = torch.eye(3)[None, [0, 0, 0]]
    assert doubly_stochastic(same).tolist() == [[4, 1, 1]]


def test_another_aim_of_the_penalty_has_the_same_gradient() -> None:
    scores = torch.randn(2, 5, 8, requires_grad=True)
    weights = scores.softmax(dim=2)
    (one,) = torch.autograd.grad(
        doubly_stochastic(weights).sum(), scores, retain_graph=True
    )
    aim = 5 / 8  # words a place
    other = (aim - weights.sum(dim=1)).square().sum()
    (two,) = torch.autograd.grad(other, scores)
    torch.testing.assert_close(one, two)


def test_the_state_moves_with_its_row() -> None:
    captioner = model(**DEEP)
    state = captioner.start(pictures())
    last = torch.tensor([3, 4, 5])
    found, _ = captioner.step(last, state)
    order = torch.tensor([2, 0, 0, 1])
    again, _ = captioner.step(last[order], captioner.start(pictures()[order]))
    torch.testing.assert_close(again, found[order])
    torch.testing.assert_close(found.exp().sum(dim=1), torch.ones(3))


@KINDS
def test_a_wide_beam_finds_the_most_probable_caption(
    options: dict[str, Any],
) -> None:
    captioner, seen = model(**options), pictures()
    settings = BeamSettings(
        width=81, max_length=2, length_normalisation=0, forbid_unknown=False
    )
    results = beam_search(
        captioner.step, captioner.start(seen), settings=settings
    )
    for picture, result in zip(seen, results, strict=True):
        totals = {}
        for first, second in itertools.product(range(1, 9), range(9)):
            one = writer(captioner, picture).write([first])
            end = second == EOS
            ids = (first,) if end else (first, second)
            totals[ids] = one.log_probs[0][first] + one.log_probs[1][second]
        best = max(totals, key=lambda ids: totals[ids])
        assert result.best.tokens == best
        assert result.best.log_prob == pytest.approx(totals[best], abs=1e-4)


@KINDS
def test_no_caption_holds_an_unknown_word(options: dict[str, Any]) -> None:
    captioner = model(**options)
    captioner.bias.data[UNK] = 50.0  # the model would say nothing else
    state = captioner.start(pictures())
    free = BeamSettings(width=4, max_length=6, forbid_unknown=False)
    said = beam_search(captioner.step, state, settings=free)
    assert all(set(result.best.tokens) == {UNK} for result in said)
    strict = BeamSettings(width=4, max_length=6, n_best=4)
    for result in beam_search(captioner.step, state, settings=strict):
        assert len(result.hypotheses) == 4
        for found in result.hypotheses:
            assert found.tokens and UNK not in found.tokens


def test_hard_attention_is_soft_in_use() -> None:
    soft, hard = model(), model(hard=True)
    hard.load_state_dict({**hard.state_dict(), **soft.state_dict()})
    last, seen = torch.tensor([3, 4, 5]), pictures()
    one, _ = soft.step(last, soft.start(seen))
    two, _ = hard.step(last, hard.start(seen))
    torch.testing.assert_close(one, two)


def hard_model(baseline: float) -> AttentionCaptioner:
    captioner = model(
        hard=True, hard_share=1.0, reward_weight=1.0, entropy_weight=0.0
    ).train()
    captioner.baseline.fill_(baseline)
    return captioner


@pytest.mark.parametrize("baseline", [0.0, 5.0])
def test_the_hard_gradient_is_right_on_average(
    baseline: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    captioner, ids = hard_model(baseline), [3]
    seen = pictures(1, places=3)
    batch = caption_batch(seen, [ids])
    names = ["attention.score", "attention.query", "attention.keys.0", "see"]
    keys = [f"lstm.cells.0.{name}.weight" for name in names]
    chosen = [captioner.get_parameter(key) for key in keys]
    totals = [np.zeros(parameter.shape) for parameter in chosen]
    for path in paths(3, len(ids) + 1):
        places = iter(path)
        monkeypatch.setattr(
            attention, "draw", lambda _, it=places: torch.tensor([next(it)])
        )
        captioner.baseline.fill_(baseline)
        gradients = torch.autograd.grad(captioner(*batch), chosen)
        maps = writer(captioner, seen[0], path).write(ids).maps
        chance = np.prod([m[p] for m, p in zip(maps, path, strict=True)])
        for total, gradient in zip(totals, gradients, strict=True):
            total += chance * gradient.double().numpy() * (len(ids) + 1)
    for key, total in zip(keys, totals, strict=True):
        np.testing.assert_allclose(
            total, slopes(captioner, seen[0], ids, key), atol=2e-4
        )
        assert np.abs(total).max() > 0.01


def slopes(
    captioner: AttentionCaptioner,
    picture: torch.Tensor,
    ids: list[int],
    key: str,
) -> np.ndarray:
    """How the exact mean cost changes with each weight, by differences."""
    weights = weights_of(captioner)
    found = np.zeros(weights[key].shape)
    for place in np.ndindex(found.shape):
        costs = []
        for step in (1e-5, -1e-5):
            moved = {**weights, key: weights[key].copy()}
            moved[key][place] += step
            costs.append(expected_cost(captioner, picture, ids, moved))
        found[place] = (costs[0] - costs[1]) / 2e-5
    return found


def test_the_baseline_follows_the_mean_cost_of_a_caption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        attention, "draw", lambda w: torch.zeros(len(w), dtype=torch.long)
    )
    captioner, seen = hard_model(2.0), pictures()
    mean = np.mean(
        [
            sum(writer(captioner, p, [0] * 7).write(ids).costs(ids))
            for p, ids in zip(seen, CAPTIONS, strict=True)
        ]
    )
    captioner(*caption_batch(seen, CAPTIONS))
    expected = 0.9 * 2.0 + 0.1 * mean
    assert captioner.baseline.item() == pytest.approx(expected, rel=1e-5)


def test_doubt_is_rewarded_and_captions_may_stay_soft() -> None:
    batch, losses = caption_batch(pictures(), CAPTIONS), {}
    for weight in (0.0, 0.5):
        captioner = model(hard=True, hard_share=0.0, entropy_weight=weight)
        losses[weight] = captioner.train()(*batch).item()
    soft = model(spread_weight=0.0)
    maps = [x for rows in soft.maps(pictures(), CAPTIONS) for x in rows]
    doubt = np.mean([-(m * m.log()).sum() for m in maps])
    assert losses[0.0] == pytest.approx(soft(*batch).item(), abs=1e-5)
    assert losses[0.5] == pytest.approx(losses[0.0] - 0.5 * doubt, abs=1e-5)


def test_places_are_drawn_by_their_weight() -> None:
    weights = torch.tensor([0.5, 0.0, 0.3, 0.2])
    torch.manual_seed(0)
    counts = draw(weights.expand(20_000, 4)).bincount(minlength=4)
    assert counts[1] == 0
    torch.testing.assert_close(counts / 20_000, weights, atol=0.02, rtol=0)


def test_a_share_of_captions_is_drawn() -> None:
    captioner = model(hard=True, hard_share=0.25).train()
    torch.manual_seed(0)
    _, look = captioner.read(caption_batch(pictures(400), [[3]] * 400))
    share = (look.log_drawn < 0).all(dim=1).float().mean().item()
    assert 0.19 < share < 0.31
    assert ((look.log_drawn == 0).all(1) | (look.log_drawn < 0).all(1)).all()


def test_entropy_is_greatest_for_even_weights() -> None:
    even, sure = torch.full((2, 8), 1 / 8), torch.eye(8)[:2]
    assert entropy(even).tolist() == pytest.approx([np.log(8)] * 2)
    assert entropy(sure).tolist() == pytest.approx([0, 0])


def test_unscaled_dropout_halves_in_use() -> None:
    ones = torch.ones(10_000)
    torch.manual_seed(0)
    for scaled, kept, used in ((True, 2.0, 1.0), (False, 1.0, 0.5)):
        layer = Dropout(0.5, scaled)
        trained = layer.train()(ones)
        assert set(trained.tolist()) == {0.0, kept}
        assert 0.47 < (trained == 0).float().mean() < 0.53
        assert torch.equal(layer.eval()(ones), ones * used)


@pytest.mark.parametrize("option", ["dropout", "gate_dropout"])
def test_dropout_acts_in_training_alone(option: str) -> None:
    captioner = model(**{option: 0.5}, output_layers=2)
    batch = caption_batch(pictures(), CAPTIONS)
    assert captioner(*batch).item() == captioner(*batch).item()
    captioner.train()
    assert captioner(*batch).item() != captioner(*batch).item()


def test_a_fresh_cell_remembers() -> None:
    cell = AttentionCell(AttentionCaptionerSettings(9, 4, 5, 7, 6), 5)
    assert cell.read.bias.chunk(4)[1].tolist() == [1.0] * 7
    parts = cell.recall.weight.detach().chunk(4)
    for part in parts:
        torch.testing.assert_close(part @ part.T, torch.eye(7))


def test_training_starts_from_the_words_frequencies() -> None:
    captioner = model()
    captioner.know_frequencies([[3, 3, 3], [3, 4]])
    shares = captioner.bias.exp()
    assert shares.sum().item() == pytest.approx(1)
    expected = torch.tensor([2.5, 0.5, 0.5, 4.5, 1.5, 0.5, 0.5, 0.5, 0.5])
    torch.testing.assert_close(shares, expected / expected.sum())


def test_batches_keep_pictures_and_captions_together() -> None:
    table = torch.randn(31, 6, 4)
    ids = [[i % 7 + 2] * (1 + i % 5) for i in range(31)]
    asked: list[int] = []

    def annotations(rows: list[int]) -> torch.Tensor:
        asked.extend(rows)
        return table[rows]

    batches = caption_batches(annotations, ids, 8)
    found = list(batches(torch.Generator().manual_seed(0)))
    assert sorted(asked) == list(range(31))
    assert max(len(batch.ids) for batch in found) == 8
    numbers = iter(asked)
    for batch in found:
        for picture, words, length in zip(*batch, strict=True):
            row = next(numbers)
            assert torch.equal(picture, table[row])
            assert words[:length].tolist() == [*ids[row], EOS]


@pytest.mark.parametrize(
    "wrong",
    [
        {"vocabulary": 0},
        {"lstm_layers": 0},
        {"attention_layers": -1},
        {"dropout": 1.5},
        {"hard_share": -0.1},
        {"spread_weight": -1.0},
        {"layers": -1},
    ],
)
def test_settings_say_what_is_wrong(wrong: dict[str, Any]) -> None:
    name, value = next(iter(wrong.items()))
    with pytest.raises(StorytellerError, match=f"{name}.*{value}"):
        AttentionCaptionerSettings(**{"vocabulary": 9, "channels": 4, **wrong})


def test_normalised_vectors_have_no_scale() -> None:
    plain, normal = model(), model(normalised=True)
    seen = pictures()
    levelled = (seen - seen.mean(2, keepdim=True)) / (
        seen.var(2, unbiased=False, keepdim=True) + 1e-5
    ).sqrt()
    wanted = plain(*caption_batch(levelled, CAPTIONS))
    for rows in (seen, 100 * seen + 3):
        found = normal(*caption_batch(rows, CAPTIONS))
        torch.testing.assert_close(found, wanted, rtol=1e-3, atol=1e-4)


def test_annotation_vectors_may_be_stored_in_half() -> None:
    captioner, seen = model(), pictures().half()
    full = captioner(*caption_batch(seen.float(), CAPTIONS))
    assert torch.equal(captioner(*caption_batch(seen, CAPTIONS)), full)


@pytest.mark.parametrize("hard", [False, True], ids=["soft", "hard"])
def test_training_resumes_to_the_same_weights(
    hard: bool, tmp_path: Path
) -> None:
    batches = caption_batches(
        lambda rows: pictures(9)[rows], CAPTIONS * 3, batch_size=4
    )

    def trained(folder: Path) -> dict[str, torch.Tensor]:
        captioner = model(hard=hard, dropout=0.3)
        settings = TrainingSettings(9, warmup=2, save_seconds=1e-9)
        Trainer(captioner, settings, folder=folder, progress=False).fit(
            batches
        )
        return captioner.state_dict()

    whole = trained(tmp_path)
    newest = max(tmp_path.glob("step-*.safetensors"))
    newest.unlink()  # as if it had been cut off before
    torch.manual_seed(99)
    resumed = trained(tmp_path)
    assert newest.exists()
    for name, tensor in whole.items():
        assert torch.equal(tensor, resumed[name]), name
    if hard:
        assert whole["baseline"] != 0


KINDS_OF_THINGS, COLOURS, PLACES = 4, 3, 9


def toy(count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Two things in a picture; what each is, and where it lies."""
    chance = torch.Generator().manual_seed(seed)
    grid = 0.1 * torch.randn(count, PLACES, 9, generator=chance)
    grid[:, :, -1] += 1  # background
    facts = []
    for row in range(count):
        where = torch.randperm(PLACES, generator=chance)[:2]
        kinds = torch.randperm(KINDS_OF_THINGS, generator=chance)[:2]
        kinds = kinds.sort().values  # the caption names them in this order
        colours = torch.randint(COLOURS, (2,), generator=chance)
        for place, kind, colour in zip(where, kinds, colours, strict=True):
            grid[row, place, -1] -= 1
            grid[row, place, kind] += 1
            grid[row, place, KINDS_OF_THINGS + colour] += 1
        facts.append(torch.stack([where, kinds, colours]))
    return grid, torch.stack(facts)  # (count, 3, 2)


def toy_captions(facts: torch.Tensor) -> list[list[int]]:
    """A colour and a kind of thing, twice: ids 2 to 8."""
    return [
        [2 + c[0], 5 + k[0], 2 + c[1], 5 + k[1]] for _, k, c in facts.tolist()
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hard", "least"),
    [(False, 180), (True, 20)],  # by chance: 4; hard attention learns slowly
    ids=["soft", "hard"],
)
def test_it_learns_to_tell_what_it_sees_and_looks_there(
    hard: bool, least: int
) -> None:
    torch.manual_seed(0)
    captioner = AttentionCaptioner(
        AttentionCaptionerSettings(
            9, 9, 16, 32, 24, hard=hard, spread_weight=0.01
        )
    )
    grid, facts = toy(2_000, seed=0)
    batches = caption_batches(lambda rows: grid[rows], toy_captions(facts))
    steps = TrainingSettings(steps=500, learning_rate=1e-2)
    Trainer(captioner, steps, progress=False).fit(batches)
    captioner = captioner.cpu()
    grid, facts = toy(200, seed=1)
    found = greedy(captioner.step, captioner.start(grid))
    wanted = toy_captions(facts)
    said = [list(result.best.tokens) for result in found]
    right = sum(a == b for a, b in zip(said, wanted, strict=True))
    assert right > least
    maps = torch.stack(captioner.maps(grid, wanted))  # (200, 5, places)
    peaks = maps[:, :4].argmax(dim=2)  # colour, thing, colour, thing
    shares = (peaks == facts[:, 0].repeat_interleave(2, dim=1)).float().mean(0)
    assert shares.mean() > 0.8  # by chance: 1 in 9
