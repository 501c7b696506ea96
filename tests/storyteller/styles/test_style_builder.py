from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts import passages, read_text
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.styles.builder import build_style
from storyteller_lib.storyteller.styles.files import (
    Style,
    find_vectors,
    own_styles,
    reader_of,
    short_name,
    style_weights,
)
from tests.helpers.desk import picture
from tests.helpers.tiny import tiny_models

PROSE = "A brown dog runs on a beach. Then a cat sleeps in the snow. " * 60


@pytest.fixture(scope="module")
def models() -> Models:
    return tiny_models()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a text, and the styles of one's own in another."""
    monkeypatch.setenv("STORYTELLER_STYLES", str(tmp_path / "styles"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dogs.txt").write_text(PROSE)
    return tmp_path


def build(models: Models, **options: Any) -> Style:
    asked = {"texts": ["dogs.txt"], "name": "dogs", "progress": False}
    return build_style(models=models, **asked | options)


def test_a_style_is_the_mean_thought_of_its_passages(
    models: Models, home: Path
) -> None:
    style = build(models, length=(10, 20))
    settings = PassageSettings(10, 15, 20)
    chance = random.Random("dogs.txt")
    found = list(passages(read_text(home / "dogs.txt"), settings, chance))
    thoughts = models.thoughts.encode(found, models.words)
    torch.testing.assert_close(style.vector, thoughts.mean(dim=0))
    assert style.card["passages"] == len(found) > 20
    assert style.card["models"] == "tiny"
    assert style.card["length"] == [10, 20]
    (source,) = style.card["sources"]
    assert source["file"] == "dogs.txt"
    assert source["passages"] == len(found)
    assert len(source["hash"]) == 16


def test_longer_passages_are_another_style(models: Models, home: Path) -> None:
    short, long = (
        build(models, length=ends).vector for ends in [(7, 12), (40, 80)]
    )
    assert not torch.allclose(short, long, atol=1e-3)


def test_a_style_found_by_name_and_by_path(models: Models, home: Path) -> None:
    style = build(models)
    by_name, by_path = style.save(), style.save(home / "mine.safetensors")
    assert by_name == home / "styles" / "dogs.safetensors"
    assert own_styles() == {"dogs": by_name}
    for path in (by_name, by_path):
        again = Style.load(path)
        assert again.name == "dogs"
        assert torch.equal(again.vector, style.vector)
        assert again.card == {**style.card, "name": "dogs"}
    teller = Storyteller(models)
    asked = ["dogs", by_path, str(by_path), {"dogs": 2.0}, {str(by_path): 1}]
    told = [teller.story(picture(), style=name) for name in asked]
    assert len({story.text for story in told}) == 1
    assert told[0].style == {"dogs": 1}
    assert told[1].style == {"mine": 1}
    x = torch.zeros(12)
    wanted = style.vector - models.caption_mean
    torch.testing.assert_close(teller.shift(x, "dogs"), wanted)


def test_a_blend_with_a_style_of_ones_own(models: Models, home: Path) -> None:
    style = build(models)
    style.save()
    teller = Storyteller(models)
    found = teller.shift(torch.zeros(12), "dogs=1,romance=3")
    b = 0.25 * style.vector + 0.75 * models.styles["romance"]
    torch.testing.assert_close(found, b - models.caption_mean)


def test_a_style_of_other_models_is_refused(home: Path) -> None:
    build(tiny_models(seed=0)).save()
    others = tiny_models(seed=1)
    assert reader_of(others) != reader_of(tiny_models(seed=0))
    assert reader_of(tiny_models(seed=0)) == reader_of(tiny_models(seed=0))
    with pytest.raises(StorytellerError, match="built with other models"):
        find_vectors({"dogs": 1.0}, others)


def test_unknown_styles_name_ones_own_too(models: Models, home: Path) -> None:
    build(models).save()
    with pytest.raises(StorytellerError, match="did you mean dogs"):
        find_vectors({"doggs": 1.0}, models)


def test_several_texts_and_folders(models: Models, home: Path) -> None:
    (home / "more").mkdir()
    for name in ("a.txt", "b.txt"):
        (home / "more" / name).write_text(PROSE)
    (home / "more" / "c.jpg").write_bytes(b"\xff\xd8")
    style = build(models, texts=["dogs.txt", Path("more")])
    files = [source["file"] for source in style.card["sources"]]
    assert files == ["dogs.txt", "a.txt", "b.txt"]


def test_passages_in_unknown_words_are_left_out(
    models: Models, home: Path
) -> None:
    (home / "mixed.txt").write_text(PROSE + "\n\n" + "Xq zk vb. " * 300)
    alone, mixed = build(models), build(models, texts=["mixed.txt"])
    assert mixed.card["passages"] <= alone.card["passages"] + 1
    assert mixed.card["sources"][0]["passages"] > 1.5 * alone.card["passages"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"texts": []}, "at least one text file"),
        ({"texts": ["lost.txt"]}, r"lost\.txt"),
        ({"name": "romance"}, "of their own"),
        ({"name": "a=b"}, "cannot be called"),
        ({"length": (60, 25)}, "smaller first"),
        ({"length": (0, 5)}, "smaller first"),
        ({"length": (900, 1000)}, "wanted length"),
    ],
)
def test_what_makes_no_style(
    options: dict[str, Any], words: str, models: Models, home: Path
) -> None:
    with pytest.raises(StorytellerError, match=words):
        build(models, **options)


def test_names_and_weights() -> None:
    assert style_weights("a=1,b=2") == {"a": 1, "b": 2}
    assert style_weights({"a": 3}) == {"a": 3}
    assert style_weights(Path("x") / "b.safetensors") == {
        str(Path("x") / "b.safetensors"): 1
    }
    assert short_name("thriller") == "thriller"
    assert short_name("there/my song.safetensors") == "my song"
