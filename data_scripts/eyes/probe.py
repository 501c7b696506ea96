"""How much of a caption does a picture's pooled vector know?

A ridge regression from the pooled vectors of Flickr8k's train
photographs to the words of their captions, judged by finding each of
500 val photographs' captions among all 500. It is quick, has no chance
in it, and serves to compare encoders while they train.

Chapter: book/15_a_teacher_for_the_eyes
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from torch import nn
from tqdm import tqdm

from data_scripts.eyes.targets import crop_boxes, decode, see

HELD_OUT = 500
BATCH = 64


def names_in(path: Path) -> list[str]:
    """The names of a tar's JPEGs, in tar order.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    with tarfile.open(path) as archive:
        names = archive.getnames()
    return [Path(n).name for n in names if n.endswith(".jpg")]


class Probe:
    """Caption retrieval by a linear map of frozen pooled vectors.

    flickr: the folder of Flickr8k; cache: where decoded photographs are.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def __init__(self, flickr: Path, cache: Path) -> None:
        self.train = decode([flickr / "train.tar"], cache / "train.npy")
        self.val = decode([flickr / "val.tar"], cache / "val.npy")
        self.val = self.val[:HELD_OUT]
        captions = {}
        with (flickr / "captions.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                captions[record["file"]] = " ".join(record["captions"])
        texts = [
            [captions[n] for n in names_in(flickr / f"{split}.tar")]
            for split in ("train", "val")
        ]
        words = TfidfVectorizer(
            stop_words="english", max_features=1500, sublinear_tf=True
        )
        self.train_words = words.fit_transform(texts[0]).toarray()
        self.val_words = words.transform(texts[1][:HELD_OUT]).toarray()

    def judge(
        self,
        train: Float[np.ndarray, "photographs features"],
        val: Float[np.ndarray, "held_out features"],
    ) -> dict[str, float]:
        """Recalls at 1 and 10 in percent, and the median rank."""
        mean, spread = train.mean(0), train.std() + 1e-6
        ridge = Ridge(alpha=100.0)
        ridge.fit((train - mean) / spread, self.train_words)
        guess = ridge.predict((val - mean) / spread)
        guess = guess - guess.mean(0)
        guess /= np.linalg.norm(guess, axis=1, keepdims=True)
        words = self.val_words - self.train_words.mean(0)
        words /= np.linalg.norm(words, axis=1, keepdims=True)
        scores = guess @ words.T
        ranks = (scores > scores.diagonal()[:, None]).sum(1)
        return {
            "R@1": 100 * float((ranks < 1).mean()),
            "R@10": 100 * float((ranks < 10).mean()),
            "median rank": float(np.median(ranks)) + 1,
        }

    def features(
        self, encoder: nn.Module, photographs: np.ndarray
    ) -> np.ndarray:
        """Pooled vectors of photographs seen whole, (count, features)."""
        parts = []
        encoder.eval()
        place = next(encoder.parameters()).device
        starts = range(0, len(photographs), BATCH)
        for i in tqdm(starts, desc="probe", leave=False):
            some = photographs[i : i + BATCH]
            pictures = see(some, crop_boxes(len(some), 0), place=place)
            pictures = pictures.to(memory_format=torch.channels_last)
            with (
                torch.inference_mode(),
                torch.autocast(place.type, torch.bfloat16),
            ):
                parts.append(encoder(pictures).float().cpu().numpy())
        return np.concatenate(parts)

    def of(self, encoder: nn.Module) -> dict[str, float]:
        """Judge a module that turns pictures into pooled vectors."""
        return self.judge(
            self.features(encoder, self.train),
            self.features(encoder, self.val),
        )


class Pooled(nn.Module):
    """Only the pooled vector of a teacher's grid or of an encoder.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, pictures: Float[torch.Tensor, "batch 3 h w"]
    ) -> Float[torch.Tensor, "batch features"]:
        """The encoder's pooled vectors, or the mean of its grid."""
        seen = self.encoder(pictures)
        if isinstance(seen, torch.Tensor):
            return seen.mean((2, 3))
        return seen.pooled
