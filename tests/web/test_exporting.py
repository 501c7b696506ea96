"""The exported graphs say what PyTorch says."""

from __future__ import annotations

import builtins
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.decoding.beam_search import BeamSettings, greedy
from storyteller_lib.pictures import Picture, to_tensor
from storyteller_lib.prose_critic import sentences_of
from storyteller_lib.story_decoder import passage_batch
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.captioners import attention_captions, look
from storyteller_lib.text import EOS, pad, tokenise
from storyteller_lib.web import export_storyteller
from storyteller_lib.web.exportable import check_exportable
from storyteller_lib.web.exporting import MANIFEST
from storyteller_lib.web.facts import settings_of
from tests.web.parts import drawn_scenes, exported

pytestmark = pytest.mark.slow
CLOSE = 2e-5
"""Both compute in float32, from the same whole numbers and scales."""
TEXTS = (
    "A brown dog runs along the beach.",
    "Two children",
    "",
    "The old man, who had seen the sea only once, didn't say a word!",
)


@pytest.fixture(scope="module")
def teller() -> Storyteller:
    return Storyteller.load("course", "retold")


@pytest.fixture(scope="module")
def parts() -> Path:
    return exported()


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return drawn_scenes(3)


class Graphs:
    """The exported graphs, run by onnxruntime."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sessions = folder, dict[str, Any]()

    def __call__(self, name: str, **inputs: Tensor) -> list[Tensor]:
        runtime = pytest.importorskip("onnxruntime")
        if name not in self.sessions:
            path = str(self.folder / f"{name}.onnx")
            self.sessions[name] = runtime.InferenceSession(path)
        fed = {
            key: (value.int() if value.dtype == torch.long else value).numpy()
            for key, value in inputs.items()
        }
        return [
            torch.from_numpy(x) for x in self.sessions[name].run(None, fed)
        ]


@pytest.fixture(scope="module")
def run(parts: Path) -> Graphs:
    return Graphs(parts)


def close(found: Tensor, wanted: Tensor, within: float = CLOSE) -> None:
    torch.testing.assert_close(found, wanted, atol=within, rtol=within)


def squashed(picture: Picture) -> Tensor:
    """A picture's bytes as the graph takes them."""
    pixels = to_tensor(picture) * 255
    return pixels.round().to(torch.uint8).permute(1, 2, 0).contiguous()


def ids_of(texts: tuple[str, ...], words: Any, end: bool = False) -> Any:
    ids = [words.encode(tokenise(text)) for text in texts]
    return pad([[*row, EOS] if end else row for row in ids])


@torch.no_grad()
def test_pictures_are_seen_alike(
    teller: Storyteller, run: Graphs, pictures: list[Picture]
) -> None:
    for picture in pictures:
        eye, grid = run("look", pixels=squashed(picture)[None])
        close(eye[0], teller.look(picture))
        close(grid, look(teller.models, picture), 1e-4)
        found = teller.models.bank.nearest(eye[0], 20)
        wanted = teller.captions(picture, 20)
        assert [c.text for c in found] == [c.text for c in wanted]


@torch.no_grad()
def test_texts_are_read_alike(teller: Storyteller, run: Graphs) -> None:
    models = teller.models
    ids, lengths = ids_of(TEXTS, models.embedding_words, end=True)
    wanted = models.embedding.embed_texts(TEXTS, models.embedding_words)
    close(run("embed", ids=ids, lengths=lengths)[0], wanted)
    ids, lengths = ids_of(TEXTS, models.words)
    wanted = models.thoughts.encode(TEXTS, models.words)
    assert not wanted[2].any()
    close(run("think", ids=ids, lengths=lengths)[0], wanted)


@torch.no_grad()
def test_captions_are_written_alike(
    teller: Storyteller, run: Graphs, pictures: list[Picture]
) -> None:
    captioner = teller.models.captioner
    assert captioner is not None
    for picture in pictures:
        grid = look(teller.models, picture)
        state = captioner.start(grid)
        kept = run("begin_caption", grid=grid)
        close(kept[0], state["annotations"], 1e-4)
        close(kept[2], state["layers"][0][0], 1e-4)

        def step(last: Tensor, memory: Any, kept: Any = kept) -> Any:
            found = run(
                "step_caption",
                last=last,
                annotations=kept[0],
                keys=kept[1],
                hidden=memory[0],
                memory=memory[1],
            )
            return found[0], (found[1], found[2])

        settings = BeamSettings(max_length=30, no_repeat_ngram=3)
        mine = greedy(step, (kept[2], kept[3]), settings=settings)
        theirs = greedy(captioner.step, state, settings=settings)
        assert mine[0].best.tokens == theirs[0].best.tokens
        assert attention_captions(teller.models, picture, 3)


def thought_of(teller: Storyteller, picture: Picture) -> Tensor:
    texts = [caption.text for caption in teller.captions(picture, 20)]
    return teller.shift(teller.think(texts), "thriller")


@torch.no_grad()
def test_stories_are_written_alike(
    teller: Storyteller, run: Graphs, pictures: list[Picture]
) -> None:
    decoder, names = teller.models.decoder, ("hidden", "condition", "topic")
    for picture in pictures:
        thought = thought_of(teller, picture)[None]
        first = decoder.start(thought)
        state = dict(
            zip(names, run("begin_story", thoughts=thought), strict=True)
        )
        for name in names:
            close(state[name], first[name])

        def step(last: Tensor, state: dict[str, Tensor]) -> Any:
            chances, hidden = run("step_story", last=last, **state)
            return chances, {**state, "hidden": hidden}

        settings = BeamSettings(max_length=60, no_repeat_ngram=3)
        mine = greedy(step, state, settings=settings)[0].best
        theirs = greedy(decoder.step, first, settings=settings)[0].best
        assert len(theirs.tokens) >= 10
        assert mine.tokens == theirs.tokens
        assert mine.log_prob == pytest.approx(theirs.log_prob, abs=1e-3)


@torch.no_grad()
def test_passages_are_read_alike(
    teller: Storyteller, run: Graphs, pictures: list[Picture]
) -> None:
    decoder, words = teller.models.decoder, teller.models.written
    texts = list(library_scenes()[7].passages.values())[:3]
    ids = [words.encode(tokenise(text)) for text in texts]
    thoughts = thought_of(teller, pictures[0]).expand(3, -1)
    batch = passage_batch(thoughts, ids)
    state = run("begin_story", thoughts=thoughts)
    names = ("hidden", "condition", "topic")
    given = dict(zip(names, state, strict=True))
    (found,) = run("read_story", ids=batch.ids, **given)
    real = torch.arange(found.shape[1]) < batch.lengths[:, None]
    close(found[real], -decoder.surprise(batch), 1e-4)


@torch.no_grad()
def test_sentences_are_judged_alike(teller: Storyteller, run: Graphs) -> None:
    models = teller.models
    critic, table = models.critic, models.decoder.words
    assert critic is not None
    ends = {*models.written.encode([".", "!", "?"])}
    text = library_scenes()[9].passages["thriller"]
    tokens = models.written.encode(tokenise(text))
    told = sentences_of(tokens, ends)
    assert len(told) >= 3
    wanted = torch.tensor(critic.judge(table, told))
    before, sizes = pad([ids[max(0, at - 40) : at] for ids, at in told])
    (after,) = run("read_context", ids=before, lengths=sizes)
    own, lengths = pad([ids[at:] for ids, at in told])
    (odds,) = run("judge", ids=own, lengths=lengths, first=after)
    close(odds, wanted, 1e-4)


def test_the_manifest_names_every_file(parts: Path) -> None:
    manifest = json.loads((parts / MANIFEST).read_text(encoding="utf-8"))
    there = {path.name for path in parts.iterdir()}
    assert there == {*manifest["files"], MANIFEST}
    for name, known in manifest["files"].items():
        assert (parts / name).stat().st_size == known["bytes"]
    for name, graph in manifest["graphs"].items():
        assert graph["file"] == f"{name}.onnx"
        assert set(graph["weights"]) <= there
        assert (parts / graph["file"]).stat().st_size < 150_000
    total = sum(known["bytes"] for known in manifest["files"].values())
    assert total < 32_000_000


def test_weights_are_stored_as_the_models_store_them(parts: Path) -> None:
    onnx = pytest.importorskip("onnx")
    graph = onnx.load(str(parts / "think.onnx"), load_external_data=False)
    whole = {one.name: one for one in graph.graph.initializer}
    table = whole["skip_thoughts.words.weight.int8"]
    assert table.data_type == onnx.TensorProto.INT8
    facts = {entry.key: entry.value for entry in table.external_data}
    raw = (parts / facts["location"]).read_bytes()[int(facts["offset"]) :]
    rows = np.frombuffer(raw, np.int8, 320).reshape(2, 160)
    weights = Storyteller.load().models.thoughts.state_dict()["words.weight"]
    found = F.normalize(torch.tensor(rows).float(), dim=1)
    close(found, F.normalize(weights[:2], dim=1))


def test_without_the_extra_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "onnx":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StorytellerError, match=r"storyteller-lib\[web\]"):
        export_storyteller(tmp_path)


def test_models_of_other_kinds_are_refused() -> None:
    models = Storyteller.load().models
    check_exportable(models)
    models.decoder_words = models.words
    with pytest.raises(StorytellerError, match="one vocabulary"):
        check_exportable(models)


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("selection", {"guidance": 1.5}, "guidance of .* to be 1$"),
        ("selection", {"by_sentence": False}, "by_sentence, among two"),
        ("selection", {"candidates": 1}, "two candidates or more"),
        ("beam", {"shrinking": True}, "shrinking of .* to be False"),
        ("beam", {"unknown_cost": 1e20}, "unknown_cost of .* to be None"),
    ],
)
def test_settings_that_a_page_does_not_know_are_refused(
    name: str, changed: dict[str, Any], said: str
) -> None:
    models = Storyteller.load().models
    told = {**getattr(models, name), **changed}
    with pytest.raises(StorytellerError, match=said) as refused:
        check_exportable(replace(models, **{name: told}))
    assert str(refused.value).count("cannot be exported") == 1
    assert "\n" not in str(refused.value)


def test_captions_that_are_all_written_are_refused() -> None:
    models = replace(Storyteller.load().models, captions_from="attention")
    with pytest.raises(StorytellerError, match='"retrieval" or "both"'):
        check_exportable(models)


def test_a_page_is_told_every_setting_of_its_beam() -> None:
    models = replace(Storyteller.load().models, beam={}, critic=None)
    found = settings_of(models, {})
    assert found["beam"] == BeamSettings().to_dict()
    assert models.selection["prose"] and not found["selection"]["prose"]
