"""Trainings as programs: killed at any moment, or shared by two processes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch

from storyteller_lib.checkpoints import load_weights
from tools.paths import ROOT

SCRIPT = ROOT / "tests" / "helpers" / "training_script.py"
KILLS = int(os.environ.get("STORYTELLER_KILLS", "2"))
"""How many trainings are killed; the count once was 20."""

Command = list[str]
Results = tuple[dict[str, Any], dict[str, torch.Tensor]]


def environment() -> dict[str, str]:
    """One thread a process, so that sums come in one order."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "TQDM_DISABLE": "1"}


def run(folder: Path, *options: str, launcher: Command | None = None) -> None:
    command = [*(launcher or [sys.executable]), str(SCRIPT), str(folder)]
    done = subprocess.run(
        [*command, *options],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=1_800,  # for what hangs; a busy machine may take long
    )
    assert done.returncode == 0, done.stderr


def newest(folder: Path) -> int:
    """The step of the newest checkpoint, -1 if there is none."""
    names = (path.stem for path in folder.glob("step-*.safetensors"))
    return max((int(name.removeprefix("step-")) for name in names), default=-1)


def run_and_kill(folder: Path, step: int, seconds: float) -> None:
    """Kill a training some moment after it kept a certain step.

    At its end it waits to be killed: we may be slow to look.
    """
    program = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), "--wait"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    while newest(folder / "decoder") < step:
        assert program.poll() is None, "it ended by itself"
        time.sleep(0.001)
    time.sleep(seconds)
    program.kill()
    assert program.wait(timeout=60) != 0


def results(folder: Path) -> Results:
    found = json.loads((folder / "result.json").read_text())
    return found, load_weights(folder / "last.safetensors")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What a training gives that nobody kills."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(folder)
    return results(folder / "decoder")


@pytest.mark.slow
@pytest.mark.parametrize("trial", range(KILLS))
def test_killed_at_any_moment_it_ends_with_the_same_bits(
    trial: int, undisturbed: Results, tmp_path: Path
) -> None:
    expected, weights = undisturbed
    rng = random.Random(trial)
    for step in sorted(rng.sample(range(120), 1 + trial % 2)):
        run_and_kill(tmp_path, step, rng.uniform(0, 0.02))
    run(tmp_path)
    found, ours = results(tmp_path / "decoder")
    assert found == expected
    assert ours.keys() == weights.keys()
    for name, value in weights.items():
        assert torch.equal(ours[name], value), name


LAUNCH = (
    f"{sys.executable} -m torch.distributed.run --standalone "
    "--nproc_per_node 2"
).split()
"""How several processes are started without GPUs; accelerate knows it."""


WORKS = ("decoder", "thoughts", "contrastive", "max", "sum")


@pytest.fixture(scope="module")
def by_one_and_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All trainings, by one process and by two, in these folders."""
    folder = tmp_path_factory.mktemp("by")
    options = ("--dropout", "0", "--steps", "60", "--what", *WORKS)
    run(folder / "one", *options)
    run(folder / "two", *options, launcher=LAUNCH)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("what", WORKS)
def test_two_processes_make_the_steps_of_one(
    what: str, by_one_and_two: Path
) -> None:
    """And find its wrong pairs: with half the batch's negatives the loss of
    all but the decoder would be far lower, by log 2 of log 25 at first, or
    half of the sum."""
    one, _ = results(by_one_and_two / "one" / what)
    two, _ = results(by_one_and_two / "two" / what)
    assert len(one["losses"]) == len(two["losses"]) == 60
    assert one["losses"][-2] < 0.8 * one["losses"][0]
    assert two["losses"] == pytest.approx(one["losses"], rel=0.01, abs=1e-4)
    for step, loss in one["held"].items():
        assert two["held"][step] == pytest.approx(loss, rel=0.01)
    assert two["losses"] != one["losses"], "the second had no share"


@pytest.mark.slow
def test_two_processes_resume(tmp_path: Path) -> None:
    """With dropout: each has its own chance, and finds it again."""
    options = ("--steps", "90", "--save-every", "40")
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    run(whole, *options, launcher=LAUNCH)
    shutil.copytree(whole, halves)
    (halves / "decoder" / "step-000000090.safetensors").unlink()
    older = list((halves / "decoder").glob("step-*.safetensors"))
    assert older, "no older checkpoint to resume from"
    (halves / "decoder" / "result.json").unlink()
    (halves / "decoder" / "last.safetensors").unlink()
    run(halves, *options, launcher=LAUNCH)
    one, weights = results(whole / "decoder")
    two, ours = results(halves / "decoder")
    assert two == one
    for name, value in weights.items():
        assert torch.equal(ours[name], value), name
