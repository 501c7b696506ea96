from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storyteller_lib.cli import main
from storyteller_lib.storyteller import Storyteller
from tests.tiny import CAPTIONS, tiny_models

HEAVY = ("matplotlib", "sklearn", "gensim", "accelerate", "torchvision")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a picture and models."""
    folder = tmp_path_factory.mktemp("desk")
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3))
    Image.fromarray(pixels.astype(np.uint8)).save(folder / "dog.png")
    (folder / "notes.jpg").write_text("this is no picture")
    tiny_models().save(folder / "models", {})
    return folder


def run(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
) -> int:
    """What ``storyteller ...`` does in that folder: its exit code."""
    monkeypatch.chdir(desk)
    monkeypatch.setattr(sys, "argv", ["storyteller", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


STORY = ("story", "dog.png", "--models", "models", "--captions", "5")


def test_a_story_as_text(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(desk, monkeypatch, *STORY) == 0
    out, err = capsys.readouterr()
    teller = Storyteller.load(desk / "models")
    told = teller.story(desk / "dog.png", captions=5)
    assert " ".join(out.split()) == told.text
    assert max(map(len, out.splitlines())) <= 79
    assert err == ""


def test_a_story_as_json(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    blend = ("--style", "adventure=0.7,romance=0.3", "--seed", "4")
    rest = ("--beam-width", "3", "--strength", "0.5", "--json")
    assert run(desk, monkeypatch, *STORY, *blend, *rest) == 0
    out, err = capsys.readouterr()
    assert err == ""
    values = json.loads(out)
    assert values["picture"] == "dog.png"
    assert values["style"] == {"adventure": 0.7, "romance": 0.3}
    assert values["strength"] == 0.5
    assert values["seed"] == 4
    assert values["models"] == "tiny"
    assert values["seconds"] > 0
    assert len(values["captions"]) == 5
    for caption in values["captions"]:
        assert caption["text"] in CAPTIONS
        assert -1 <= caption["score"] <= 1
    told = Storyteller.load(desk / "models").story(
        desk / "dog.png", "adventure=0.7,romance=0.3", 5, 3, 0.5, 4
    )
    assert values["text"] == told.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["story", "cat.png"], "cat.png"),
        (["story", "."], "folder"),
        (["story", "notes.jpg"], "notes.jpg is not a picture"),
        (["story", "dog.png", "--style", "noir"], "Styles here: adventure"),
        (["story", "dog.png", "--style", "thrller"], "mean thriller"),
        (["story", "dog.png", "--style", "romance=x"], "'romance=x'"),
        (["story", "dog.png", "--style", "romance=0"], "zero"),
        (["story", "dog.png", "--style", ""], "no style ''"),
        (["story", "dog.png", "--captions", "0"], "from 1 to 24"),
        (["story", "dog.png", "--captions", "99"], "from 1 to 24"),
        (["story", "dog.png", "--beam-width", "0"], "width"),
        (["story", "dog.png", "--strength", "nan"], "strength"),
        (["story", "dog.png", "--seed", "-1"], "seed"),
        (["story", "dog.png", "--seed", "9" * 30], "seed"),
        (["story", "dog.png", "--models", "nowhere"], "models in nowhere"),
        (["evaluate", "--models", "nowhere"], "models in nowhere"),
        (["evaluate", "--world", "narnia"], "'narnia'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_ends_with_2_and_one_sentence(
    arguments: list[str],
    words: str,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if arguments[0] == "story":
        few = [] if "--captions" in arguments else ["--captions", "5"]
        own = [] if "--models" in arguments else ["--models", "models"]
        arguments = [*arguments, *few, *own]
    for more in ([], ["--json"]):
        assert run(desk, monkeypatch, *arguments, *more) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("storyteller: ")
        assert err.count("\n") == 1
        assert words in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["story"],
        ["story", "dog.png", "--captions", "many"],
        ["story", "dog.png", "--colour", "red"],
        ["sing"],
    ],
)
def test_wrong_usage_ends_with_2_and_no_traceback(
    arguments: list[str],
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(desk, monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Usage: " in err
    assert "Traceback" not in err


def test_help_names_every_option(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(desk, monkeypatch, "story", "--help") == 0
    shown = capsys.readouterr().out
    for option in ("style", "captions", "beam-width", "strength", "seed"):
        assert f"--{option}" in shown


def child(desk: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=desk,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_story_imports_nothing_it_does_not_need(desk: Path) -> None:
    code = f"""
import json, sys
import storyteller_lib
bare = len([name for name in sys.modules if name.startswith("torch")])
from storyteller_lib.cli import main
sys.argv = ["storyteller", *{STORY!r}]
try:
    main()
finally:
    heavy = [name for name in {HEAVY!r} if name in sys.modules]
    print(json.dumps([bare, heavy]), file=sys.stderr)
"""
    done = child(desk, code)
    assert done.returncode == 0
    assert json.loads(done.stderr) == [0, []]
    assert done.stdout.strip()


def test_nltk_is_whole_again_after_its_import(desk: Path) -> None:
    code = """
import storyteller_lib.text
import scipy.stats, sklearn.linear_model
from nltk.translate.bleu_score import sentence_bleu
print(sentence_bleu([["a", "b", "c", "d"]], ["a", "b", "c", "d"]))
"""
    done = child(desk, code)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == 1


def test_an_unreadable_picture_in_a_process_of_its_own(desk: Path) -> None:
    code = f"""
import sys
from storyteller_lib.cli import main
sys.argv = ["storyteller", "story", "notes.jpg", *{STORY[2:]!r}]
main()
"""
    done = child(desk, code)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "storyteller: notes.jpg is not a picture that can be read: "
        "try a JPEG or PNG file\n"
    )
