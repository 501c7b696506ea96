"""Weights and checkpoints: whole, small enough, and never a pickle."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save, save_file
from torch import nn

from storyteller_lib.checkpoints import (
    Undrawn,
    dequantise,
    load_state,
    load_weights,
    quantise,
    read_card,
    read_settings,
    save_state,
    save_weights,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.recurrent import gru


def network(seed: int = 0, hidden: int = 7) -> nn.Module:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return nn.Sequential(
            nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.Linear(4, hidden)
        )


def test_a_module_comes_back(tmp_path):
    path = tmp_path / "deep" / "net.safetensors"
    settings = {"dim": 4, "name": "é", "rates": [0.5, 1], "more": None}
    first = network(1)
    first[1].num_batches_tracked += 5
    save_weights(
        path,
        first,
        settings=settings,
        card={"seed": 1},
        dtype="float32",
    )
    second = network(2)
    load_weights(path, second)
    for name, tensor in first.state_dict().items():
        assert torch.equal(second.state_dict()[name], tensor), name
    assert read_settings(path) == settings
    assert read_card(path) == {"seed": 1}
    assert [p.name for p in path.parent.iterdir()] == ["net.safetensors"]


def test_an_undrawn_module_is_filled_without_chance(tmp_path):
    def made() -> nn.Module:
        net = nn.ModuleList([network(), nn.Embedding(6, 4), gru(4, 5)])
        nn.init.xavier_uniform_(net[1].weight)
        return net

    first = made()
    save_weights(tmp_path / "net", first, dtype="float32")
    chance = torch.get_rng_state()
    with Undrawn():
        second = made()
    assert torch.equal(torch.get_rng_state(), chance)
    mine = load_weights(tmp_path / "net", second, assign=True)
    for name, tensor in second.state_dict().items():
        assert torch.equal(first.state_dict()[name], tensor), name
        assert tensor.data_ptr() == mine[name].data_ptr()
    for mine, theirs in zip(
        second.parameters(), first.parameters(), strict=True
    ):
        assert mine.requires_grad == theirs.requires_grad
    ids = torch.tensor([[1, 2, 3]])
    with torch.no_grad():
        torch.testing.assert_close(
            second[2](second[1](ids)), first[2](first[1](ids))
        )


def test_the_same_weights_are_the_same_bytes(tmp_path):
    weights = {"z": torch.randn(5, 3), "a": torch.randn(4, 2)}
    about = {"settings": {"dim": 3, "name": "é"}, "card": {"seed": 1}}
    paths = [tmp_path / f"{i}.safetensors" for i in range(20)]
    for i, path in enumerate(paths):
        names = sorted(weights, reverse=i % 2 == 0)
        own = {name: weights[name] for name in names}
        save_weights(path, own, **about, dtype="int8")
    assert len({path.read_bytes() for path in paths}) == 1
    # As safetensors itself writes it, but for the order of the header.
    stored = load_file(paths[0])
    with safe_open(paths[0], framework="pt") as file:
        theirs = save(stored, file.metadata())
    ours = paths[0].read_bytes()
    assert len(ours) == len(theirs)
    start = 8 + int.from_bytes(theirs[:8], "little")
    assert ours[start:] == theirs[start:]
    assert json.loads(ours[8:start]) == json.loads(theirs[8:start])


def test_float16_is_half_the_size_and_nearly_the_same(tmp_path):
    weights = {"w": torch.randn(200, 100), "ids": torch.arange(9)}
    path = tmp_path / "w.safetensors"
    save_weights(path, weights)
    assert path.stat().st_size < 200 * 100 * 2 + 1000
    back = load_weights(path)
    assert back["w"].dtype == torch.float32
    assert torch.equal(back["w"], weights["w"].half().float())
    assert torch.equal(back["ids"], weights["ids"])


@pytest.mark.parametrize("scale", [1e-7, 1e-4, 1.0, 3e4])
def test_int8_is_off_by_half_a_scale_at_most(scale):
    chance = torch.Generator().manual_seed(0)
    matrix = torch.randn(64, 3, 30, generator=chance) * scale
    matrix[0] = 0
    matrix[1] *= 1e-3
    whole, scales = quantise(matrix)
    assert whole.dtype == torch.int8
    assert whole.shape == matrix.shape
    assert scales.shape == (64,)
    error = (dequantise(whole, scales) - matrix).abs().amax(dim=(1, 2))
    assert (error <= 0.501 * scales.float()).all()
    if scale >= 1e-2:  # a 254th of the largest, but for rounded scales
        largest = matrix.abs().amax(dim=(1, 2))
        assert (error <= largest / 254 * 1.01 + 2**-24).all()
    assert (dequantise(whole, scales)[0] == 0).all()


def test_int8_weights_come_back_close_and_small(tmp_path):
    path = tmp_path / "net.safetensors"
    first = nn.Sequential(nn.Linear(300, 200), nn.LayerNorm(200))
    save_weights(path, first, dtype="int8")
    assert path.stat().st_size < 300 * 200 + 200 * 10 + 1000
    assert load_file(path)["0.weight"].dtype == torch.int8
    assert load_file(path)["0.bias"].dtype == torch.float16
    second = nn.Sequential(nn.Linear(300, 200), nn.LayerNorm(200))
    tensors = load_weights(path, second)
    assert set(tensors) == set(first.state_dict())
    largest = first[0].weight.abs().max().item()
    error = (second[0].weight - first[0].weight).abs().max().item()
    assert 0 < error <= largest / 250


def test_a_tensor_that_is_called_scale_is_no_scale(tmp_path):
    path = tmp_path / "net.safetensors"
    weights = {
        "norm.scale": torch.rand(3),
        "norm": torch.ones(4, dtype=torch.int8),
        "w": torch.rand(2, 2),
    }
    save_weights(path, weights, dtype="int8")
    back = load_weights(path)
    assert set(back) == set(weights)
    assert torch.equal(back["norm"], weights["norm"])
    with pytest.raises(StorytellerError, match=r"'w\.scale'"):
        save_weights(
            path,
            {"w": torch.ones(2, 2), "w.scale": torch.ones(1)},
            dtype="int8",
        )


def test_tied_and_transposed_weights_are_stored(tmp_path):
    path = tmp_path / "net.safetensors"
    table = torch.rand(4, 3)
    save_weights(path, {"in": table, "out": table.T}, dtype="float32")
    back = load_weights(path)
    assert torch.equal(back["in"], table)
    assert torch.equal(back["out"], table.T)


@pytest.mark.parametrize("dtype", ["float32", "float16", "int8"])
def test_broken_weights_are_not_written(tmp_path, dtype):
    path = tmp_path / "net.safetensors"
    for bad in (float("nan"), float("inf")):
        weights = {"fine": torch.ones(3), "odd": torch.tensor([[1.0, bad]])}
        with pytest.raises(StorytellerError, match="odd has values"):
            save_weights(path, weights, dtype=dtype)
    if dtype == "float16":
        with pytest.raises(StorytellerError, match="needs float32"):
            save_weights(path, {"large": torch.full((2,), 1e6)}, dtype=dtype)
    assert not path.exists()


class Trap:
    """Unpickling it creates a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_pickle_is_refused_and_not_run(tmp_path):
    sprung = tmp_path / "sprung"
    path = tmp_path / "net.safetensors"
    path.write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(StorytellerError, match=r"net\.safetensors.* again"):
        load_weights(path)
    torch.save({"w": torch.ones(3)}, path)
    with pytest.raises(StorytellerError, match=r"net\.safetensors"):
        load_weights(path)
    assert not sprung.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{}", b"PK\x03\x04" * 99],
)
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "net.safetensors"
    path.write_bytes(content)
    with pytest.raises(StorytellerError, match=r"net\.safetensors"):
        read_settings(path)


def test_a_truncated_file_is_refused_at_any_length(tmp_path):
    path = tmp_path / "net.safetensors"
    save_weights(path, {"w": torch.rand(9, 9)}, settings={"a": 1})
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 7), len(whole) - 1]:
        path.write_bytes(whole[:length])
        for read in (load_weights, read_settings):
            with pytest.raises(StorytellerError, match="whole"):
                read(path)


def test_files_of_others_have_no_settings(tmp_path):
    path = tmp_path / "net.safetensors"
    save_file({"w": torch.ones(2)}, path)
    with pytest.raises(StorytellerError, match="no settings"):
        read_settings(path)
    save_file({"w": torch.ones(2)}, path, {"settings": "{no json"})
    with pytest.raises(StorytellerError, match=r"net\.safetensors"):
        read_settings(path)
    header = {"quantised": json.dumps(["w"])}
    save_file({"w": torch.ones(2)}, path, header)
    with pytest.raises(StorytellerError, match="is broken"):
        load_weights(path)


def test_missing_files_and_wrong_shapes_say_what_to_do(tmp_path):
    path = tmp_path / "net.safetensors"
    with pytest.raises(StorytellerError, match="does not exist; train"):
        load_weights(path)
    with pytest.raises(StorytellerError, match="not a whole safetensors"):
        load_weights(tmp_path)
    save_weights(path, network(hidden=7))
    with pytest.raises(StorytellerError, match=r"does not fit .*2\.weight"):
        load_weights(path, network(hidden=8))
    with pytest.raises(StorytellerError, match="does not fit"):
        load_weights(path, nn.Linear(2, 2))


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorytellerError, match="could not be written"):
        save_weights(tmp_path / "file" / "w.safetensors", network())


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "net.safetensors"
    save_weights(path, {"w": torch.ones(3)})

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorytellerError, match="No space left"):
        save_weights(path, {"w": torch.zeros(3)})
    assert [p.name for p in tmp_path.iterdir()] == ["net.safetensors"]
    assert load_weights(path)["w"].tolist() == [1, 1, 1]


def test_a_state_comes_back_bit_for_bit(tmp_path):
    model = network(3)
    optimizer = torch.optim.AdamW(model.parameters())
    for p in model.parameters():
        p.grad = torch.randn_like(p)
    optimizer.step()
    moments = optimizer.state_dict()["state"]
    chance = torch.Generator().manual_seed(4)
    torch.rand(3, generator=chance)
    tensors = {
        "module": model.state_dict(),
        "optimizer": {str(n): dict(p) for n, p in moments.items()},
        "chance": {"data": chance.get_state()},
        "odd/~names~1": {"": torch.ones((), dtype=torch.bfloat16)},
        "nothing": {"yet": {}},
        "losses": torch.zeros(0),
    }
    values = {"step": 5, "rate": 1e-3, "names": ["a"], "none": None}
    save_state(tmp_path / "run", 5, tensors, values)
    found = load_state(tmp_path / "run")
    assert found is not None
    back, same = found
    assert same == values
    assert back.keys() == tensors.keys()
    torch.testing.assert_close(back, tensors, rtol=0, atol=0)
    expected = torch.rand(5, generator=chance)
    again = torch.Generator()
    again.set_state(back["chance"]["data"])
    assert torch.equal(torch.rand(5, generator=again), expected)
    other = torch.optim.AdamW(network(9).parameters())
    whole = other.state_dict()
    whole["state"] = {int(n): p for n, p in back["optimizer"].items()}
    other.load_state_dict(whole)


def test_what_is_loaded_can_be_trained_without_changing_the_file(tmp_path):
    save_state(tmp_path, 1, {"w": torch.ones(3)}, {})
    found = load_state(tmp_path)
    assert found is not None
    found[0]["w"].add_(1)
    again = load_state(tmp_path)
    assert again is not None
    assert again[0]["w"].tolist() == [1, 1, 1]


def test_the_last_two_are_kept_and_the_newest_is_loaded(tmp_path):
    assert load_state(tmp_path) is None
    assert load_state(tmp_path / "nowhere") is None
    (tmp_path / "log.jsonl").write_text("{}")
    for step in (1, 20, 300, 4000):
        save_state(tmp_path, step, {"w": torch.tensor(step)}, {"step": step})
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "log.jsonl",
        "step-000000300.safetensors",
        "step-000004000.safetensors",
    ]
    found = load_state(tmp_path)
    assert found is not None
    assert found[1] == {"step": 4000}
    save_state(tmp_path, 4000, {"w": torch.tensor(7)}, {"step": 4000})
    again = load_state(tmp_path)
    assert again is not None
    assert again[0]["w"] == 7


def test_a_broken_checkpoint_gives_way_to_the_one_before(tmp_path):
    for step in (1, 2):
        save_state(tmp_path, step, {"w": torch.tensor(step)}, {"step": step})
    newest = tmp_path / "step-000000002.safetensors"
    newest.write_bytes(newest.read_bytes()[:-2])
    with pytest.warns(UserWarning, match="step-000000002"):
        found = load_state(tmp_path)
    assert found is not None
    assert found[1] == {"step": 1}
    (tmp_path / "step-000000001.safetensors").write_bytes(b"")
    with (
        pytest.warns(UserWarning, match="skipped"),
        pytest.raises(StorytellerError, match="every checkpoint"),
    ):
        load_state(tmp_path)


KILLED = """
import os, signal, sys
from pathlib import Path
import torch
from storyteller_lib.checkpoints import save_state

folder = Path(sys.argv[1])
save_state(folder, 1, {"w": torch.zeros(1000)}, {"step": 1})
real = os.fsync
def killed(number):
    os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
save_state(folder, 2, {"w": torch.ones(1000)}, {"step": 2})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_in_the_middle_of_writing_costs_one_checkpoint(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)])
    assert done.returncode == -9
    leftovers = [p for p in tmp_path.iterdir() if p.name.endswith(".part")]
    assert len(leftovers) == 1
    found = load_state(tmp_path)
    assert found is not None
    assert found[1] == {"step": 1}
    assert not found[0]["w"].any()
    save_state(tmp_path, 3, {"w": torch.ones(2)}, {"step": 3})
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "step-000000001.safetensors",
        "step-000000003.safetensors",
    ]
