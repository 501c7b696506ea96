"""``storyteller evaluate`` end to end, on the pocket world."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyteller_lib.cli import main
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.pocket.world import PocketWorld
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation import real, storybook
from storyteller_lib.evaluation.stories.tellers import (
    Teller,
    Told,
    load_tellers,
    tell_all,
    teller,
)
from storyteller_lib.evaluation.tables import record_table, table
from storyteller_lib.storyteller import Storyteller
from tests.helpers.tiny import tiny_captioner, tiny_models
from tools.paths import ROOT

ROWS = (
    "--row",
    "short: length=[9,12] captions=5",
    "--row",
    "long: captions=5",
)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny_models().save(folder, {})
    return folder


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> PocketWorld:
    return PocketWorld(tmp_path_factory.mktemp("pocket"))


def oracle(name: str, world: RealWorld, at_most: int = 2) -> Teller:
    """One that cheats: its story is what a person wrote of the picture."""

    def tell(picture: PictureRecord, style: str) -> Told:
        return Told(" ".join(picture.captions), picture.captions[0])

    return Teller(name, tell, {"made of": "captions"})


@pytest.fixture(scope="module")
def record(models: Path, world: PocketWorld) -> dict[str, Any]:
    tellers = [
        oracle("captions themselves", world),
        teller("tiny", Storyteller.load(models), captions=5),
    ]
    chosen = ("pictures and captions", "captions", "stories")
    settings = real.RealSettings(pictures=2, sections=chosen)
    return real.evaluate(tellers, world, settings, "the command")


def row(record: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    found = [r for r in record["sections"][section] if r["row"] == name]
    assert len(found) == 1
    return dict(found[0])


def test_all_rows_about_stories_are_there(record: dict[str, Any]) -> None:
    names = [r["row"] for r in record["sections"]["stories"]]
    assert names == [
        "captions themselves",
        "captions themselves: other pictures",
        "tiny",
        "tiny: other pictures",
        "one human caption",
        "real passages of unseen books",
        "chance",
    ]
    assert row(record, "stories", "tiny")["stories"] == 8
    assert row(record, "stories", "chance")["picture"] == 0.5


def test_captions_as_a_story_find_their_picture(
    record: dict[str, Any],
) -> None:
    cheat = "captions themselves"
    assert row(record, "stories", cheat)["picture"] == 1
    assert row(record, "stories", f"{cheat}: other pictures")["picture"] == 0
    assert row(record, "stories", "one human caption")["picture"] == 1
    # A story in all styles alike is recognised in one of four.
    assert row(record, "stories", cheat)["style"] == 0.25


def test_real_passages_are_recognised_and_random_stories_are_not(
    record: dict[str, Any],
) -> None:
    passages = row(record, "stories", "real passages of unseen books")
    assert passages["style"] > 0.9
    assert passages["style, nouns masked"] > 0.9
    tiny = row(record, "stories", "tiny")
    assert tiny["style"] <= 0.5
    assert tiny["perplexity, of real"] > 3
    assert tiny["distinct-2"] < 0.5
    assert tiny["seconds a story"] > 0


def test_figures_by_style_are_those_of_the_row(record: dict[str, Any]) -> None:
    tiny = row(record, "stories", "tiny")
    for name in ("picture", "length", "distinct-2", "copies 8 words"):
        styles = [tiny["by style"][genre][name] for genre in GENRES]
        assert tiny[name] == pytest.approx(np.mean(styles))


def test_the_record_says_how_it_was_made(record: dict[str, Any]) -> None:
    made = record["made"]
    assert made["command"] == "the command"
    assert made["seed"] == 0
    assert made["seconds"] >= 0
    assert made["data"]["novels"]["judge"] == 4
    assert made["tellers"]["tiny"]["options"]["captions"] == 5
    json.dumps(record)  # plain values only


def test_captions_are_measured_against_people(record: dict[str, Any]) -> None:
    person = row(record, "captions", "one person against the other four")
    others = row(record, "captions", "captions of other pictures")
    assert person["BLEU-1"] > others["BLEU-1"]
    assert person["CIDEr-D"] > others["CIDEr-D"]
    ranked = row(record, "pictures and captions", "tiny: annotation")
    assert ranked["gallery"] == 10


def test_the_table_shows_every_row(record: dict[str, Any]) -> None:
    text = record_table(record)
    for rows in record["sections"].values():
        for one in rows:
            assert one["row"] in text
    assert "command: the command" in text


def test_a_table_by_hand() -> None:
    rows = [{"row": "a", "words": 41.6, "style": 0.25}, {"row": "none"}]
    assert table(rows, ["words", "style", "length"]).split("\n") == [
        "   words  style  length",
        "a     42  0.250       -",
    ]


@pytest.mark.slow
def test_the_command(
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / "cache"))
    out, keep = tmp_path / "m.json", tmp_path / "kept"
    words = [
        *("evaluate", "--world", "pocket", "--models", str(models)),
        *("--sections", "stories", "--pictures", "2", *ROWS),
        *("--out", str(out), "--keep", str(keep)),
    ]
    monkeypatch.setattr("sys.argv", ["storyteller", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    shown = capsys.readouterr().out
    record = json.loads(out.read_text())
    assert record["made"]["command"].startswith("storyteller evaluate")
    assert row(record, "stories", "short")["words"] <= 12
    assert row(record, "stories", "long")["words"] >= 40
    assert "real passages of unseen books" in shown
    assert len(list(keep.iterdir())) == 2
    # Again: the stories are not told again, and the figures are the same.
    monkeypatch.setattr(Storyteller, "story", None)
    with pytest.raises(SystemExit):
        main([*words, "--json"])
    again = json.loads(capsys.readouterr().out)
    assert again["sections"] == record["sections"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sections", "songs"], "no section 'songs'"),
        (["--pictures", "1"], "two pictures or more"),
        (["--row", "nameless"], "cannot read the row 'nameless'"),
        (["--row", "a: beam_width"], "cannot read the row"),
        (["--row", "a: models=nowhere"], "models in nowhere"),
        (["--row", "a: top_q=1"], "top_q"),
        (["--row", "a: beam_width=0"], "width must be above zero"),
        (["--row", "a: captions=0"], "number of captions"),
        (["--row", "a: captioner=telepathy"], "no captioner"),
        (["--row", "a: captioner=attention"], "no attention captioner"),
        (["--row", "a: strength=much"], "strength of a style"),
        (["--row", "a: style=romance"], "style"),
        (["--row", "a: seed=-1"], "a seed is a whole number"),
        (["--row", "a: length=long"], "length of a story"),
        (["--sections", "ranking", "--row", "x:y=z"], "no setting 'y'"),
        (["--sections", "ranking", "--row", "x:beam_width=0"], "width must"),
    ],
)
def test_bad_input_is_one_sentence(
    options: Sequence[str],
    words: str,
    models: Path,
    world: PocketWorld,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(
        "storyteller_lib.data.pocket.world.PocketWorld", lambda: world
    )
    command = ["evaluate", "--world", "pocket", "--models", str(models)]
    with pytest.raises(SystemExit) as ended:
        main([*command, "--sections", "stories", "--pictures", "2", *options])
    assert ended.value.code == 2
    err = capsys.readouterr().err.strip().split("\n")[-1]
    assert err.startswith("storyteller: ")
    assert words in err


def test_rows_name_their_options(models: Path) -> None:
    rows = [
        "plain: captions=5 strength=0.5",
        f"mine: models={models} beam_width=3",
    ]
    plain, mine = load_tellers([str(models)], rows)
    assert (plain.name, mine.name) == ("plain", "mine")
    assert plain.about["options"]["strength"] == 0.5
    assert plain.about["options"]["length"] == (40, 80)
    assert mine.about["options"]["beam_width"] == 3
    assert mine.storyteller is plain.storyteller  # loaded once
    assert plain.about["weights"] == mine.about["weights"]


def test_rows_choose_among_candidates_otherwise(
    models: Path, world: PocketWorld
) -> None:
    rows = [
        "usual: candidates=8",
        "stylish: candidates=8 fit=0.0 style=1.0 fluency=0.0",
        "fluent: candidates=8 fit=0.0 style=0.0 fluency=1.0",
    ]
    usual, stylish, fluent = load_tellers([str(models)], rows)
    assert "selection" not in usual.about
    assert fluent.about["selection"]["fluency"] == 1
    assert fluent.storyteller is usual.storyteller  # measured once
    assert usual.storyteller is not None
    assert "fluency" not in usual.storyteller.models.selection
    (picture,) = world.pictures("train", 1)
    told = {by.tell(picture, "romance").text for by in (stylish, fluent)}
    assert len(told) == 2
    with pytest.raises(StorytellerError, match="fluency"):
        load_tellers([str(models)], ["odd: fluency=much"])


def test_stories_that_were_kept_are_not_told_again(
    world: PocketWorld, tmp_path: Path
) -> None:
    told: list[tuple[str, str]] = []

    def tell(picture: PictureRecord, style: str) -> Told:
        told.append((picture.name, style))
        return Told(f"{style} of {picture.name}", "a caption", 0.5)

    by, pictures = Teller("counter", tell), world.pictures("train", 3)
    first = tell_all(by, pictures, ["romance", "thriller"], tmp_path)
    assert len(told) == 6
    (path,) = tmp_path.iterdir()
    text = path.read_text()
    path.write_text(text[:-20])  # cut off while the last one was written
    assert tell_all(by, pictures, ["romance", "thriller"], tmp_path) == first
    assert told[6:] == [(pictures[2].name, "thriller")]
    assert path.read_text() == text
    other = Teller("counter", tell, {"beam_width": 3})
    tell_all(other, pictures[:1], ["romance"], tmp_path)
    assert len(told) == 8  # made otherwise, so told anew


def test_a_bank_smaller_than_asked_for_is_taken_whole() -> None:
    models = tiny_models()
    assert models.captions > len(models.bank)
    pixels = np.zeros((2, 40, 40, 3), dtype=np.uint8)
    found = storybook._thoughts(Storyteller(models), pixels)
    whole = Storyteller(models).think(models.bank.captions)
    np.testing.assert_allclose(found[0], whole, atol=1e-5)


def test_shares_and_ranks_are_printed_as_what_they_are() -> None:
    text = storybook.table({"held out": {"x": {"rank": 725.0, "share": 0.5}}})
    assert "rank 725" in text
    assert "share 50.0%" in text


def test_the_storybook_table_has_the_pointing_game_and_its_chance(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("caption_figures", "story_figures"):
        monkeypatch.setattr(storybook, part, lambda *_: {})
    monkeypatch.setattr(storybook.expansion, "evaluate", lambda *_: {})
    monkeypatch.setattr(storybook, "POINTED", 12)
    assert "pointing game" not in storybook.evaluate(models)
    tiny_captioner(tiny_models()).save(tmp_path, {})
    game = storybook.evaluate(tmp_path)["pointing game"]
    seeing = game["attention captioner"]
    assert 0 < seeing["subject named"] < 1
    assert 0 < game["chance"]["weight on the subject"] < 0.5
    lines = storybook.table({"pointing game": game}).split("\n")
    shown = f"{game['chance']['peak on the subject']:.1%}"
    assert lines[0] == "POINTING GAME"
    assert lines[1].startswith("  attention captioner: subject named")
    assert lines[2].startswith(f"  chance: peak on the subject {shown}")


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("STORYTELLER_DATA"), reason="STORYTELLER_DATA is unset"
)
def test_on_real_data_a_person_is_better_than_other_pictures() -> None:
    world = RealWorld()
    settings = real.RealSettings(30, sections=("stories",))
    found = real.evaluate([oracle("cheat", world)], world, settings)
    person = row(found, "stories", "one human caption")["picture"]
    other = row(found, "stories", "cheat: other pictures")["picture"]
    assert person > 0.6 > 0.3 > other
    passages = row(found, "stories", "real passages of unseen books")
    assert passages["style"] > 0.4
    assert passages["copies 8 words"] < 0.3


def test_refuses_wrong_options(models: Path) -> None:
    with pytest.raises(StorytellerError, match="below 0"):
        real.RealSettings(sentences=-1)
    with pytest.raises(StorytellerError, match="above zero"):
        real.RealSettings(pictures=0)


def test_the_committed_record_holds_figures_and_no_stories() -> None:
    path = ROOT / "book" / "measured" / "real_world.json"
    record = json.loads(path.read_text())
    assert set(record["sections"]) == set(real.SECTIONS)
    assert record["made"]["command"].startswith("storyteller evaluate")
    for name, rows in record["sections"].items():
        for one in rows:
            for key, value in one.items():
                if key == "row" or one["row"] == "measured on":
                    assert len(value) < 80, name
                elif key == "by style":
                    assert set(value) == set(GENRES)
                else:
                    assert np.isfinite(value), (name, one["row"], key)
    said = row(record, "stories", "one human caption")["picture"]
    assert said > row(record, "stories", "chance")["picture"]
