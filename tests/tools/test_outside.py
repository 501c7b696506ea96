"""What the world outside reads: workflows, hooks, and how to contribute.

GitHub cannot be asked here; so the files are read as it would read them, and
whatever they call is looked for.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import make
from tools import hook
from tools.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SHELL = {"printf", "chmod", "cp", "echo", "git", "sudo"}
PROGRAMS = {"python", ".venv/bin/python"}


def workflow(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = workflow(path)["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def commands(path: Path) -> list[list[str]]:
    """The command lines of a workflow, in words."""
    runs = [step["run"] for step in steps(path) if "run" in step]
    lines = [line for run in runs for line in run.splitlines()]
    return [shlex.split(line, posix=True) for line in lines if line.strip()]


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_whole(path: Path) -> None:
    found = workflow(path)
    assert {"name", "permissions", "jobs"} <= set(found)
    assert found[True], "what it runs on (YAML reads the word on as true)"
    assert found["permissions"] == {"contents": "read"}
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 120
        assert job["runs-on"]
    for step in steps(path):
        assert ("uses" in step) != ("run" in step), step


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_githubs_own(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", action), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_calls_exists(path: Path) -> None:
    for program, *words in commands(path):
        if program == "taskset":
            program, *words = words[2:]  # after the cores
        if program == "make":
            assert words[0] in make.TARGETS
        elif program in PROGRAMS and words[0] == "make.py":
            assert words[1] in make.TARGETS
        elif program in PROGRAMS:
            assert words[0] == "-m"
            assert has_module(words[1]), words
        else:
            assert program in SHELL, f"what is {program}?"


def test_all_systems_and_pythons_are_tried() -> None:
    (job,) = workflow(WORKFLOWS[-1])["jobs"].values()
    matrix = job["strategy"]["matrix"]
    assert [name.partition("-")[0] for name in matrix["os"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    known = "Programming Language :: Python :: 3."
    classifiers = PROJECT["project"]["classifiers"]
    versions = [c.rpartition(" ")[2] for c in classifiers if known in c]
    assert matrix["python"] == versions
    lowest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert versions[0] == lowest
    assert not job["strategy"]["fail-fast"]


def test_the_weekly_run_has_no_pins() -> None:
    path = ROOT / ".github" / "workflows" / "newest.yml"
    assert workflow(path)[True]["schedule"][0]["cron"].count(" ") == 4
    lines = [" ".join(words) for words in commands(path)]
    (install,) = [line for line in lines if "--editable" in line]
    extras = re.search(r"\.\[(.+)\]", install)
    assert extras
    known = PROJECT["project"]["optional-dependencies"]
    assert set(extras[1].split(",")) == set(known)
    assert not any("requirements.lock" in line for line in lines)
    assert lines[-1].endswith("tools.stages test")


def test_the_weekly_run_elsewhere_is_unlike_others() -> None:
    path = ROOT / ".github" / "workflows" / "elsewhere.yml"
    assert workflow(path)[True]["schedule"][0]["cron"].count(" ") == 4
    assert commands(path)[-1] == [
        "taskset",
        "-c",
        "0",
        "python",
        "make.py",
        "test",
    ]
    (job,) = workflow(path)["jobs"].values()
    given = job["env"] | job["steps"][-1]["env"]
    assert given["ATEN_CPU_CAPABILITY"] == "default"
    assert {"TZ", "LC_ALL", "SHUFFLE"} <= set(given)


def hooks() -> list[dict[str, Any]]:
    (local,) = HOOKS["repos"]
    assert local["repo"] == "local", "another repository has other versions"
    found: list[dict[str, Any]] = local["hooks"]
    return found


@pytest.mark.parametrize("given", hooks(), ids=lambda given: given["id"])
def test_a_hook_calls_what_is_installed(given: dict[str, Any]) -> None:
    python, dash, module, tool, *words = shlex.split(given["entry"])
    assert (python, dash, module) == ("python", "-m", "tools.hook")
    assert has_module(tool)
    for word in words:
        assert not word.startswith("tests/") or (ROOT / word).exists()
    for name in given.get("types_or", ["python"]):
        assert name in ("python", "jupyter")
    if pattern := given.get("files"):
        files = ["book/01_a_story_from_a_picture.ipynb", "_toc.yml"]
        files += ["storyteller_lib/text/tokens.py"]
        assert any(re.search(pattern, file) for file in files)
        assert not re.search(pattern, "README.md")


def test_a_hook_runs_the_installed_tool(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "PYTHON", Path(sys.executable))
    assert hook.main(["ruff", "--version"]) == 0
    assert capfd.readouterr().out.startswith("ruff ")
    assert hook.main(["ruff", "check", "nowhere.py"]) != 0
    monkeypatch.setattr(make, "PYTHON", Path("nowhere"))
    assert hook.main(["ruff"]) == 1
    assert "run make check" in capfd.readouterr().out


def test_a_hook_needs_no_package() -> None:
    """It is run by a Python that has none; it must get to its own advice."""
    command = [sys.executable, "-S", "-c", "import tools.hook"]
    assert subprocess.run(command, cwd=ROOT).returncode == 0


def test_contributing_is_one_page() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 70
    for what in ("A chapter", "A style", "A data set", "A model"):
        assert f"\n## {what}\n" in CONTRIBUTING


def defined(module: str) -> set[str]:
    """The names that a module of the library defines."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, named)}


def test_contributing_names_what_exists() -> None:
    for target in re.findall(r"`make ([a-z]+)", CONTRIBUTING):
        assert target in make.TARGETS
    paths = re.findall(r"`((?:storyteller_lib|tests)/[\w/.]+)`", CONTRIBUTING)
    assert len(paths) >= 4
    for path in paths:
        assert "NAME" in path or (ROOT / path).exists(), path
    for module, names in {
        "storyteller_lib.notebook": {"report"},
        "storyteller_lib.config": {"Settings"},
        "storyteller_lib.training.trainer": {"Trainer"},
        "storyteller_lib.checkpoints.weights": {"save_weights"},
        "storyteller_lib.data.world": {"PictureRecord", "Passage"},
        "storyteller_lib.data.real.world": {"RealWorld"},
    }.items():
        assert names <= defined(module), module
        for name in names:
            assert re.search(rf"\b{name}\b", CONTRIBUTING)
