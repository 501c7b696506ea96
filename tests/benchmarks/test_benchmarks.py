"""What is compared does the same work; times are printed, never asserted."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
import torch

from storyteller_lib.skip_thoughts import SkipThoughtSettings, triplet_batch
from storyteller_lib.visual_semantic_embedding.ranking import ranks
from tests.benchmarks import book, cold, reading, searches, story, training
from tests.benchmarks.beam_search import Decoder, ours

SMALL = SkipThoughtSettings(50, 6, 8)


def test_plain_training_has_our_loss_and_our_gradients() -> None:
    batch = triplet_batch(training.rows(9, 50))
    module = training.model(SMALL)
    mine = module(*batch)
    mine.backward()
    gradients = [p.grad for p in module.parameters() if p.requires_grad]
    module = training.model(SMALL)
    theirs = training.plain_loss(module, batch)
    theirs.backward()
    torch.testing.assert_close(mine, theirs)
    for mine, parameter in zip(
        gradients,
        [p for p in module.parameters() if p.requires_grad],
        strict=True,
    ):
        torch.testing.assert_close(mine, parameter.grad)


def test_both_trainings_read_all_words_once() -> None:
    data = training.rows(20, 50)
    seen: list[int] = []
    module = training.model(SMALL)
    module.register_forward_pre_hook(
        lambda _, batch: seen.extend(int(part.lengths.sum()) for part in batch)
    )
    training.ours(module, data, 8)
    assert sum(seen) == training.words(data)
    training.plain(training.model(SMALL), data, 8)
    training.products(data, SMALL, 8)()


def test_the_bare_search_finds_what_ours_finds() -> None:
    decoder = Decoder(16, 60)
    assert searches.bare(decoder, 7, 12) == ours(decoder, 7, 12)


@pytest.mark.skipif(
    not searches.has_transformers(), reason="transformers is not installed"
)
def test_transformers_finds_what_ours_finds() -> None:
    decoder = Decoder(16, 60)
    generate = searches.transformers_search(decoder)
    assert generate(7, 12) == ours(decoder, 7, 12)


def test_all_ways_of_reading_agree() -> None:
    ids = [source for _, source, _ in training.rows(70)]
    reader = reading.encoder()
    mine = reader.encode_ids(ids)
    torch.testing.assert_close(mine, reading.one_by_one(reader, ids))
    torch.testing.assert_close(mine, reading.in_order(reader, ids))


def test_both_ways_of_ranking_agree() -> None:
    pictures, captions, right = reading.vectors()
    scores = pictures[:60] @ captions.T
    found = ranks(scores, right[:60])
    assert torch.equal(found, reading.by_sorting(scores, right[:60]))
    assert 1 < found.float().median() < 1_000


class FakeMiniLM:
    """Stands for the real one, which no test may download."""

    texts: list[str]

    def __init__(self, name: str, **options: object) -> None:
        assert options["local_files_only"]
        assert name == reading.minilm_weights()

    def encode(self, texts: list[str], **_: object) -> list[str]:
        FakeMiniLM.texts = texts
        return texts


def test_minilm_is_compared_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = ModuleType("sentence_transformers")
    fake.__spec__ = ModuleSpec(fake.__name__, None)
    fake.SentenceTransformer = FakeMiniLM
    monkeypatch.setitem(sys.modules, fake.__name__, fake)
    assert "times as fast as MiniLM" in reading.against_minilm(1)
    assert len(FakeMiniLM.texts) == 500
    monkeypatch.setattr(FakeMiniLM, "__init__", lost)
    assert "weights are not on this machine" in reading.against_minilm(1)


def test_weights_that_a_package_brings_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / reading.PACKED
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert Path(reading.minilm_weights()) == package / "model"


def lost(*_: object, **__: object) -> None:
    raise OSError("not found")


def test_the_book_tells_its_own_cost() -> None:
    line = book.report()
    assert "of its 100 s" in line
    assert "of 12 min" in line


@pytest.mark.slow
def test_a_story_is_measured_in_a_program_of_its_own(tmp_path: Path) -> None:
    seconds, memory = story.measure("x = b'x' * 200_000_000")
    assert seconds > 0
    assert memory == 0 or 200 < memory < 400


@pytest.mark.slow
def test_programs_take_turns_and_are_measured_from_start_to_end() -> None:
    torch, other = cold.compare(["-c", "import time; time.sleep(1)"], 1)
    assert other.clock > 1
    assert torch.clock > 0
    assert sys.platform == "win32" or torch.work > other.work
