"""Training as the originals did: their costs, gradients and parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from storyteller_lib.originals.adam import OriginalAdam
from storyteller_lib.originals.batches import one_length_batches
from storyteller_lib.originals.models.skip_thoughts import (
    read_skip_thoughts_training,
)
from storyteller_lib.originals.models.visual_semantic_embedding import (
    read_embedding,
)
from storyteller_lib.skip_thoughts import SkipThoughts, Triplet
from storyteller_lib.text import Padded
from tests.helpers import oracles
from tests.helpers.oracles import close, told


def skip_thoughts(name: str) -> SkipThoughts:
    folder = oracles.folder("skipthoughts_train")
    return read_skip_thoughts_training(
        folder / name, folder / "book_dictionary.pkl"
    )[0]


def triplet(name: str) -> Triplet:
    folder = oracles.folder("skipthoughts_train")
    file = oracles.tensors(folder / f"batch_{name}.npz")
    parts = [oracles.columns(file, key, f"{key}_mask") for key in "xzy"]
    return Triplet(*(Padded(*pair) for pair in parts))


def same(
    model: nn.Module, wanted: nn.Module, atol: float, grads: bool = False
) -> None:
    """Compare the parameters, or the gradients, with a model's values."""
    trained = [n for n, p in model.named_parameters() if p.grad is not None]
    assert trained
    theirs = dict(wanted.named_parameters())
    for name in trained:
        ours = model.get_parameter(name)
        value = ours.grad if grads else ours
        close(value, theirs[name].detach(), rtol=1e-4, atol=atol)


def test_texts_of_the_batches() -> None:
    folder = oracles.folder("skipthoughts_train")
    path = folder / "book_dictionary.pkl"
    _, words = read_skip_thoughts_training(folder / "toy.npz", path)
    for name in "ab":
        batch = triplet(name)
        for i, texts in enumerate(told(folder / f"batch_{name}.json")):
            for key in ("source", "previous", "next"):
                part = getattr(batch, key)
                ids = part.ids[i, : part.lengths[i]].tolist()
                assert ids == [*words.encode(texts[key].split()), 0]


def test_encoder_states() -> None:
    folder = oracles.folder("skipthoughts_train")
    model = skip_thoughts("toy.npz")
    wanted = oracles.tensors(folder / "encoder_states.npz")
    for name in "ab":
        batch = triplet(name)
        found = model.encoder(*batch.source)
        close(found, wanted[name])


def test_three_updates_of_skip_thoughts() -> None:
    wanted = told(oracles.folder("skipthoughts_train") / "expected.json")
    model, a, b = skip_thoughts("toy.npz"), triplet("a"), triplet("b")
    optimizer = OriginalAdam(
        [p for p in model.parameters() if p.requires_grad]
    )
    costs = [model(*a).item()]
    before = model(*b).item()
    for update in range(3):
        optimizer.zero_grad()
        model(*a).backward()
        if update == 0:
            same(model, skip_thoughts("grads_a_unclipped.npz"), 1e-5, True)
        norm = nn.utils.clip_grad_norm_(
            model.parameters(), wanted["grad_clip"]
        )
        if update == 0:
            assert norm.item() == pytest.approx(
                wanted["grad_norm_a_unclipped"], rel=1e-5
            )
            same(model, skip_thoughts("grads_a_clipped.npz"), 1e-5, True)
        optimizer.step()
        if update in (0, 2):
            after = skip_thoughts(f"params_after_{update + 1}.npz")
            same(model, after, atol=5e-6)
        costs.append(model(*a).item())
    assert costs == pytest.approx(wanted["cost_a"], abs=1e-4)
    assert [before, model(*b).item()] == pytest.approx(
        wanted["cost_b"], abs=1e-4
    )


def test_three_updates_of_the_embedding() -> None:
    folder = oracles.folder("vse")
    words = folder / "coco_embedding.npz.dictionary.pkl"
    model, vocabulary = read_embedding(folder / "coco_embedding.npz", words)
    file = oracles.tensors(folder / "train_batch.npz")
    wanted = told(folder / "train_cost.json")
    ids, lengths = oracles.columns(file, "x", "mask")
    texts = [[*vocabulary.encode(t.split()), 0] for t in wanted["captions"]]
    assert [
        row[:n].tolist() for row, n in zip(ids, lengths, strict=True)
    ] == texts
    raw = model(file["im_raw"], ids, lengths).item()
    assert raw == pytest.approx(wanted["cost_raw"], abs=1e-4)
    optimizer = OriginalAdam(model.parameters(), wanted["lrate"])
    costs = [model(file["im_unit"], ids, lengths).item()]
    for update in range(3):
        optimizer.zero_grad()
        model(file["im_unit"], ids, lengths).backward()
        if update == 0:
            path: Path = folder / "train_grads_unit.npz"
            same(model, read_embedding(path, words)[0], 1e-5, True)
        norm = nn.utils.clip_grad_norm_(
            model.parameters(), wanted["grad_clip"]
        )
        if update == 0:
            assert norm.item() == pytest.approx(
                wanted["grad_norm_unit"], rel=1e-5
            )
        optimizer.step()
        costs.append(model(file["im_unit"], ids, lengths).item())
    assert costs == pytest.approx(wanted["cost_unit"], abs=1e-4)
    path = folder / "train_params_after_3.npz"
    same(model, read_embedding(path, words)[0], atol=5e-6)


def test_the_first_step_of_the_odd_adam_is_long() -> None:
    """With a constant gradient: 0.1 sqrt(0.999) / 0.9 / sqrt(0.001)."""
    weight = torch.zeros(1, requires_grad=True)
    weight.grad = torch.full((1,), 3.0)
    OriginalAdam([weight], lr=0.01).step()
    assert weight.item() == pytest.approx(-0.01 * 3.51188, rel=1e-4)


def test_batches_of_one_length_visit_lengths_in_turn() -> None:
    lengths = [3] * 5 + [7] * 2 + [4] * 3
    chance = torch.Generator().manual_seed(0)
    batches = list(one_length_batches(lengths, 2, chance))
    assert sorted(i for batch in batches for i in batch) == list(range(10))
    kinds = [{lengths[i] for i in batch} for batch in batches]
    assert all(len(kind) == 1 for kind in kinds)
    first = [kind.pop() for kind in kinds[:3]]
    assert sorted(first) == [3, 4, 7]
    assert [len(batch) for batch in batches].count(2) == 4
