from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest
import torch

from storyteller_lib.cli import doctor
from tests.helpers.desk import storyteller


@pytest.fixture(autouse=True)
def healthy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of 3 MB, no data and no styles."""
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("STORYTELLER_STYLES", str(tmp_path / "styles"))
    monkeypatch.delenv("STORYTELLER_DATA", raising=False)
    monkeypatch.setattr(doctor, "SHIPPED", ("storybook",))
    (tmp_path / "cache" / "in").mkdir(parents=True)
    (tmp_path / "cache" / "in" / "file").write_bytes(bytes(3_000_000))
    return tmp_path


def test_a_healthy_machine() -> None:
    found = doctor.examine()
    assert found["packages"]["torch"] == version("torch")
    assert found["system"]["threads"] == torch.get_num_threads()
    assert found["system"]["memory_gb"] > 0.5
    book = found["models"]["storybook"]
    assert book["works"]
    assert book["captions"] > 1000
    assert "romance" in book["styles"]
    assert found["cache"]["found"] == 3.0
    assert found["data"] == {"folder": None, "found": None}
    assert found["styles"]["found"] == []


def test_the_report_says_it_all() -> None:
    found = doctor.examine()
    found["packages"]["gensim"] = None
    found["models"]["storybook"] = {"works": False, "problem": "it is torn"}
    found["next"] = doctor.advice(found)
    text = doctor.report(found)
    assert f"torch {version('torch')}" in text
    assert "--  gensim" in text
    assert "models storybook: it is torn" in text
    assert "Cache: 3.0 MB" in text
    assert "gensim is missing" in text
    assert "the models storybook do not load" in text


def test_broken_models_are_a_finding(
    monkeypatch: pytest.MonkeyPatch, healthy: Path
) -> None:
    (healthy / "card.json").write_text("{")
    monkeypatch.setattr(doctor, "SHIPPED", (str(healthy),))
    found = doctor.examine()
    (models,) = found["models"].values()
    assert not models["works"]
    assert "card.json" in models["problem"]
    assert any("do not load" in line for line in found["next"])


def test_data_that_is_there_and_not(
    monkeypatch: pytest.MonkeyPatch, healthy: Path
) -> None:
    (healthy / "novels").mkdir()
    monkeypatch.setenv("STORYTELLER_DATA", str(healthy))
    assert doctor.examine()["data"]["found"] == ["novels"]
    monkeypatch.setenv("STORYTELLER_DATA", str(healthy / "nowhere"))
    found = doctor.examine()
    assert "STORYTELLER_DATA" in found["data"]["problem"]
    assert any("Mend the data folder" in line for line in found["next"])


def test_advice_puts_what_is_broken_first() -> None:
    found = doctor.examine()
    assert "All is well" in found["next"][0]
    found["system"]["memory_free_gb"] = 0.2
    assert doctor.advice(found) == [
        "Close some programs: less than 1 GB of memory is free."
    ]


def test_for_machines_and_for_people(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert storyteller("doctor", "--json") == 0
    assert json.loads(capsys.readouterr().out)["models"]["storybook"]["works"]
    assert storyteller("doctor") == 0
    assert "Try: storyteller story" in capsys.readouterr().out
