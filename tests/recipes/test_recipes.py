from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from storyteller_lib.checkpoints import load_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.storybook.mentions import named
from storyteller_lib.data.storybook.scene import Scene, scenes
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.evaluation.stories.voices import (
    share_recognised,
    voice_classifier,
)
from storyteller_lib.evaluation.storybook import TRAINING_PASSAGES
from storyteller_lib.image_encoder import ImageEncoderSettings
from storyteller_lib.recipes import captioning, presets, workshop
from storyteller_lib.recipes.pages import (
    Page,
    alike,
    drafts,
    like_the_bank,
    numbered,
    of_all_kinds,
)
from storyteller_lib.recipes.presets import (
    PRESETS,
    Preset,
    Schedule,
    Stage,
)
from storyteller_lib.recipes.seeing import _alike, _answers, _mirrored
from storyteller_lib.recipes.train import bank_texts, train
from storyteller_lib.recipes.workshop import Workshop
from storyteller_lib.skip_thoughts.combine_skip import thought_encoder
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.files import load_image_encoder
from storyteller_lib.text import Vocabulary, tokenise
from tests.helpers.desk import picture, storyteller

QUICK = Preset(
    eyes=Schedule(steps=4, batch=8),
    embedding=Stage(steps=4, batch=8, word_dim=8, dim=12),
    thoughts=Stage(steps=6, batch=8, word_dim=8, dim=12),
    decoder=Stage(steps=8, batch=8, word_dim=8, dim=16),
    scenes=12,
    captioner=Stage(steps=6, batch=8, word_dim=8, dim=12),
    pictures=8,
    passages=8,
    bank=40,
    captions=5,
    vocabulary=500,
    condition_dim=4,
    image_encoder=ImageEncoderSettings(4, (8,), (1,), 16, 16),
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setitem(presets.PRESETS, "tiny", QUICK)
    monkeypatch.setenv("STORYTELLER_CACHE", str(cache))


@pytest.mark.slow
@pytest.mark.parametrize("world", ["storybook", "pocket"])
def test_a_whole_storyteller(world: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    stages = ["thoughts", "embedding", "decoder"]  # the reader at any time
    if world == "storybook":
        stages.insert(0, "image-encoder")
    whole = [train(stage, world, "tiny", folder) for stage in stages]
    assert whole == [False] * (len(stages) - 1) + [True]
    teller = Storyteller.load(folder)
    assert sorted(teller.styles) == [
        "adventure",
        "romance",
        "science-fiction",
        "thriller",
    ]
    told = teller.story(picture(), captions=3, beam_width=2)
    once = {"storybook": 4, "pocket": 3}[world]
    tokens = tokenise(told.text)
    starts = range(len(tokens) - once + 1)
    runs = {tuple(tokens[i : i + once]) for i in starts}
    assert len(runs) == len(starts) > 0
    assert teller.models.beam["no_repeat_ngram"] == once
    card = json.loads((folder / "card.json").read_text())
    assert card["data"] == world
    assert card["name"] == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("world", ["storybook", "pocket"])
def test_a_storyteller_that_writes_its_captions(
    world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captioning, "HELD_OUT", 2)
    assert train("all", world, "tiny", tmp_path)
    teller = Storyteller.load(tmp_path)
    found = teller.captions(picture(), 3, "attention")
    assert len(found) == len({caption.text for caption in found}) > 0
    told = teller.story(
        picture(), captions=2, beam_width=2, captioner="attention"
    )
    assert told.captions == tuple(teller.captions(picture(), 2, "attention"))


@pytest.mark.slow
def test_a_captioner_alone_looks_through_the_shipped_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captioning, "HELD_OUT", 2)
    assert not train("captioner", "pocket", "tiny", tmp_path)
    shipped = load_image_encoder("storybook").state_dict()
    kept = load_weights(tmp_path / "parts" / "image_encoder.safetensors")
    assert all(torch.equal(kept[name], shipped[name]) for name in shipped)
    captioner = load_weights(
        tmp_path / "parts" / "attention_captioner.safetensors"
    )
    with pytest.raises(StorytellerError, match="add --resume"):
        train("captioner", "pocket", "tiny", tmp_path)
    training = tmp_path / "training" / "captioner"
    max(training.glob("step-*.safetensors")).unlink()
    train("captioner", "pocket", "tiny", tmp_path, resume=True)
    again = load_weights(
        tmp_path / "parts" / "attention_captioner.safetensors"
    )
    assert all(torch.equal(captioner[name], again[name]) for name in again)


def test_the_same_again_and_resumed(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        train("thoughts", "pocket", "tiny", folder)
    with pytest.raises(StorytellerError, match="add --resume"):
        train("thoughts", "pocket", "tiny", one)
    for path in (two / "training" / "thoughts").glob("step-*6.safetensors"):
        path.unlink()  # as if it had been cut off before
    train("thoughts", "pocket", "tiny", two, resume=True)
    first, second = (
        load_weights(folder / "parts" / "skip_thoughts.safetensors")
        for folder in (one, two)
    )
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    ("stage", "world", "preset", "words"),
    [
        ("dancing", "pocket", "tiny", "no stage 'dancing'"),
        ("decoder", "narnia", "tiny", "no world 'narnia'"),
        ("decoder", "pocket", "huge", "no preset 'huge'"),
        ("decoder", "pocket", "tiny", "train the stage thoughts first"),
        ("embedding", "storybook", "tiny", "the stage image-encoder first"),
        ("image-encoder", "pocket", "tiny", "train the stage embedding"),
        ("image-encoder", "storybook", "paper", "train the stage embedding"),
    ],
)
def test_what_cannot_be_trained(
    stage: str, world: str, preset: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(StorytellerError, match=words):
        train(stage, world, preset, tmp_path)


def test_a_folder_holds_one_training(tmp_path: Path) -> None:
    train("thoughts", "pocket", "tiny", tmp_path)
    with pytest.raises(StorytellerError, match="holds another training"):
        train("thoughts", "storybook", "tiny", tmp_path, resume=True)


def test_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ("train", "thoughts", "--world", "pocket", "--out", str(tmp_path))
    assert storyteller(*line) == 0
    assert "still to train" in capsys.readouterr().out
    assert storyteller(*line) == 2
    assert storyteller(*line, "--resume", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "stage": "thoughts",
        "folder": str(tmp_path),
        "models": False,
    }


def test_presets_grow() -> None:
    sizes = [
        [preset.thoughts.dim, preset.decoder.steps, preset.pictures]
        for preset in (PRESETS["course"], PRESETS["paper"])
    ]
    assert all(a < b for a, b in zip(*sizes, strict=True))
    assert PRESETS["paper"].thoughts.dim == 2_400  # Kiros et al., 2015
    assert PRESETS["paper"].thoughts.word_dim == 620
    assert PRESETS["paper"].embedding.dim == 1_024
    assert PRESETS["paper"].decoder.dim == 1_600
    assert PRESETS["paper"].reader == "combine"
    assert PRESETS["paper"].conditioning == "every-step"
    with pytest.raises(StorytellerError, match="above zero"):
        Stage(steps=0, batch=1, word_dim=1, dim=1)
    with pytest.raises(StorytellerError, match="no reader 'tri'"):
        replace(QUICK, reader="tri")


def test_the_course_preset_is_what_the_shipped_card_tells() -> None:
    path = files("storyteller_lib") / "weights/storybook/card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    course = PRESETS["course"]
    told = f"{course.scenes:,} drawn scenes", f"{course.pictures:,} of them"
    assert card["data"]["image_encoder"].startswith(told[0])
    assert card["data"]["embedding"].startswith(told[1])
    assert card["caption_bank"].startswith(f"{course.bank:,} captions")
    assert card["captions"] == course.captions
    assert course.passages == TRAINING_PASSAGES
    assert "three parts" in card["training"]
    shipped = Storyteller.load("storybook").models
    assert shipped.image_encoder.settings == course.image_encoder
    for model, stage in (
        (shipped.embedding, course.embedding),
        (shipped.thoughts, course.thoughts),
        (shipped.decoder, course.decoder),
    ):
        sizes = model.settings.word_dim, model.settings.dim
        assert sizes == (stage.word_dim, stage.dim)
    assert shipped.decoder.settings.condition_dim == course.condition_dim


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    found = drafts(StorybookWorld(), 120, of_all_kinds)
    texts = (tokens for page in found for tokens in (*page[2], *page[3]))
    return numbered(found, Vocabulary.build(texts))


@pytest.mark.parametrize("size", [4, 24])
def test_batches_are_about_one_subject(pages: list[Page], size: int) -> None:
    """But for the mixed ones, which are a fifth and what is left over."""
    subjects = {}  # of every caption, sentence and passage, by its words
    for page in pages:
        for text in (*page.sentences, *page.about, page.whole):
            subjects.setdefault(tuple(text), set()).add(page.subject)
    epoch = list(alike(pages, size)(torch.Generator().manual_seed(0)))
    pure = 0
    for batch in epoch:
        rows = zip(*map(Tensor.tolist, batch.source), strict=True)
        kinds = [subjects[tuple(row[:length])] for row, length in rows]
        pure += bool(set.intersection(*kinds))
        assert size // 2 <= len(kinds) <= size
    assert pure / len(epoch) > (0.6 if size == 4 else 0.4)
    again = list(alike(pages, size)(torch.Generator().manual_seed(0)))
    assert all(
        torch.equal(a.source.ids, b.source.ids)
        for a, b in zip(epoch, again, strict=True)
    )


def test_no_triplet_leaves_its_page(pages: list[Page]) -> None:
    rng = random.Random(0)
    kinds = set()
    for page in pages:
        own = [*page.sentences, *page.about, page.whole]
        for kind, row in page.triplets(rng):
            assert all(text in own for text in row)
            if kind == "sentences":
                i = page.sentences.index(row[1])
                assert row == tuple(page.sentences[i - 1 : i + 2])
            kinds.add(kind)
    assert kinds == {"captions", "sentences", "passage"}


def test_the_decoder_is_told_by_captions_like_those_of_the_bank() -> None:
    rng = random.Random(0)
    for scene in itertools.islice(scenes("train", 0), 50):
        told = like_the_bank(scene, rng)
        assert len(told) == 8
        assert all(len(caption.claims) <= 3 for caption in told)
        assert all(scene.is_true(caption.claims) for caption in told)


PARTS = ("subject", "place", "action", "weather")


def values_a_batch(some: list[Scene], order: torch.Tensor) -> dict[str, float]:
    """How many values each part has in a batch, on average."""
    batches = order.view(-1, 16).tolist()
    return {
        part: np.mean(
            [len({getattr(some[i], part) for i in b}) for b in batches]
        )
        for part in PARTS
    }


def test_pictures_of_a_batch_share_a_part() -> None:
    some = StorybookWorld().scenes("train", 640)
    usual = values_a_batch(some, torch.randperm(640))
    shared = []
    for seed in range(24):
        chance = torch.Generator().manual_seed(seed)
        order = _alike(some, 16)(generator=chance)
        assert sorted(order.tolist()) == list(range(640))
        found = values_a_batch(some, order)
        shared.append([p for p in PARTS if found[p] < 0.6 * usual[p]])
    assert {p for parts in shared for p in parts} == set(PARTS)
    assert any(not parts for parts in shared), "never mixed"
    assert all(len(parts) <= 1 for parts in shared)


def test_the_eyes_are_asked_for_every_part_and_mirrored() -> None:
    some = StorybookWorld().scenes("train", 40)
    truth = _answers(some)
    assert truth.shape == (40, len(some[0].facts))
    for column, part in zip(truth.T, some[0].facts, strict=True):
        values = [str(scene.facts[part]) for scene in some]
        again = [sorted(set(values))[i] for i in column.tolist()]
        assert again == values, part
    pictures = np.random.default_rng(0).integers(
        0, 256, (40, 4, 6, 3), dtype=np.uint8
    )
    epoch = _mirrored(pictures, torch.arange(40).unsqueeze(1), 5)
    turned = []
    for pixels, rows in epoch(torch.Generator().manual_seed(0)):
        drawn = torch.from_numpy(pictures[rows[:, 0].numpy()])
        turned.append(torch.equal(pixels, drawn.flip(2)))
        assert turned[-1] or torch.equal(pixels, drawn)
    assert len(turned) == 8
    assert len(set(turned)) == 2


@pytest.mark.parametrize(
    ("reader", "dim"), [("uni", 12), ("bi", 12), ("combine", 24)]
)
@pytest.mark.parametrize("conditioning", ["initial", "every-step"])
def test_each_reader_is_trained(
    reader: str, dim: int, conditioning: str, tmp_path: Path
) -> None:
    changes = {"reader": reader, "conditioning": conditioning}
    train("thoughts", "pocket", "tiny", tmp_path, **changes)
    shop = Workshop(tmp_path, "pocket", "tiny")  # as the folder was begun
    assert shop.preset.reader == reader
    assert shop.preset.conditioning == conditioning
    encoder = shop.take("skip_thoughts", thought_encoder, "thoughts")
    words = Vocabulary.load(shop.words_file("words"))
    thoughts = encoder.encode(["a dog runs", "the sea"], words)
    assert thoughts.shape == (2, dim)
    halves = thoughts.split(12, dim=1)
    assert all(half.norm(dim=1).allclose(torch.ones(2)) for half in halves)
    parts = getattr(encoder, "parts", [encoder])
    both = tuple(part.settings.both_ways for part in parts)
    assert both == presets.READERS[reader]
    other = "bi" if reader == "uni" else "uni"
    with pytest.raises(StorytellerError, match="holds another training"):
        train("thoughts", "pocket", "tiny", tmp_path, True, reader=other)


@pytest.mark.slow
def test_combine_skip_tells_stories(tmp_path: Path) -> None:
    line = ("train", "all", "--world", "pocket", "--out", str(tmp_path))
    assert storyteller(*line, "--reader", "combine") == 0
    teller = Storyteller.load(tmp_path)
    assert teller.models.thoughts.settings.dim == 24
    assert teller.story(picture(), captions=3, beam_width=2).text


def test_the_bank_of_a_known_world_claims_little(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "known", "storybook", "tiny")
    texts = bank_texts(shop)
    assert len(texts) == QUICK.bank
    own = {c for five in workshop.captions_of(shop.world, 8) for c in five}
    assert not set(texts) <= own
    other = Workshop(tmp_path / "other", "pocket", "tiny")
    found = bank_texts(other)
    own = {c for five in workshop.captions_of(other.world, 8) for c in five}
    assert set(found) <= own


SOON = replace(
    PRESETS["tiny"],
    eyes=replace(PRESETS["tiny"].eyes, steps=300),
    embedding=replace(PRESETS["tiny"].embedding, steps=200),
    thoughts=replace(PRESETS["tiny"].thoughts, steps=60),
    decoder=replace(PRESETS["tiny"].decoder, steps=100),
    scenes=1_000,
    pictures=1_000,
    passages=250,
)
"""Tiny with part of its data and steps."""


@pytest.mark.slow
def test_tiny_soon_learns_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The preset that people try first: it sees the weather and colours
    (which animal it is takes far more pictures), and it has the voices."""
    monkeypatch.setitem(presets.PRESETS, "tiny", SOON)
    for stage in ("image-encoder", "embedding", "thoughts", "decoder"):
        train(stage, "storybook", "tiny", tmp_path)
    teller = Storyteller.load(tmp_path)
    right = {"weather": [], "colour": []}
    records = StorybookWorld().pictures("test", 60)
    for record in records:
        for caption, _ in teller.captions(record.open(), 10):
            for part, seen in right.items():
                if values := named(caption, part):
                    seen.append(values == {getattr(record.truth, part)})
    assert np.mean(right["weather"]) > 0.8  # chance: 1 in 6
    assert np.mean(right["colour"]) > 0.5  # chance: 1 in 10
    judge = voice_classifier(StorybookWorld(seed=7), limit=200)
    some = [record.open() for record in records[:10]]
    shares = []
    for genre in GENRES:
        told = [teller.story(one, genre, beam_width=1).text for one in some]
        shares.append(share_recognised(judge, told, genre))
    assert np.mean(shares) > 0.8  # chance: 1 in 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot train in"),
        ("5", "cannot train in"),
        ("[" * 100_000, "cannot train in"),
        ('{"world": 5}', "holds another training"),
        ('{"world": "pocket", "preset": "tiny", "x": 1}', "cannot train in"),
        ('{"world": "pocket", "preset": "tiny", "reader": 7}', "must be text"),
    ],
)
def test_a_broken_recipe(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "recipe.json").write_text(text)
    with pytest.raises(StorytellerError, match=words):
        train("decoder", "pocket", "tiny", tmp_path)


@pytest.mark.parametrize("stage", ["captioner", "embedding", "thoughts"])
@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_left_where_data_are_missing(
    stage: str, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, folder = tmp_path / "data", tmp_path / "new"
    data.mkdir()
    if there:
        folder.mkdir()
    monkeypatch.setenv("STORYTELLER_DATA", str(data))
    with pytest.raises(StorytellerError):
        train(stage, "real", "tiny", folder)
    assert folder.exists() == there
    assert not there or not list(folder.iterdir())


def test_a_training_that_was_begun_keeps_its_recipe(tmp_path: Path) -> None:
    train("thoughts", "pocket", "tiny", tmp_path)
    with pytest.raises(StorytellerError, match="train the stage embedding"):
        train("image-encoder", "pocket", "tiny", tmp_path)
    assert (tmp_path / "recipe.json").is_file()


def test_a_disk_that_is_full_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for stage in ("thoughts", "embedding"):
        train(stage, "pocket", "tiny", tmp_path)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(StorytellerError, match=r"No space.*add --resume"):
        train("decoder", "pocket", "tiny", tmp_path)
    monkeypatch.undo()
    monkeypatch.setitem(presets.PRESETS, "tiny", QUICK)
    assert train("decoder", "pocket", "tiny", tmp_path, resume=True)
