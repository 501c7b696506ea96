from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storyteller_lib.cli import main
from storyteller_lib.data.library.scenes import library_scene
from storyteller_lib.data.pocket.world import SIZES, write_pocket
from storyteller_lib.storyteller import Storyteller
from tests.cli.command_line import CommandLine
from tests.helpers.tiny import CAPTIONS, tiny_models

STORY_OPTIONS = (
    "style",
    "style-file",
    "captions",
    "beam-width",
    "strength",
    "seed",
    "length",
    "lyric",
    "no-repeat",
    "temperature",
    "top-k",
    "top-p",
    "captioner",
    "candidates",
    "html",
    "models",
    "recipe",
)
HEAVY = (
    *("matplotlib", "sklearn", "gensim", "accelerate", "torchvision"),
    *("scipy", "pandas", "ipywidgets", "sympy", "nltk.parse", "nltk.corpus"),
    *("torch._dynamo", "torch._inductor", "torch.onnx"),
    *("storyteller_lib.data.world", "storyteller_lib.data.storybook"),
    *("storyteller_lib.evaluation", "storyteller_lib.plots"),
)
"""What takes long to import, and what no story needs."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a picture and models."""
    folder = tmp_path_factory.mktemp("desk")
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3))
    Image.fromarray(pixels.astype(np.uint8)).save(folder / "dog.png")
    (folder / "notes.jpg").write_text("this is no picture")
    tiny_models().save(folder / "models", {})
    return folder


@pytest.fixture
def cli(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    return CommandLine(desk, monkeypatch, capsys)


STORY = ("story", "dog.png", "--models", "models", "--captions", "5")


def test_a_story_as_text(cli: CommandLine, desk: Path) -> None:
    code, out, err = cli(*STORY)
    assert code == 0
    teller = Storyteller.load(desk / "models")
    told = teller.story(desk / "dog.png", captions=5)
    assert " ".join(out.split()) == told.text
    assert max(map(len, out.splitlines())) <= 79
    assert err == ""


def test_a_story_as_json(cli: CommandLine, desk: Path) -> None:
    blend = ("--style", "adventure=0.7,romance=0.3", "--seed", "4")
    rest = ("--beam-width", "3", "--strength", "0.5", "--json")
    code, out, err = cli(*STORY, *blend, *rest)
    assert (code, err) == (0, "")
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
        (["caption", "cat.png"], "cat.png"),
        (["caption", "dog.png", "--captions", "-1"], "from 1 to 24"),
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
    cli: CommandLine, arguments: list[str], words: str
) -> None:
    if arguments[0] in ("story", "caption"):
        few = [] if "--captions" in arguments else ["--captions", "5"]
        own = [] if "--models" in arguments else ["--models", "models"]
        arguments = [*arguments, *few, *own]
    for more in ([], ["--json"]):
        code, out, err = cli(*arguments, *more)
        assert (code, out) == (2, "")
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
    cli: CommandLine, arguments: list[str]
) -> None:
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"storyteller: .+ \(see storyteller.* --help\)\n", err)


COMMANDS = [
    "story",
    "retell",
    "caption",
    "style build",
    "style list",
    "train",
    "data list",
    "data get",
    "data prepare",
    "import",
    "evaluate",
    "doctor",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(
    cli: CommandLine, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = cli.shown(*command.split(), "--help")
    assert f"Example: storyteller {command}" in shown
    assert "--json" in shown


def test_no_words_at_all_is_a_call_for_help(cli: CommandLine) -> None:
    shown = cli.shown()
    assert all(command.split()[0] in shown for command in COMMANDS)


def test_captions(cli: CommandLine, desk: Path) -> None:
    line = ("caption", "dog.png", "--models", "models", "--captions", "3")
    found = Storyteller.load(desk / "models").captions(desk / "dog.png", 3)
    shown = cli.shown(*line).splitlines()
    assert [row.split(maxsplit=1)[1] for row in shown] == [t for t, _ in found]
    values = cli.values(*line)
    assert [c["text"] for c in values["captions"]] == [t for t, _ in found]


def test_all_wishes_reach_the_story(cli: CommandLine, desk: Path) -> None:
    wishes = ("--length", "9-12", "--lyric", "--no-repeat", "2")
    chance = ("--temperature", "0.8", "--top-k", "9", "--top-p", "0.9")
    values = cli.values(*STORY, *wishes, *chance)
    told = Storyteller.load(desk / "models").story(
        desk / "dog.png",
        captions=5,
        lyric=True,
        length=(9, 12),
        no_repeat=2,
        temperature=0.8,
        top_k=9,
        top_p=0.9,
    )
    assert values["text"] == told.text
    assert values["lyric"] is True


def test_candidates_reach_the_story(cli: CommandLine, desk: Path) -> None:
    values = cli.values(*STORY, "--candidates", "3")
    told = Storyteller.load(desk / "models").story(
        desk / "dog.png", captions=5, candidates=3
    )
    assert values["text"] == told.text == values["candidates"][0]["text"]
    words = ("retell", "a dog runs", "--models", "models")
    found = cli.values(*words, "--candidates", "4")["candidates"]
    assert 1 < len(found) <= 4


class Quoted(HTMLParser):
    """What stands in the quotation of a page, and the page's pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.inside = "", False
        self.pictures: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        self.tags.append(tag)
        self.inside = self.inside or tag == "blockquote"
        if tag == "br":
            self.text += "\n"
        if tag == "img":
            self.pictures.append(str(dict(attrs)["src"]))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        self.text += data * self.inside


@pytest.mark.parametrize(
    ("line", "pictures"),
    [
        ((*STORY, "--lyric"), 1),
        (("retell", "a <b> dog", "--models", "models"), 0),
    ],
)
def test_a_story_as_a_page(
    cli: CommandLine, line: tuple[str, ...], pictures: int, desk: Path
) -> None:
    values = cli.values(*line, "--html", "a story.html")
    page = (desk / "a story.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    found = Quoted(page)
    assert found.text == values["text"]
    assert {"html", "head", "title", "body", "main"} < set(found.tags)
    assert len(found.pictures) == pictures
    assert all(src.startswith("data:image/") for src in found.pictures)
    assert "b" not in found.tags
    assert "http" not in page


def test_a_page_that_no_disk_takes(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", refuse)
    code, _, error = cli(*STORY, "--html", "full.html")
    assert code == 2
    assert error == (
        "storyteller: cannot write full.html: No space left on device\n"
    )


def test_a_story_from_words(cli: CommandLine, desk: Path) -> None:
    text = "a brown dog runs on a beach"
    line = ("retell", text, "--models", "models", "--style", "romance")
    values = cli.values(*line)
    told = Storyteller.load(desk / "models").retell(text, "romance")
    assert values["text"] == told.text
    assert values["texts"] == [text]


def test_the_list_of_data(cli: CommandLine) -> None:
    listed = cli.values("data", "list")
    assert "flickr8k" in [source["name"] for source in listed]
    assert all(source["terms"] and source["page"] for source in listed)
    shown = cli.shown("data", "list")
    assert all(source["title"] in shown for source in listed)


def test_a_world_read_from_end_to_end(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pocket(tmp_path)
    (tmp_path / "novels" / "romance.tar.xz").write_bytes(b"torn")
    monkeypatch.setenv("STORYTELLER_DATA", str(tmp_path))
    found = cli.values("data", "prepare")
    assert found["pictures, train"] == SIZES["train"]
    assert found["pictures, test"] == SIZES["test"]
    assert found["passages, thriller"] > 2
    assert found["word vectors"] > 100
    assert "romance.tar.xz" in found["passages, romance"]


def test_a_style_from_a_text_to_a_story(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_STYLES", str(tmp_path))
    prose = "A brown dog runs on a beach. A cat sleeps in the snow. " * 40
    (tmp_path / "dogs.txt").write_text(prose)
    build = ("style", "build", str(tmp_path / "dogs.txt"), "--name", "my dogs")
    mine = ("--models", "models")
    assert '--style "my dogs"' in cli.shown(*build, *mine)
    (listed,) = cli.values("style", "list", *mine)["own"]
    assert (listed["name"], listed["fits"]) == ("my dogs", True)
    file = str(tmp_path / "my dogs.safetensors")
    told = []
    for asked in (("--style", "my dogs"), ("--style-file", file)):
        values = cli.values(*STORY, *asked)
        assert values["style"] == {"my dogs": 1.0}
        told.append(values["text"])
    assert told[0] == told[1]
    (tmp_path / "torn.safetensors").write_bytes(b"\0" * 9)
    shown = cli.shown("style", "list", *mine)
    assert "my dogs  (your own" in shown
    assert "torn  (cannot be used" in shown


def test_control_c_is_no_crash(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Storyteller, "story", stop)
    code, _, error = cli(*STORY)
    assert code == 130
    assert error.strip() == "storyteller: stopped"


def test_a_bug_of_ours_is_not_hidden(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ValueError("no sentence for users")

    monkeypatch.setattr(Storyteller, "story", fail)
    monkeypatch.chdir(desk)
    with pytest.raises(ValueError, match="no sentence"):
        main(STORY)


def test_help_names_every_option(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = cli.shown("story", "--help")
    for option in STORY_OPTIONS:
        assert f"--{option}" in shown


def child(desk: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=desk,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("models", "asked"),
    [
        ("models", ("--candidates", "2")),
        ("course", ("--candidates", "2")),
        ("course", ("--recipe", "retold")),
    ],
)
def test_a_story_imports_nothing_it_does_not_need(
    desk: Path, models: str, asked: tuple[str, str]
) -> None:
    words = ["story", "dog.png", "--models", models, *asked]
    code = f"""
import json, sys
import storyteller_lib
bare = len([name for name in sys.modules if name.startswith("torch")])
from storyteller_lib.cli import main
sys.argv = ["storyteller", *{words!r}]
try:
    main()
finally:
    heavy = [name for name in {HEAVY!r} if name in sys.modules]
    print(json.dumps([bare, heavy]), file=sys.stderr)
"""
    done = child(desk, code)
    assert done.returncode == 0
    *notes, found = done.stderr.splitlines()
    assert all(": note: nothing in this picture" in note for note in notes)
    assert json.loads(found) == [0, []]
    assert done.stdout.strip()


@pytest.mark.parametrize("picture", ["dog.png", "notes.jpg"])
def test_nothing_is_searched_for_garbage_but_later_it_is(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, picture: str
) -> None:
    searched: list[bool] = []
    load = Storyteller.load

    def watched(models: str, recipe: str | None) -> Storyteller:
        searched.append(gc.isenabled())
        return load(models, recipe)

    monkeypatch.setattr(Storyteller, "load", watched)
    cli("story", picture, "--models", "models")
    assert searched == [False]
    assert gc.isenabled()


def test_threads_of_a_story_sleep_while_they_wait(desk: Path) -> None:
    """PyTorch reads how they wait when it is imported, and not again."""
    code = f"""
import os, sys
from importlib.abc import MetaPathFinder
from storyteller_lib.cli import main

class Watcher(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            print(os.environ.get("OMP_WAIT_POLICY"), file=sys.stderr)

sys.meta_path.insert(0, Watcher())
main({list(STORY)!r})
"""
    kept = {k: v for k, v in os.environ.items() if k != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=desk,
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "passive"  # not PASSIVE: Turkish has two i


def test_help_needs_no_torch(desk: Path) -> None:
    code = """
import sys
from storyteller_lib.cli import main
try:
    main(["story", "--help"])
finally:
    heavy = ("torch", "numpy", "PIL", "tqdm", "nltk", "jaxtyping")
    print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    done = child(desk, code)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"


@pytest.mark.slow
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


@pytest.mark.skipif(sys.platform == "win32", reason="it forbids that")
def test_a_folder_that_is_gone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(SystemExit) as ended:
        main(["data", "list"])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "storyteller: the folder you are in is gone: change to another one "
        "(cd)\n"
    )


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_disk_that_is_full_of_results() -> None:
    command = [sys.executable, "-m", "storyteller_lib.cli", "data", "list"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ran.returncode == 2
    assert ran.stderr == (
        "storyteller: the result cannot be written: No space left on device\n"
    )


@pytest.mark.slow
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


def test_a_story_is_retold_unless_writing_is_asked_for(
    cli: CommandLine,
) -> None:
    story = ("story", "dog.png")
    told = cli.values(*story)
    assert told["source"]["genre"] == "adventure"
    scene = library_scene(told["source"]["scene"])
    if not told["source"]["exchanges"]:
        assert told["text"] == scene.passages["adventure"]
    for asked in (("--candidates", "1"), ("--length", "5-9"),
                  ("--recipe", "written", "--candidates", "1")):  # fmt: skip
        assert "source" not in cli.values(*story, *asked)
    assert "(after scene" in cli.shown(*story)


def test_a_retold_story_is_not_written_word_by_word(cli: CommandLine) -> None:
    words = ("--recipe", "retold", "--top-k", "5")
    told = cli("story", "dog.png", *words)
    assert told.code == 2 and "leave out --top-k" in told.err
    told = cli("story", "dog.png", "--recipe", "new")
    assert told.code == 2 and "know no recipe 'new'" in told.err
