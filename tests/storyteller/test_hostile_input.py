"""Whatever people give the storyteller: a story, or one clear sentence.

The table goes through the command line with the shipped storybook models;
what only the library can meet is called there. Crashes that users of the
original systems reported are marked as such.
"""

from __future__ import annotations

import io
import json
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from storyteller_lib import pictures
from storyteller_lib.checkpoints.tensor_file import read_tensors, write_tensors
from storyteller_lib.config import StorytellerError
from storyteller_lib.storyteller import Storyteller, stages
from storyteller_lib.storyteller import storyteller as storyteller_module
from storyteller_lib.storyteller.models import files as models_module
from storyteller_lib.storyteller.models.files import load_models, models_folder
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.story import lyric_lines
from storyteller_lib.storyteller.story_length import count_words
from storyteller_lib.storyteller.styles.files import Style, reader_of
from storyteller_lib.storyteller.writing import Writing
from tests.helpers.desk import (
    picture,
    storyteller,
    write_bad_pictures,
    write_good_pictures,
    write_texts,
)
from tests.helpers.tiny import REFUSALS

shared = cache(load_models)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk with blanks ü")
    write_good_pictures(folder)
    write_bad_pictures(folder)
    write_texts(folder)
    (folder / "styles").mkdir()
    reader = reader_of(shared("storybook"))
    of_mine = Style("mine", torch.zeros(256), {"reader": reader})
    of_mine.save(folder / "mine.safetensors")
    thin = Style("thin", torch.zeros(7), {"reader": reader})
    thin.save(folder / "thin.safetensors")
    foreign = Style("foreign", torch.ones(7), {"reader": "?", "models": "X"})
    foreign.save(folder / "foreign.safetensors")
    (folder / "torn.safetensors").write_bytes(
        (folder / "mine.safetensors").read_bytes()[:-9]
    )
    write_tensors(folder / "no_style.safetensors", {"a": torch.ones(2)}, {})
    imaginary = {"style": torch.zeros(256, dtype=torch.complex64)}
    card = {"card": {"reader": reader, "name": "imaginary"}}
    write_tensors(folder / "imaginary.safetensors", imaginary, card)
    return folder


@pytest.fixture(autouse=True)
def at_the_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the folder, with models that are loaded but once."""

    def load(
        models: str | Path = "course", recipe: str | None = None
    ) -> Models:
        if models == "storybook":
            return shared(models)
        return load_models(models, recipe)

    monkeypatch.chdir(desk)
    monkeypatch.setenv("STORYTELLER_STYLES", str(desk / "styles"))
    monkeypatch.setattr(models_module, "load_models", load)
    monkeypatch.setattr(storyteller_module, "load_models", load)
    yield


@pytest.fixture(scope="module")
def teller() -> Storyteller:
    return Storyteller(shared("storybook"))


BOOK = ("--models", "storybook")
QUICK = ("--captions", "3", "--beam-width", "2", *BOOK)


def one_sentence(error: str, *words: str) -> None:
    """Assert that this is what a person should read, and no more."""
    assert error.startswith("storyteller: ")
    assert error.count("\n") == 1
    assert error.endswith("\n")
    assert "Traceback" not in error
    assert len(error) < 500
    for word in words:
        assert word in error


GOOD_PICTURES = [
    "plain.jpg",
    "cmyk.jpg",
    "grey.png",  # crashed the first serving forks
    "deep.png",
    "black_and_white.png",
    "palette.png",
    "transparent.png",  # crashed neural-storyteller
    "grey_transparent.png",
    "animated.gif",
    "turned.jpg",
    "wide.png",
    "dot.png",
    "floats.tiff",
    "picture.bmp",
    "picture.webp",
    "LOUD.JPG",
    "no_ending",
    "wrong_ending.png",
    "été à la plage 海.jpg",
    "./-dash.jpg",
]


@pytest.mark.parametrize("name", GOOD_PICTURES)
def test_legal_pictures(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert storyteller("caption", name, "--captions", "2", *BOOK) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert err == ""


BAD_PICTURES = [
    ("empty.jpg", "empty (0 bytes)"),
    ("notes.jpg", "is not a picture that can be read"),
    ("page.jpg", "is a web page, which"),
    ("drawing.svg", "is an SVG drawing, which"),
    ("paper.pdf", "is a PDF document, which"),
    ("clip.mp4", "take a still from it, as JPEG or PNG"),
    ("cut.jpg", "damaged or cut short"),
    ("cut.png", "damaged or cut short"),
    ("header.jpg", "header.jpg"),
    ("header.png", "header.png"),
    ("flipped.png", "damaged"),
    ("bomb.png", "million pixels"),
    ("wide_bomb.png", "wide_bomb.png"),
    ("album", "is a folder"),
    ("", "is a folder"),
    ("missing.jpg", "missing.jpg: No such file"),
    ("plain.jpg/inside.jpg", "inside.jpg"),
    ("https://example.org/dog.jpg", "https://example.org/dog.jpg is an ad"),
    ("file:///tmp/dog.jpg", "name the file without file://"),
    ("nul\0l.jpg", "cannot read the picture"),
    ("long" * 200 + ".jpg", "cannot read the picture"),
]


@pytest.mark.parametrize(("name", "words"), BAD_PICTURES)
def test_what_is_no_picture(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("caption", "story"):
        assert storyteller(command, name, *BOOK) == 2
        out, err = capsys.readouterr()
        assert out == ""
        one_sentence(err.replace("long" * 200, "long"), words)


def test_a_picture_that_must_not_be_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert storyteller("story", "plain.jpg", *QUICK) == 2
    one_sentence(capsys.readouterr().err, "plain.jpg: Permission denied")


def test_a_file_that_no_memory_can_hold(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(pictures.ON_DISK, most=1_000_000)
    monkeypatch.setattr(pictures, "ON_DISK", small)
    with Path("film.jpg").open("wb") as file:
        file.truncate(1_000_001)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert storyteller("caption", "film.jpg", *BOOK) == 2
    one_sentence(capsys.readouterr().err, "film.jpg is larger than 1 MB")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero")
def test_a_device_is_no_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert storyteller("caption", "/dev/zero", *BOOK) == 2
    one_sentence(capsys.readouterr().err, "/dev/zero is a device")


OPTIONS = [
    ("--style thrillr", "did you mean thriller"),
    ("--style Romance", "did you mean romance"),
    ("--style zzz", "Styles here: "),
    ("--style=", "no style ''"),
    ("--style adventure,,romance", "no style ''"),
    ("--style adventure=0.5;romance=0.5", "cannot read the style"),
    ("--style adventure=", "names with weights"),
    ("--style adventure=much", "cannot read the style"),
    ("--style adventure=nan", "weight of adventure"),
    ("--style adventure=inf,romance=1", "weight of adventure"),
    ("--style adventure=-1,romance=2", "weight of adventure"),
    ("--style adventure=0", "must not all be zero"),
    ("--style adventure,adventure=2", "named twice"),
    ("--style ../../etc/passwd", "no style"),
    ("--style lost.safetensors", "lost.safetensors does not exist"),
    ("--style torn.safetensors", "not a whole safetensors file"),
    ("--style foreign.safetensors", "built with other models (X)"),
    ("--style thin.safetensors", "has 7 numbers and not 256"),
    (f"--style {'x' * 100_000}", "no style"),
    (f"--style-file {'x' * 5_000}.safetensors", "x.safetensors"),
    (f"--models {'x' * 5_000}", "there are no models in x"),
    ("--models a\0b", "there are no models in a"),
    ("--style \udcff", "no style"),
    ("--captioner telepathy", "no captioner 'telepathy'"),
    ("--top-p nan", "top_p must be above zero"),
    ("--length 10-20-30", "two numbers of words such as 40-80"),
    ("--style no_style.safetensors", "no_style.safetensors"),
    ("--style prose.txt", "not a whole safetensors file"),
    ("--style-file plain.jpg", "must end with .safetensors"),
    ("--style-file mine.safetensors --style romance", "has one style"),
    ("--strength nan", "strength of a style must be a number"),
    ("--strength inf", "strength of a style must be a number"),
    ("--strength much", "--strength"),
    ("--strength 1e308", "must be from -1,000,000 to 1,000,000"),
    ("--strength=-2e6", "must be from -1,000,000 to 1,000,000"),
    ("--style adventure=1e308,romance=1e308", "too large to be added up"),
    ("--style imaginary.safetensors", "is not a style"),
    ("--style \x1b[2Jred", "no style '\\x1b[2Jred'"),
    ("--captions 0", "number of captions must be from 1"),
    ("--captions -3", "number of captions must be from 1"),
    ("--captions many", "--captions"),
    ("--captions 2.5", "--captions"),
    ("--beam-width 0", "width must be above zero"),
    ("--beam-width -1", "width must be above zero"),
    ("--beam-width wide", "--beam-width"),
    ("--beam-width 1000000000", "width must be from 1 to 1,000"),
    (f"--beam-width {10**30}", "width must be from 1 to 1,000"),
    ("--candidates 0", "number of candidates must be from 1 to 1,000"),
    ("--candidates 1001", "number of candidates must be from 1 to 1,000"),
    ("--candidates 2.5", "--candidates"),
    ("--html album", "cannot write album"),
    ("--html nowhere/story.html", "cannot write nowhere/story.html"),
    ("--html nul\0l.html", "--html"),
    ("--html=", "cannot write"),
    ("--seed x", "--seed"),
    ("--seed -1", "a seed is a whole number"),
    ("--seed 99999999999999999999", "a seed is a whole number"),
    ("--length 0-0", "from 1 to 1000"),
    ("--length 80-40", "the smaller first"),
    ("--length 10-99999", "from 1 to 1000"),
    ("--length -5-10", "two numbers of words such as 40-80"),
    ("--length 40", "two numbers of words such as 40-80"),
    ("--length long", "two numbers of words such as 40-80"),
    ("--no-repeat -1", "no_repeat"),
    ("--temperature 0", "temperature must be above zero"),
    ("--temperature nan", "temperature must be above zero"),
    ("--temperature inf", "temperature must be from 0.01 to 100"),
    ("--temperature 1e-300", "temperature must be from 0.01 to 100"),
    ("--temperature 1e-46", "temperature must be from 0.01 to 100"),
    ("--temperature 1e300", "temperature must be from 0.01 to 100"),
    ("--temperature hot", "--temperature"),
    ("--top-k 0", "top_k"),
    ("--top-k -2", "top_k"),
    ("--top-p 0", "top_p must be above zero"),
    ("--top-p 1.5", "top_p of at most 1"),
    ("--models nowhere", "there are no models in nowhere"),
    ("--models plain.jpg", "there are no models in plain.jpg"),
    ("--models=", "there are no models"),
    ("--colour red", "--colour"),
]


@pytest.mark.parametrize(("options", "words"), OPTIONS)
def test_options_that_cannot_be(
    options: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = options.split()
    assert storyteller("story", "plain.jpg", *QUICK, *given) == 2
    out, err = capsys.readouterr()
    assert out == ""
    one_sentence(err, words)


COMMANDS = [
    ("sing", "no such command 'sing'"),
    ("story", "missing argument"),
    ("story plain.jpg cut.jpg", "unexpected extra argument"),
    ("caption", "missing argument"),
    ("retell", "missing argument"),
    ("retell xqzt --models storybook", "not one known word"),
    ("retell dog --models storybook --style thrllr", "did you mean thriller"),
    ("style", "missing command"),
    ("style build", "missing"),
    ("style build prose.txt", "--name"),
    ("style list --models nowhere", "no models in nowhere"),
    ("data", "missing command"),
    ("data get flikr8k --out new", "did you mean flickr8k"),
    ("data prepare --world narnia", "no world 'narnia'"),
    ("train embedding", "--out"),
    ("train dancing --out new", "no stage 'dancing'"),
    ("train embedding --out new --world narnia", "no world 'narnia'"),
    ("train embedding --out new --preset huge", "no preset 'huge'"),
    ("train embedding --out plain.jpg", "cannot train in plain.jpg"),
    ("evaluate --world narnia", "'narnia'"),
    ("evaluate --models nowhere", "no models in nowhere"),
    ("evaluate --out nowhere/m.json", "cannot write nowhere/m.json"),
    ("evaluate --out album", "cannot write album"),
    ("evaluate --keep plain.jpg", "cannot keep stories in plain.jpg"),
    ("evaluate --world pocket --sections dreams", "no section 'dreams'"),
    ("evaluate --world pocket --pictures 0", "pictures must be above zero"),
    ("evaluate --world pocket --row nonsense", "cannot read the row"),
    ("data get flickr8k --out plain.jpg", "cannot hold data (Not a dir"),
    ("data get flickr8k --out nul\0l", "cannot hold data (embedded null"),
    ("train thoughts --out=", "name a folder for the training"),
    ("train thoughts --out plain.jpg/x", "cannot train in plain.jpg/x"),
    ("train thoughts --out new --reader tri", "no reader 'tri'"),
    ("train thoughts --out new --conditioning no", "no conditioning 'no'"),
    ("caption plain.jpg --captions 0 --models storybook", "of captions must"),
    ("caption plain.jpg --seed -5 --models storybook", "a seed is a whole"),
    ("retell dog --candidates 0 --models storybook", "number of candidates"),
    ("retell dog --html nowhere/x.html", "cannot write nowhere/x.html"),
    ("sequence a b c d e --html nowhere/x.html", "cannot write nowhere/x.h"),
    ("import missing --out new", "missing"),
    ("import album --out new", "album"),
]


@pytest.mark.parametrize(("line", "words"), COMMANDS)
def test_commands_that_cannot_be(
    line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert storyteller(*line.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    one_sentence(err, words)


BAD_TEXTS = [
    ("empty.txt", "empty.txt holds no text"),
    ("blank.txt", "blank.txt holds no text"),
    ("binary.txt", "save it as UTF-8"),
    ("picture.txt", "is a picture and no text: name a file of plain text"),
    ("plain.jpg", "plain.jpg is a picture and no text"),
    ("paper.pdf", "is a PDF document and no text: save it as plain text"),
    ("clip.mp4", "clip.mp4 is a video and no text"),
    ("numbers.txt", "numbers.txt is no prose but numbers"),
    ("code.txt", "name a text of whole sentences"),
    ("https://example.org/a.txt", "https://example.org/a.txt is an address"),
    ("utf16_unmarked.txt", "save it as UTF-8"),
    ("broken_utf16.txt", "save it as UTF-8"),
    ("short.txt", "no passage of the wanted length"),
    ("russian.txt", "not in words that the models know"),
    ("noise.txt", "not in words that the models know"),
    ("no_blanks.txt", "no passage of the wanted length"),
    ("only_licence.txt", "holds no text"),
    ("no_texts", "no .txt or .epub files in no_texts"),
    ("missing.txt", "missing.txt: No such file"),
    ("nul\0l.txt", "cannot read the text"),
]


@pytest.mark.parametrize(("name", "words"), BAD_TEXTS)
def test_texts_that_make_no_style(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert storyteller("style", "build", name, "--name", "new", *BOOK) == 2
    out, err = capsys.readouterr()
    assert out == ""
    one_sentence(err.rpartition("\r")[2], words)


GOOD_TEXTS = [
    "prose.txt",
    "marked.txt",
    "latin.txt",
    "utf16.txt",
    "windows.txt",
    "one_line.txt",
    "verse.txt",
    "book.epub",
    "page.html",
]


@pytest.mark.parametrize("name", GOOD_TEXTS)
def test_texts_in_every_coat(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = "new style é.safetensors"
    build = ("style", "build", name, "--name", "né w", "--out", out)
    assert storyteller(*build, *BOOK, "--json") == 0
    card = json.loads(capsys.readouterr().out)
    assert card["passages"] > 1
    assert storyteller("story", "plain.jpg", "--style", out, *QUICK) == 0


BAD_NAMES = [
    ("", "cannot be called ''"),
    ("../up", "cannot be called"),
    ("a/b", "cannot be called"),
    (".hidden", "cannot be called"),
    ("a=b", "cannot be called"),
    ("a,b", "cannot be called"),
    ("x" * 99, "cannot be called"),
    ("romance", "have a style 'romance' of their own"),
]


@pytest.mark.parametrize(("name", "words"), BAD_NAMES)
def test_names_that_no_style_can_have(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ("style", "build", "prose.txt", "--name", name, *BOOK)
    assert storyteller(*build) == 2
    one_sentence(capsys.readouterr().err, words)


LENGTHS = ["9", "0-0", "60-25", "-4-9", "a-b"]


@pytest.mark.parametrize("length", LENGTHS)
def test_lengths_that_no_passage_can_have(
    length: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ("style", "build", "prose.txt", "--name", "new", *BOOK)
    assert storyteller(*build, f"--length={length}") == 2
    one_sentence(capsys.readouterr().err, "")


def test_a_style_without_a_count_is_listed(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Style("bare", torch.zeros(256), {"reader": "?"}).save()
    (desk / "styles" / "folder.safetensors").mkdir(exist_ok=True)
    assert storyteller("style", "list", *BOOK) == 0
    shown = capsys.readouterr().out
    assert "bare  (your own, built with other models" in shown
    assert "folder  (cannot be used" in shown
    found.unlink()
    (desk / "styles" / "folder.safetensors").rmdir()


def test_a_style_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    build = ("style", "build", "prose.txt", "--name", "new", *BOOK)
    Path("album.safetensors").mkdir(exist_ok=True)
    for out, words in [
        ("plain.jpg/x.safetensors", "could not be written"),
        ("nul\0l.safetensors", "could not be written"),
        ("album.safetensors", "Is a directory"),
        ("x" * 300 + ".safetensors", "name too long"),
        ("style.txt", "ends with .safetensors"),
    ]:
        assert storyteller(*build, "--out", out) == 2
        one_sentence(capsys.readouterr().err, words)
    assert list(Path().glob(".*.part")) == []


@pytest.mark.parametrize("name", ["\x1b[31mred.jpg", "bell\x07.jpg", "\u202e"])
def test_no_name_steers_the_terminal(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert storyteller("caption", name, *BOOK) == 2
    error = capsys.readouterr().err
    one_sentence(error, ascii(name)[1:-1])
    assert error.strip().isprintable()


@pytest.mark.parametrize("size", [50_001, 20_000_000])
def test_a_book_is_not_one_thought(
    size: int, capsys: pytest.CaptureFixture[str]
) -> None:
    book = "a dog runs on a beach . " * (size // 24 + 1)
    assert storyteller("retell", book, "--beam-width", "2", *BOOK) == 2
    one_sentence(capsys.readouterr().err, "too long for one thought")


# Models that were damaged


def cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def poison(path: Path) -> None:
    """Every weight that is a real number becomes none."""
    tensors, header = read_tensors(path)
    for tensor in tensors.values():
        if tensor.is_floating_point():
            tensor.fill_(float("nan"))
    write_tensors(path, tensors, header)


def forget_header(path: Path) -> None:
    write_tensors(path, read_tensors(path)[0], {})


def forget_tensor(path: Path) -> None:
    tensors, header = read_tensors(path)
    write_tensors(path, dict(list(tensors.items())[1:]), header)


def pickled(path: Path) -> None:
    torch.save({"rogue": torch.ones(2)}, path)


def with_text(text: str) -> Any:
    return lambda path: path.write_text(text)


def instead(other: str) -> Any:
    return lambda path: shutil.copy(path.parent / other, path)


CARD = '{"name": "x", "beam": %s}'


def settings(**changes: Any) -> Any:
    """Other settings in the header of a file of weights."""

    def change(path: Path) -> None:
        tensors, header = read_tensors(path)
        header["settings"] |= changes
        write_tensors(path, tensors, header)

    return change


def header(**changes: Any) -> Any:
    def change(path: Path) -> None:
        tensors, before = read_tensors(path)
        write_tensors(path, tensors, {**before, **changes})

    return change


def tensors(change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """Every tensor changed."""

    def rewrite(path: Path) -> None:
        found, before = read_tensors(path)
        changed = {name: change(tensor) for name, tensor in found.items()}
        write_tensors(path, changed, before)

    return rewrite


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


DEEP = "[" * 100_000
DECODER = "story_decoder.safetensors"
DAMAGE = [
    ("card.json", with_text(CARD % "[]"), "card.json cannot be used"),
    ("card.json", with_text(CARD % "null"), "card.json cannot be used"),
    ("card.json", with_text(CARD % '"x"'), "card.json cannot be used"),
    ("card.json", with_text(CARD % '{"width": "x"}'), "a whole number"),
    (
        "card.json",
        with_text(CARD % '{"length_normalisation": "much"}'),
        "length_normalisation must be a number",
    ),
    ("card.json", with_text('{"name": 5, "beam": {}}'), "must be text"),
    (
        "card.json",
        with_text('{"name": "x", "beam": {}, "selection": []}'),
        "SelectionSettings",
    ),
    ("card.json", with_text(DEEP), "card.json cannot be read"),
    ("card.json", folder_instead, "there are no models"),
    (DECODER, settings(vocabulary="x"), "must be a whole number, got 'x'"),
    (DECODER, settings(vocabulary=None), "must be a whole number, got None"),
    (DECODER, settings(vocabulary=10**13), "no model has these settings"),
    (DECODER, settings(dim=2.5), "must be a whole number, got 2.5"),
    (DECODER, settings(dim=[1]), "must be a whole number"),
    (DECODER, settings(dropout="x"), "must be a number, got 'x'"),
    (DECODER, header(settings=[1]), "no settings in its header"),
    (DECODER, header(quantised=5), "story_decoder.safetensors is broken"),
    (DECODER, folder_instead, "not a whole safetensors file"),
    ("image_encoder.safetensors", settings(channels="x"), "a whole number"),
    ("skip_thoughts.safetensors", settings(dim=True), "a whole number"),
    ("attention_captioner.safetensors", settings(layers="x"), "captioner"),
    (
        "visual_semantic_embedding.safetensors",
        settings(loss="x"),
        "no loss 'x'",
    ),
    ("styles.safetensors", tensors(lambda t: t[:7]), "does not fit"),
    ("styles.safetensors", tensors(torch.mean), "does not fit"),
    ("caption_bank.safetensors", tensors(lambda t: t[0]), "caption_bank"),
    ("caption_bank.safetensors", poison, "no rows of numbers"),
    ("caption_words.txt", Path.unlink, "caption_words.txt does not fit"),
    ("words.txt", folder_instead, "cannot read the vocabulary"),
    ("card.json", Path.unlink, "there are no models"),
    ("card.json", with_text("{"), "card.json cannot be read"),
    ("card.json", with_text("[]"), "card.json cannot be read"),
    ("card.json", with_text("{}"), "card.json cannot be read"),
    ("card.json", with_text(CARD % '{"widht": 3}'), "no setting 'widht'"),
    ("story_decoder.safetensors", Path.unlink, "does not exist"),
    ("story_decoder.safetensors", cut, "not a whole safetensors file"),
    ("story_decoder.safetensors", with_text(""), "not a whole safetensors"),
    ("story_decoder.safetensors", pickled, "not a whole safetensors"),
    ("story_decoder.safetensors", poison, "not numbers"),
    ("story_decoder.safetensors", forget_header, "no settings"),
    ("story_decoder.safetensors", forget_tensor, "story_decoder"),
    # users loaded encoders as decoders (skip-thoughts, threads 61 and 75)
    (
        "story_decoder.safetensors",
        instead("skip_thoughts.safetensors"),
        "StoryDecoderSettings",
    ),
    ("skip_thoughts.safetensors", cut, "not a whole safetensors file"),
    ("skip_thoughts.safetensors", poison, "no numbers"),
    ("image_encoder.safetensors", cut, "not a whole safetensors file"),
    ("image_encoder.safetensors", poison, "no numbers"),
    ("visual_semantic_embedding.safetensors", poison, "no numbers"),
    ("caption_bank.safetensors", forget_tensor, "caption_bank"),
    ("caption_bank.txt.gz", cut, "caption bank"),
    ("caption_bank.txt.gz", Path.unlink, "caption bank"),
    ("caption_bank.txt.gz", with_text("a dog"), "caption bank"),
    ("styles.safetensors", forget_tensor, "no style 'adventure'"),
    ("styles.safetensors", instead("caption_bank.safetensors"), "captions"),
    ("words.txt", Path.unlink, "cannot read the vocabulary"),
    # a second run of Pix2Story appended to its dictionary
    ("words.txt", with_text("dog\ncat\ndog\n"), "'dog' twice"),
    ("words.txt", with_text("dog\ncat\n"), "does not fit the other models"),
    ("words.txt", lambda p: p.write_bytes(b"\xff\xfe\xff"), "vocabulary"),
]


@pytest.mark.parametrize(("name", "damage", "words"), DAMAGE)
def test_damaged_models(
    name: str,
    damage: Any,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "models"
    shutil.copytree(models_folder("storybook"), folder)
    damage(folder / name)
    tell = ("story", "plain.jpg", *QUICK[:4], "--models", str(folder))
    assert storyteller(*tell) == 2
    out, err = capsys.readouterr()
    assert out == ""
    one_sentence(err.replace(str(tmp_path), ""), words)


# What users of the originals met, and what only code can ask


def test_no_network_is_ever_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pix2Story asked a moderation service and crashed without one."""

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a story asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert storyteller("story", "plain.jpg", *QUICK) == 0


@pytest.mark.parametrize("text", [",", ",,", "a,", ",a", "so, , it goes,"])
def test_a_song_may_end_with_a_comma(text: str) -> None:
    """neural-storyteller's lyrics crashed at an empty piece."""
    lines = lyric_lines(text)
    assert all(line.strip() for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(",", "").replace(
        " ", ""
    )


@pytest.mark.parametrize(
    "texts", [[], [""], ["   "], ["", ""], ["xqzt vlrk"], ["海 の 物語"]]
)
def test_no_known_word(texts: list[str], teller: Storyteller) -> None:
    """Skip-thoughts crashed on empty strings (its thread 24)."""
    with pytest.raises(StorytellerError, match="not one known word"):
        teller.think(texts)


def test_empty_and_strange_texts_beside_good_ones(
    teller: Storyteller,
) -> None:
    good = teller.think(["a dog on a beach"])
    mixed = teller.think(["", "a dog on a beach", "xqzt"])
    torch.testing.assert_close(mixed, good)
    assert teller.think(["A DOG, ON: A BEACH?! qqq 123"]).isfinite().all()


@pytest.mark.parametrize(
    "options",
    [
        {"temperature": 1.3},  # raised at neural-storyteller (its PR 8)
        {"top_k": 1},
        {"top_p": 1e-9},
        {"top_k": 10**9},
        {"length": (1, 1)},  # others' beams ended with nothing at all
        {"length": (1, 1), "temperature": 2.0},
        {"no_repeat": 1},
        {"strength": 1e6},
        {"strength": -3.0},
        {"beam_width": 1},
        {"lyric": True},
    ],
    ids=str,
)
def test_odd_but_legal_wishes(
    options: dict[str, Any], teller: Storyteller
) -> None:
    told = teller.story(
        picture(), **{"beam_width": 2, "captions": 3} | options
    )
    assert count_words(told.text) >= 1
    assert "unk" not in told.text.split()


@pytest.mark.parametrize(
    "options",
    [
        {"length": 5},
        {"length": (5,)},
        {"length": (2.5, 9)},
        {"length": ("a", "b")},
        {"colour": "red"},
        {"captions": True},
        {"captions": 2.5},
        {"captions": float("nan")},
        {"captions": "3"},
        {"beam_width": 2.5},
        {"beam_width": True},
        {"beam_width": "3"},
        {"beam_width": None},
        {"strength": "1"},
        {"strength": None},
        {"strength": 1j},
        {"candidates": 0},
        {"candidates": True},
        {"candidates": 10**9},
        {"seed": "1"},
        {"seed": 1.5},
        {"seed": True},
        {"top_k": 1.5},
        {"no_repeat": 1.5},
        {"strength": float("inf")},
        {"beam_width": 10**30},
        {"candidates": 1.5},
        {"candidates": "3"},
        {"captioner": 7},
        {"captioner": ""},
        {"length": "40-80"},
        {"length": (1, 2, 3)},
        {"length": (float("nan"), 3)},
        {"temperature": "1"},
        {"top_p": "a"},
        {"style": {}},
        {"style": ["romance"]},
        {"style": {"romance": float("inf")}},
        {"style": {1: 1.0}},
        {"style": {"romance": True, "thriller": "x"}},
        {"style": 7},
        {"style": b"romance"},
        {"style": Path("nowhere.safetensors")},
        {"picture": 7},
        {"picture": []},
        {"picture": np.zeros(3)},
        {"picture": np.zeros((0, 4, 3))},
        {"picture": np.zeros((4, 4, 7))},
        {"picture": np.array([["a"]])},
        {"picture": b"\xff\xd8\xff"},
    ],
    ids=str,
)
def test_wishes_that_code_can_get_wrong(
    options: dict[str, Any], teller: Storyteller
) -> None:
    asked: dict[str, Any] = {"picture": picture(), "captions": 3, **options}
    with pytest.raises(REFUSALS):
        teller.story(**asked)


@pytest.mark.parametrize(
    "texts", [[7], b"a dog", [b"a dog"], [None], None, 7, {"a dog"}], ids=str
)
def test_what_are_no_texts(texts: Any, teller: Storyteller) -> None:
    with pytest.raises(REFUSALS):
        teller.retell(texts)


@pytest.mark.parametrize(
    "wishes", [{"top_k": 1.5}, {"no_repeat": 1.5}, {"top_p": "a"}], ids=str
)
def test_what_are_no_wishes(wishes: Any) -> None:
    with pytest.raises(REFUSALS):
        Writing(**wishes)


def test_more_captions_than_there_are(teller: Storyteller) -> None:
    bank = len(teller.models.bank)
    assert teller.within(10**21) == bank
    assert teller.within(7) == 7


def test_a_long_reading_shows_how_far_it_is(
    teller: Storyteller, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(stages, "READ_AT_ONCE", 2)
    texts = ["a dog on a beach", "a cat in the snow", "a red fox"] * 4
    quiet = teller.think(texts)
    assert shown.getvalue() == ""
    monkeypatch.setattr(stages, "PATIENCE", 0.0)
    torch.testing.assert_close(teller.think(texts, progress=True), quiet)
    assert "reading captions" in shown.getvalue()


def test_two_styles_of_one_name_are_two(
    teller: Storyteller, desk: Path
) -> None:
    (desk / "sty").mkdir()
    reader = reader_of(teller.models)
    mine = Style("romance", torch.zeros(256), {"reader": reader})
    path = mine.save(desk / "sty" / "romance.safetensors")
    named = f"{path}=0.25,romance=0.75"
    told = teller.retell("a dog", named, beam_width=2)
    assert told.style == {str(path): 0.25, "romance": 0.75}
    alone = teller.retell("a dog", str(path), beam_width=2)
    assert alone.style == {"romance": 1.0}
    path.unlink()


@pytest.mark.parametrize("models", [None, 7, b"course", ["course"]], ids=str)
def test_what_are_no_models(models: Any) -> None:
    with pytest.raises(REFUSALS):
        load_models(models)


@pytest.mark.parametrize("recipe", ["nope", "../storybook", ""])
def test_recipes_that_there_are_not(recipe: str) -> None:
    with pytest.raises(StorytellerError, match="know no recipe"):
        load_models("course", recipe)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("né 海.safetensors", "cp1252"), ("\udcff.safetensors", "utf-8")],
)
def test_names_that_a_terminal_cannot_show(
    name: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding))
    build = ("style", "build", "prose.txt", "--name", "new", *BOOK)
    assert storyteller(*build, "--out", name) == 0
    sys.stdout.flush()
    assert b"Built the style new" in shown.getvalue()
    assert b"\\" in shown.getvalue()
    Path(name).unlink()
