"""The numbers of the originals' own code, from our modules."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from storyteller_lib.originals.models.skip_thoughts import (
    KINDS,
    read_skip_thoughts,
)
from storyteller_lib.originals.models.story_decoder import read_story_decoder
from storyteller_lib.originals.models.visual_semantic_embedding import (
    median_rank,
    read_embedding,
)
from storyteller_lib.skip_thoughts.combine_skip import CombineSkip
from storyteller_lib.story_decoder import PassageBatch
from storyteller_lib.visual_semantic_embedding.ranking import (
    order_scores,
    ranking_loss,
    ranks,
    recalls,
)
from tests.helpers import oracles
from tests.helpers.oracles import close, told


@pytest.mark.parametrize("tables", [".", "plain_tables"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cut", [True, False])
def test_thoughts(tables: str, kind: str, cut: bool) -> None:
    folder = oracles.folder("skipthoughts")
    info = told(folder / "encode.json")
    wanted = oracles.tensors(folder / "encode.npz")
    in_use = {word for tokens in info["sentences"] for word in tokens}
    encoder, words = read_skip_thoughts(
        folder, kind, in_use if cut else None, folder / tables
    )
    both = isinstance(encoder, CombineSkip)
    parts = encoder.encoders if both else [encoder]
    ids = [words.encode(tokens) for tokens in info["sentences"]]
    uni = len(np.load(folder / "uni_skip.npz")["encoder_bx"])
    half = {
        "uni": slice(uni),
        "bi": slice(uni, None),
        "combine": slice(None),
    }[kind]
    assert info["arrays"].keys() == wanted.keys()
    for name, options in info["arrays"].items():
        for part in parts:
            part.settings = replace(
                part.settings,
                unit_length=options["use_norm"],
                reads_end=options["use_eos"],
            )
        close(encoder.encode_ids(ids), wanted[name][:, half])


@pytest.mark.parametrize("kind", ["plain", "deep"])
def test_decoder_probabilities(kind: str) -> None:
    folder = oracles.folder("decoder", kind)
    decoder, _ = read_story_decoder(
        folder / "romance.npz", folder / "romance_dictionary.pkl"
    )
    thoughts = torch.from_numpy(np.load(folder / "ctx.npy"))
    wanted = oracles.tensors(folder / "teacher_forced.npz")
    state = decoder.start(thoughts)
    close(state["hidden"], wanted["init_state"])
    last = torch.full((len(thoughts),), -1)
    for i, words in enumerate(wanted["x"]):
        log_probs, state = decoder.step(last, state)
        # its README measures log-probabilities with atol 1e-5
        close(log_probs, wanted["log_probs"][i], atol=1e-5)
        close(state["hidden"], wanted["states"][i])
        chosen = log_probs.gather(1, words[:, None])[:, 0]
        close(chosen, wanted["target_log_probs"][i], atol=1e-5)
        last = words


@pytest.mark.parametrize("kind", ["plain", "deep"])
def test_decoder_training_cost(kind: str) -> None:
    folder = oracles.folder("decoder", kind)
    decoder, _ = read_story_decoder(
        folder / "romance.npz", folder / "romance_dictionary.pkl"
    )
    cost = told(folder / "training_cost.json")
    file = oracles.tensors(folder / "teacher_forced.npz")
    ids, lengths = oracles.columns(file, "x", "mask")
    thoughts = torch.from_numpy(np.load(folder / "ctx.npy"))
    batch = PassageBatch(thoughts, ids, lengths, ids)
    with torch.no_grad():
        whole = decoder(*batch).item()
        assert whole == pytest.approx(cost["cost_batch"], rel=1e-6, abs=1e-4)
        for i, wanted in enumerate(cost["cost_each"]):
            one = decoder(*(part[i : i + 1] for part in batch)).item()
            assert one == pytest.approx(wanted, rel=1e-6, abs=1e-4)
        plain = decoder.surprise(batch).sum().item()
    assert plain == pytest.approx(
        cost["sum_target_log_probs"], rel=1e-6, abs=1e-4
    )


def test_depth_is_seen_without_options(tmp_path: Path) -> None:
    folder = oracles.folder("decoder", "deep")
    shutil.copy(folder / "romance.npz", tmp_path)
    shutil.copy(
        folder / "options_without_doutput.pkl", tmp_path / "romance.npz.pkl"
    )
    decoder, _ = read_story_decoder(
        tmp_path / "romance.npz", folder / "romance_dictionary.pkl"
    )
    assert decoder.settings.deep


def test_embedding() -> None:
    folder = oracles.folder("vse")
    path = folder / "coco_embedding.npz"
    embedding, words = read_embedding(path, Path(f"{path}.dictionary.pkl"))
    captions = told(folder / "captions.json")
    for caption in captions:
        ids = words.encode(embedding.tokens(caption["text"]))
        assert [*ids, 0] == caption["ids"]
    wanted = oracles.tensors(folder / "embeddings.npz")
    texts = [caption["text"] for caption in captions]
    close(embedding.embed_texts(texts, words), wanted["sentences"])
    for name, images in oracles.tensors(folder / "images.npz").items():
        close(embedding.embed_images(images), wanted[f"images_{name}"])


@torch.no_grad()
def test_rankings() -> None:
    folder = oracles.folder("vse")
    path = folder / "coco_embedding.npz"
    embedding, words = read_embedding(path, Path(f"{path}.dictionary.pkl"))
    texts = [c["text"] for c in told(folder / "captions.json")]
    sentences = embedding.embed_texts(texts, words)
    wanted = oracles.tensors(folder / "ranks.npz")
    figures = told(folder / "ranking.json")["results"]
    for name, images in oracles.tensors(folder / "images.npz").items():
        each = len(texts) // len(images)
        scores = embedding.embed_images(images) @ sentences.T
        right = [range(each * i, each * (i + 1)) for i in range(len(images))]
        found = {
            "i2t": ranks(scores, right),
            "t2i": ranks(scores.T, [[i // each] for i in range(len(texts))]),
        }
        for way, few in (("i2t", 20), ("t2i", 20 * each)):
            above = (found[way] - 1).tolist()
            assert above == wanted[f"{way}_{name}"].tolist()
            check_figures(found[way], figures[name][way])
            check_figures(found[way][:few], figures[name][f"{way}_npts20"])


def check_figures(found: torch.Tensor, wanted: list[float]) -> None:
    *ours, _ = recalls(found).values()
    assert [100 * x for x in ours] == pytest.approx(wanted[:3], abs=1e-4)
    assert median_rank(found) == wanted[3]


def test_bag_of_words() -> None:
    folder = oracles.folder("vse", "bow")
    path = folder / "bow.npz"
    embedding, words = read_embedding(path, Path(f"{path}.dictionary.pkl"))
    wanted = oracles.tensors(folder / "embeddings.npz")
    texts = [c["text"] for c in told(folder.parent / "captions.json")]
    images = oracles.tensors(folder.parent / "images.npz")["unit"]
    few = len(wanted["sentences"]), len(wanted["images_unit"])
    found = embedding.embed_texts(texts[: few[0]], words)
    close(found, wanted["sentences"])
    found = embedding.embed_images(images[: few[1]])
    close(found, wanted["images_unit"])


def test_ranking_losses() -> None:
    folder = oracles.folder("vsepp_loss")
    file = oracles.tensors(folder / "arrays.npz")
    for case in told(folder / "losses.json"):
        name = case["case"]
        images = file[f"{name}_im"].clone().requires_grad_()
        captions = file[f"{name}_s"].clone().requires_grad_()
        cosine = case["measure"] == "cosine"
        measure = torch.matmul if cosine else order_scores
        scores = measure(images, captions.T if cosine else captions)
        loss = ranking_loss(scores, case["margin"], case["max_violation"])
        assert loss.item() == pytest.approx(case["loss"], rel=1e-5, abs=1e-4)
        if cosine:
            loss.backward()
            kind = "max" if case["max_violation"] else "sum"
            close(images.grad, file[f"{name}_{kind}_grad_im"])
            close(captions.grad, file[f"{name}_{kind}_grad_s"])


def test_unit_length() -> None:
    file = oracles.tensors(oracles.folder("vsepp_loss") / "arrays.npz")
    found = torch.nn.functional.normalize(file["l2norm_in"], dim=1)
    close(found, file["l2norm_out"])
