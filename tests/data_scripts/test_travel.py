"""Trainings that travel: packed, unpacked, trained elsewhere, brought back."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open

from data_scripts.course import thoughts as course_thoughts
from data_scripts.course.text import IdRows
from data_scripts.course.train import Course
from data_scripts.elsewhere import parcels, travel
from data_scripts.elsewhere.manifests import MANIFEST, Parcel
from data_scripts.elsewhere.pausing import CARRIED, Paused, data_of
from data_scripts.elsewhere.weights import LIST, bring, gather
from data_scripts.eyes import distil as distil_image_encoder
from data_scripts.eyes.teachers import MobileNetEdgeTPU
from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.text import Vocabulary
from tests.helpers.tiny import CAPTIONS, WORDS

PHOTOGRAPHS, PASSAGES = 12, 40


def rows(count: int, seed: int) -> IdRows:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(3, 9, count)
    return IdRows.pack(
        rng.integers(2, len(WORDS), n).tolist() for n in lengths.tolist()
    )


def write_text(folder: Path) -> None:
    folder.mkdir(parents=True)
    WORDS.save(folder / "words.txt")
    counts = {
        "passages": PASSAGES,
        "pseudo_captions": 4 * PASSAGES,
        "captions": 5 * PHOTOGRAPHS,
        "novels": 60,
        "language": PASSAGES,
    }
    for seed, (name, count) in enumerate(counts.items()):
        rows(count, seed).save(folder / f"{name}.npz")
    genres = np.arange(PASSAGES, dtype=np.uint8) % 4
    for name in ("genres", "language_genres"):
        np.save(folder / f"{name}.npy", genres)


def write_thoughts(path: Path) -> None:
    settings = SkipThoughtSettings(len(WORDS), word_dim=6, dim=12)
    save_weights(
        path,
        SkipThoughtEncoder(settings),
        settings=settings.to_dict(),
        dtype="float32",
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Runs in which the first stages are done, in small."""
    torch.manual_seed(0)
    runs = tmp_path / "home"
    write_text(runs / "text")
    write_thoughts(runs / travel.THOUGHTS)
    views = {str(i): torch.rand(PHOTOGRAPHS, 8) for i in range(3)}
    save_weights(runs / "features.safetensors", views)
    fives = [CAPTIONS[i : i + 5] for i in range(PHOTOGRAPHS - 1)] + [[]]
    half = PHOTOGRAPHS // 2
    texts = {"people": fives[:half], "grammar": fives[half:]}
    (runs / "embedding_captions.json").write_text(json.dumps(texts))
    return runs


@pytest.fixture
def away(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Runs elsewhere: the text and the features of home, and no more."""
    monkeypatch.delenv("STORYTELLER_DATA", raising=False)
    travel.pack_all(home, tmp_path / "parcel", ["text", "features"])
    runs = tmp_path / "elsewhere" / "runs"
    travel.unpack_all(tmp_path / "parcel", runs)
    monkeypatch.chdir(runs.parent)
    return runs


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("limit", [parcels.LIMIT, 66_500])
def test_what_is_unpacked_is_what_was_packed(
    home: Path, tmp_path: Path, limit: int
) -> None:
    """In many parts too: of a limit that leaves hardly a kilobyte a part."""
    noise = np.random.default_rng(0).bytes(5_000)
    (home / "text" / "novels.npz").write_bytes(noise)
    (home / "text" / "captions.npz").write_bytes(b"")
    out, again = tmp_path / "parcel", tmp_path / "again"
    for folder in (out, again):
        travel.pack_all(home, folder, ["text", "features"], limit=limit)
    parts = sorted(out.glob("*.zip"))
    assert max(part.stat().st_size for part in parts) <= limit
    assert (len(parts) == 2) == (limit == parcels.LIMIT)
    assert files_of(out) == files_of(again)
    travel.unpack_all(out, tmp_path / "there")
    found = files_of(tmp_path / "there")
    del found[travel.UNPACKED]
    assert found == files_of(home)
    travel.unpack_all(out, tmp_path / "there")  # once more changes nothing


def test_each_group_stands_alone(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "parcel"
    travel.pack_all(home, out, ["text", "features"])
    (out / "text-1.zip").unlink()
    travel.unpack_all(out, tmp_path / "there")
    found = files_of(tmp_path / "there")
    assert "features.safetensors" in found and travel.THOUGHTS in found
    assert "text/novels.npz" not in found
    (out / "features-1.zip").unlink()
    with pytest.raises(StorytellerError, match=r"text lacks text-1\.zip"):
        travel.unpack_all(out, tmp_path / "nowhere")


def test_photographs_travel_as_the_data_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, runs = tmp_path / "data", tmp_path / "home"
    for number, name in enumerate(travel.DATA):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(bytes([number]) * 100)
    monkeypatch.setenv("STORYTELLER_DATA", str(data))
    travel.pack_all(runs, tmp_path / "parcel", ["photographs"])
    monkeypatch.delenv("STORYTELLER_DATA")
    with pytest.raises(StorytellerError, match="set STORYTELLER_DATA"):
        data_of(runs)
    travel.unpack_all(tmp_path / "parcel", runs)
    assert files_of(data_of(runs)) == files_of(data)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def shorten(path: Path) -> None:
    """Say that the first file is a byte shorter than it is."""
    values = json.loads(path.read_text())
    file = values["groups"]["text"]["text/words.txt"]
    file["size"] -= 1
    file["pieces"][0][1] -= 1
    path.write_text(json.dumps(values))


def damage(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))


@pytest.mark.parametrize(
    ("file", "harm", "said"),
    [
        ("text-1.zip", damage, "carry it again"),
        ("text-1.zip", lambda p: p.write_bytes(b""), "carry it again"),
        (MANIFEST, shorten, "not as long as packed"),
        (MANIFEST, lambda p: p.write_text("[" * 9_999), "carry it again"),
        (MANIFEST, lambda p: p.write_text("[]"), "not a parcel's manifest"),
        (MANIFEST, Path.unlink, "carry it too"),
        (
            MANIFEST,
            lambda p: change(p, '"text/words.txt"', '"../words.txt"'),
            "a file called '../words.txt'",
        ),
        (
            MANIFEST,
            lambda p: change(p, '"text/words.txt"', '"/tmp/words.txt"'),
            "a file called '/tmp/words.txt'",
        ),
        (
            MANIFEST,
            lambda p: change(p, '"text/words.txt"', '"text/other.txt"'),
            "does not hold text/other.txt",
        ),
        (
            MANIFEST,
            lambda p: change(p, '"version": 1', '"version": 2'),
            "version 2",
        ),
    ],
)
def test_what_is_damaged_is_refused(
    home: Path,
    tmp_path: Path,
    file: str,
    harm: Callable[[Path], None],
    said: str,
) -> None:
    out, there = tmp_path / "parcel", tmp_path / "deep" / "er" / "there"
    travel.pack_all(home, out, ["text"])
    harm(out / file)
    with pytest.raises(StorytellerError, match=said):
        travel.unpack_all(out, there)
    names = {Path(name).name for name in files_of(tmp_path / "deep")}
    assert not names & {"words.txt", "other.txt"}


def test_another_file_of_that_name_is_kept(home: Path, tmp_path: Path) -> None:
    travel.pack_all(home, tmp_path / "parcel", ["text"])
    mine = tmp_path / "there" / "text" / "words.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n")
    with pytest.raises(StorytellerError, match="into another folder"):
        travel.unpack_all(tmp_path / "parcel", tmp_path / "there")
    assert mine.read_text() == "mine\n"


def test_what_is_missing_at_home_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "features.safetensors").unlink()
    with pytest.raises(StorytellerError, match="run the stage image-encoder"):
        travel.feature_files(home)
    (home / "text" / "novels.npz").unlink()
    with pytest.raises(SystemExit, match=r"novels\.npz: run the stage text"):
        travel.main(
            ["pack", "--runs", str(home), "--out", str(tmp_path / "parcel")]
        )
    with pytest.raises(StorytellerError, match="no checkpoint"):
        travel.checkpoint_files(home, "decoder")


def few_triplets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOVEL_SENTENCES", "PHOTOGRAPHS", "PASSAGES"):
        monkeypatch.setattr(course_thoughts, name, 20)


@pytest.mark.slow
def test_every_stage_runs_from_what_was_unpacked(
    home: Path, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And home gets its weights: float16, the same to three digits."""
    few_triplets(monkeypatch)
    shutil.move(home, tmp_path / "hidden")
    course = Course(away, steps=2)
    order = ("embedding", "encode", "language", "decoder", "thoughts")
    for stage in order:
        course.stages()[stage]()
    back = tmp_path / "back"
    travel.main(["gather", "--runs", str(away), "--out", str(back)])
    found = sorted(json.loads((back / LIST).read_text()))
    assert [name.partition("/")[0] for name in found] == [
        *("decoder", "embedding", "embedding", "language", "thoughts")
    ]
    shutil.move(tmp_path / "hidden", home)
    (home / "text").rename(home / "kept")
    shutil.copytree(away / "text", home / "text")
    (home / "encoded").mkdir()
    np.save(home / "encoded" / "language.npy", np.zeros(3))
    travel.main(["bring", str(back), "--runs", str(home)])
    assert not list((home / "encoded").iterdir())
    for name in found:
        if name.endswith(".txt"):
            continue
        with safe_open(home / name, "pt") as file:
            kinds = {file.get_slice(key).get_dtype() for key in file.keys()}  # noqa: SIM118
        assert kinds == {"F16"}
        mine, theirs = load_weights(home / name), load_weights(away / name)
        for key, value in theirs.items():
            torch.testing.assert_close(
                mine[key], value, atol=1e-4, rtol=1e-3, msg=f"{name} {key}"
            )


@pytest.mark.slow
def test_a_stage_pauses_and_goes_on_elsewhere(
    away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_triplets(monkeypatch)
    with pytest.raises(Paused, match="step 1 of 3"):
        Course(away, steps=3, minutes=1e-9).thoughts()
    back = tmp_path / "back"
    travel.gather_all(away, back, "thoughts")
    third = tmp_path / "third"
    shutil.copytree(away / "text", third / "text")
    travel.unpack_all(back / travel.CHECKPOINT, third)
    for runs in (away, third):
        Course(runs, steps=3).thoughts()
    one, two = (load_weights(runs / travel.THOUGHTS) for runs in (away, third))
    assert all(torch.equal(one[key], two[key]) for key in one)


def trained(runs: Path) -> None:
    """As if the encoder had been trained in these runs."""
    torch.manual_seed(1)
    write_thoughts(runs / travel.THOUGHTS)


def test_only_what_was_trained_is_gathered(away: Path, tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match="nothing was trained"):
        gather(away, tmp_path / "back")
    trained(away)
    found = gather(away, tmp_path / "back")
    assert [path.name for path in found] == ["skip_thoughts.safetensors", LIST]
    with pytest.raises(StorytellerError, match="nothing was trained"):
        gather(away, tmp_path / "back", ["decoder"])


def other_words(back: Path, home: Path) -> None:
    Vocabulary(["one", "word"]).save(home / "text" / "words.txt")


def other_model(back: Path, home: Path) -> None:
    """Settings of a wider encoder than the weights are of."""
    path = back / travel.THOUGHTS
    settings = SkipThoughtSettings(len(WORDS), word_dim=6, dim=13)
    save_weights(path, load_weights(path), settings=settings.to_dict())
    sums = {travel.THOUGHTS: {"sha256": parcels.sha256_of(path)}}
    (back / LIST).write_text(json.dumps(sums))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda b, h: damage(b / travel.THOUGHTS), "carry it again"),
        (lambda b, h: (b / travel.THOUGHTS).unlink(), "carry it again"),
        (lambda b, h: (b / LIST).write_text("{}"), "no weights we know"),
        (
            lambda b, h: change(b / LIST, "thoughts/skip", "../skip"),
            "no weights we know",
        ),
        (other_words, "not trained on this text"),
        (other_model, "does not fit the model"),
    ],
)
def test_what_is_not_sound_does_not_come_home(
    home: Path,
    away: Path,
    tmp_path: Path,
    harm: Callable[[Path, Path], None],
    said: str,
) -> None:
    trained(away)
    gather(away, tmp_path / "back")
    before = files_of(home / "thoughts")
    harm(tmp_path / "back", home)
    with pytest.raises(StorytellerError, match=said):
        bring(tmp_path / "back", home)
    assert files_of(home / "thoughts") == before


def test_too_large_a_file_does_not_travel(
    away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(away)
    monkeypatch.setattr("data_scripts.elsewhere.weights.MOST", 1_000)
    with pytest.raises(StorytellerError, match="1,000 may travel"):
        gather(away, tmp_path / "back")


def test_the_manifest_is_read_as_it_was_written(
    home: Path, tmp_path: Path
) -> None:
    groups = {"text": travel.text_files(home)}
    written = parcels.pack(groups, tmp_path / "parcel")
    assert Parcel.read(tmp_path / "parcel") == written


def photograph_tar(path: Path, count: int) -> list[str]:
    """A tar of little JPEGs, and their names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [f"{path.stem}-{i}.jpg" for i in range(count)]
    with tarfile.open(path, "w") as archive:
        for number, name in enumerate(names):
            jpeg = io.BytesIO()
            Image.new("RGB", (160, 160), (number, 99, 9)).save(jpeg, "JPEG")
            member = tarfile.TarInfo(name)
            member.size = jpeg.tell()
            archive.addfile(member, io.BytesIO(jpeg.getvalue()))
    return names


@pytest.mark.slow
def test_the_image_encoder_learns_from_carried_photographs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the distillation's own program, which pauses when it is told."""
    data = tmp_path / "runs" / CARRIED
    names = photograph_tar(data / travel.DATA[1], 8)
    names += photograph_tar(data / travel.DATA[2], 4)
    photograph_tar(data / travel.DATA[3], 4)
    records = [{"file": name, "captions": ["a red fox"]} for name in names]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (data / travel.DATA[0]).write_text(lines)
    save_weights(data / "weights.safetensors", MobileNetEdgeTPU())
    (data / "weights").mkdir()
    (data / "weights.safetensors").rename(data / travel.DATA[4])
    monkeypatch.delenv("STORYTELLER_DATA", raising=False)
    command = ["", "--runs", str(tmp_path / "runs")]
    monkeypatch.setattr(sys, "argv", [*command, "--at-most", "1e-9"])
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)
    monkeypatch.setattr(distil_image_encoder, "BATCH", 4)
    with pytest.raises(SystemExit, match=r"paused after \d+ of 90 minutes"):
        distil_image_encoder.main()
    found = files_of(tmp_path / "runs" / "image_encoder")
    assert set(found) == {
        *("image_encoder.safetensors", "step-000000001.safetensors")
    }
