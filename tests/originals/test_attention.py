"""Show, attend and tell against the numbers of its released code."""

from __future__ import annotations

import json
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.attention_captioner.batches import (
    CaptionBatch,
    caption_batch,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import Hypothesis, beam_search
from storyteller_lib.originals.adam import OriginalAdam
from storyteller_lib.originals.files.arrays import read_arrays
from storyteller_lib.originals.files.pickles import load_pickle
from storyteller_lib.originals.models.attention import (
    BEAM,
    fill_captioner,
    read_captioner,
)
from storyteller_lib.originals.models.story_decoder import (
    in_order_of_finishing,
)
from storyteller_lib.originals.models.weights import Weights
from storyteller_lib.text import EOS, Vocabulary
from tests.helpers.oracles import needed, oracles

CLOSE = {"rtol": 1e-5, "atol": 1e-6}
NO_GRADIENT = "attention.score.bias"
"""The softmax does not see it (their decoder_c_tt): its updates are noise."""


class Original(NamedTuple):
    folder: Path
    captioner: AttentionCaptioner
    words: Vocabulary
    options: dict[str, Any]
    forward: dict[str, np.ndarray]

    @property
    def batch(self) -> CaptionBatch:
        lengths = self.forward["mask"].sum(axis=0)
        return CaptionBatch(
            torch.from_numpy(self.forward["ctx"]),
            torch.from_numpy(self.forward["x"].T.copy()),
            torch.from_numpy(lengths).long(),
        )

    def told(self, name: str) -> Any:
        path = needed(self.folder / name)
        return json.loads(path.read_text(encoding="utf-8"))

    def search(self, image: int, **settings: Any) -> list[Hypothesis]:
        state = self.captioner.start(self.batch.annotations[image : image + 1])
        chosen = replace(BEAM, **settings)
        (result,) = beam_search(self.captioner.step, state, settings=chosen)
        return list(result.hypotheses)


def read(folder: Path) -> tuple[AttentionCaptioner, Vocabulary]:
    return read_captioner(folder / "model.npz", folder / "dictionary.pkl")


@pytest.fixture(params=oracles("attention/*"))
def original(request: pytest.FixtureRequest) -> Original:
    path = needed(request.param)
    folder = path if path.is_dir() else path.parent
    captioner, words = read(folder)
    options = load_pickle(folder / "model.npz.pkl")
    forward = dict(np.load(needed(folder / "forward.npz")))
    return Original(folder, captioner, words, options, forward)


def time_first(values: torch.Tensor) -> np.ndarray:
    return values.detach().transpose(0, 1).numpy()


def sequence(found: Hypothesis) -> list[int]:
    return [*found.tokens, *([EOS] if found.finished else [])]


def test_the_captions_are_the_ids(original: Original) -> None:
    _, ids, lengths = original.batch
    numbers = load_pickle(original.folder / "dictionary.pkl")
    for text, row, length in zip(
        original.told("captions.json"), ids, lengths, strict=True
    ):
        words = text.split()
        written = original.words.encode(words)
        assert [*written, EOS] == row[:length].tolist()
        known = [w for w in words if numbers[w] < len(original.words)]
        assert [original.words.words[numbers[w]] for w in known] == known


def test_attention_selector_and_probabilities(original: Original) -> None:
    words, look = original.captioner.read(original.batch)
    logits = original.captioner.logits(words, look.hidden, look.context)
    expected = original.forward
    np.testing.assert_allclose(
        time_first(look.weights), expected["alphas"], **CLOSE
    )
    np.testing.assert_allclose(
        time_first(logits.softmax(dim=2)), expected["probs"], **CLOSE
    )
    assert ("selector" in expected) == original.options["selector"]
    gates = expected.get("selector", np.ones_like(expected["mask"]))
    np.testing.assert_allclose(time_first(look.gates), gates, **CLOSE)


def test_costs_of_captions(original: Original) -> None:
    batch = original.batch
    costs = original.captioner.surprise(batch).detach()
    sums = [c.sum().item() for c in costs.split(batch.lengths.tolist())]
    np.testing.assert_allclose(sums, original.forward["cost"], rtol=1e-5)


def test_first_states(original: Original) -> None:
    layers = original.captioner.start(original.batch.annotations)["layers"]
    assert len(layers) == original.options["n_layers_lstm"]
    for number, (hidden, memory) in enumerate(layers):
        for name, mine in (("state", hidden), ("memory", memory)):
            theirs = original.forward[f"init_{name}_{number}_image0"]
            np.testing.assert_allclose(mine[0].detach(), theirs, **CLOSE)


def test_beam_search_finds_the_same_captions(original: Original) -> None:
    for case in original.told("gen_sample.json"):
        found = in_order_of_finishing(
            original.search(
                case["image"],
                width=case["k"],
                n_best=case["k"],
                max_length=case["maxlen"],
            )
        )
        name = f"image {case['image']} k {case['k']} {case['maxlen']}"
        assert [sequence(f) for f in found] == case["samples"], name
        scores = [-f.log_prob for f in found]
        assert scores == pytest.approx(case["scores"], abs=1e-4), name


def test_captions_are_chosen_alike(original: Original) -> None:
    for case in original.told("generate_caps.json"):
        best, *_ = original.search(
            case["image"],
            width=case["k"],
            length_normalisation=float(case["normalize"]),
        )
        assert sequence(best) == case["sequence"], case
        text = " ".join(original.words.decode(best.tokens))
        assert text == case["caption"]


def test_three_updates_cost_the_same(original: Original) -> None:
    expected = original.told("train_cost.json")["total_cost"]
    costs = costs_of_updates(original, len(expected) - 1)
    assert costs == pytest.approx(expected, rel=1e-6, abs=1e-4)


def costs_of_updates(original: Original, updates: int) -> list[float]:
    """Costs before and after each update, without noise."""
    optimizer, costs = OriginalAdam(original.captioner.parameters()), []
    for update in range(updates + 1):
        loss = original.captioner(*original.batch)
        costs.append(loss.item())
        if update < updates:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return costs


@pytest.mark.parametrize(
    "original", oracles("attention/*/params_after_3.npz"), indirect=True
)
def test_parameters_after_three_updates(original: Original) -> None:
    path = original.folder / "params_after_3.npz"
    costs_of_updates(original, 3)
    after, _ = read(original.folder)
    fill_captioner(after, Weights(dict(np.load(path)), path.name))
    expected = after.state_dict()
    for name, mine in original.captioner.state_dict().items():
        if not name.endswith(NO_GRADIENT):
            torch.testing.assert_close(
                mine, expected[name], rtol=1e-5, atol=5e-6, msg=name
            )


def test_maps_lie_beside_the_words_of_a_search(original: Original) -> None:
    found = original.search(0, width=3, max_length=8)[0]
    annotations = original.batch.annotations[:1]
    (maps,) = original.captioner.maps(annotations, [found.tokens])
    state, last = original.captioner.start(annotations), -1
    for word, row in zip([*found.tokens, EOS], maps, strict=True):
        _, state = original.captioner.step(torch.tensor([last]), state)
        torch.testing.assert_close(state["weights"][0], row)
        last = word


def change_options(folder: Path, change: dict[str, Any]) -> dict[str, Any]:
    """The options as they are after a change."""
    path = folder / "model.npz.pkl"
    plain = json.loads(json.dumps(load_pickle(path)))
    path.write_bytes(pickle.dumps({**plain, **change}, protocol=2))
    return {**plain, **change}


@pytest.fixture
def copy(original: Original, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    folder = tmp_path / "captioner"
    shutil.copytree(original.folder, folder, copy_function=shutil.copyfile)
    folder.chmod(0o755)
    return folder


def test_zipped_weights_are_enough(original: Original, copy: Path) -> None:
    zipped = np.array(read_arrays(copy / "model.npz"), dtype=object)
    np.savez(copy / "model.npz", zipped_params=zipped, history_errs=[])
    assert list(read_arrays(copy / "model.npz")) == ["history_errs"]
    again, _ = read(copy)
    for name, mine in original.captioner.state_dict().items():
        assert torch.equal(mine, again.state_dict()[name])


def test_a_missing_array_is_named(copy: Path) -> None:
    arrays = read_arrays(copy / "model.npz")
    del arrays["decoder_Wd_att"]
    np.savez(copy / "model.npz", **arrays)
    with pytest.raises(StorytellerError, match="decoder_Wd_att"):
        read(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lstm_encoder": True}, "lstm_encoder"),
        ({"attn_type": "stochastic", "temperature": 2.0}, "temperature"),
        ({"alpha_c": "much"}, "alpha_c"),
    ],
)
def test_what_cannot_be_read_is_refused(
    copy: Path, change: dict[str, Any], said: str
) -> None:
    change_options(copy, change)
    with pytest.raises(StorytellerError, match=said):
        read(copy)


def test_options_of_another_file_are_refused(copy: Path) -> None:
    shutil.copyfile(copy / "dictionary.pkl", copy / "model.npz.pkl")
    with pytest.raises(StorytellerError, match="prev2out"):
        read(copy)


def test_hard_attention_is_read_as_such(copy: Path) -> None:
    change = {"attn_type": "stochastic", "semi_sampling_p": 0.25}
    options = change_options(copy, change)
    captioner, _ = read(copy)
    settings = captioner.settings
    assert (settings.hard, settings.hard_share) == (True, 0.25)
    assert settings.entropy_weight == options["alpha_entropy_c"]
    batch = caption_batch(
        torch.randn(2, 6, settings.channels), [[2, 3, 4], [5]]
    )
    assert captioner.train()(*batch).isfinite()


def test_without_oracles_tests_skip_and_with_a_promise_they_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STORYTELLER_ORACLES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no agreement"):
        needed(tmp_path / "attention")
    monkeypatch.setenv("STORYTELLER_ORACLES", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="STORYTELLER_ORACLES"):
        needed(tmp_path / "attention")
