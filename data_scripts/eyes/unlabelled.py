"""Captions of our own grammar for photographs that nobody captioned.

What is on an unlabelled photograph is told by the folder it came from and,
where it is sure, by the teacher's class. Captions of our bank that name it
then stand in for people's, so that the embedding learns cats, cups of coffee
and temples beside Flickr8k's dogs and children.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch

from data_scripts.eyes.probe import names_in
from data_scripts.eyes.targets import TARS, prepare
from data_scripts.eyes.teachers import MobileNetEdgeTPU, load_teacher
from storyteller_lib.config import device
from storyteller_lib.data.photo_captions.bank import bank
from storyteller_lib.data.photo_captions.concepts import content_words

SURE = 0.4
"""The teacher's probability from which its class is believed."""

CAPTIONS, PLAINEST = 5, 40
"""Each photograph gets 5 captions of the 40 that say least beside it."""

FOLDERS = {
    "voc_train": "train",
    "voc_car": "car",
    "voc_cat": "cat",
    "voc_bus": "bus",
    "voc_person": "person",
    "food_uec256": "food",
    "landscape_road": "road",
    "landscape_city": "city",
    "landscape_ocean": "sea",
    "landscape_mountain": "mountain",
    "landscape_lake": "lake",
    "landscape_forest": "forest",
    "landscape_field": "field",
    "house_kitchen": "kitchen",
    "house_bedroom": "bedroom",
    "house_bathroom": "bathroom",
    "house_frontal": "house",
    "room_messy": "room",
    "room_clean": "room",
    "weather_rain": "rain",
    "weather_cloudy": "cloud",
    "weather_sunrise": "sunset",
    "corel_mountains": "mountain",
    "corel_buses": "bus",
    "corel_buildings": "building",
    "corel_beach": "beach",
    "corel_food": "food",
    "corel_elephants": "elephant",
    "corel_horses": "horse",
    "corel_flowers": "flower",
    "urban100": "building",
    "street_pedestrians": "street",
    "egocentric_kitchen": "kitchen",
    "sports_car": "car",
    "street_driving": "street",
    "butterfly": "butterfly",
    "webcam_night": "night",
    "caltech_airplanes": "airplane",
    "caltech_sunflower": "flower",
    "caltech_water_lilly": "flower",
}
"""Folders whose photographs all show one thing."""

RANGES = (
    (0, 6, "fish"),
    (7, 24, "bird"),
    (52, 68, "snake"),
    (80, 100, "bird"),
    (127, 146, "bird"),
    (151, 268, "dog"),
    (281, 285, "cat"),
    (322, 326, "butterfly"),
    (365, 382, "monkey"),
)
"""Runs of ImageNet's classes that are kinds of one thing."""

CLASSES = {
    "espresso": "coffee",
    "cup": "cup",
    "coffee mug": "coffee",
    "eggnog": "coffee",
    "palace": "temple",
    "monastery": "temple",
    "stupa": "temple",
    "missile": "rocket",
    "projectile": "rocket",
    "space shuttle": "rocket",
    "lakeside": "lake",
    "seashore": "beach",
    "sandbar": "beach",
    "alp": "mountain",
    "convertible": "car",
    "sports car": "car",
    "minivan": "car",
    "pickup": "truck",
    "limousine": "car",
    "catamaran": "sailboat",
    "schooner": "sailboat",
    "container ship": "ship",
    "moped": "motorcycle",
    "bullet train": "train",
    "electric locomotive": "train",
    "steam locomotive": "train",
    "passenger car": "train",
    "four-poster": "bed",
    "studio couch": "couch",
    "daisy": "flower",
    "cliff dwelling": "cliff",
    "king penguin": "penguin",
}
"""Classes whose name alone would mislead."""


def head_concept(number: int, name: str) -> str | None:
    """The concept that an ImageNet class is a kind of, if we know it."""
    for first, last, concept in RANGES:
        if first <= number <= last:
            return concept
    if name in CLASSES:
        return CLASSES[name]
    found = content_words(name)
    return found[-1] if found else None


def seen_by_teacher(
    teacher: MobileNetEdgeTPU, pooled: np.ndarray, weights: Path
) -> list[str | None]:
    """What the teacher is sure to see in each photograph, from features."""
    names = json.loads((weights / "imagenet_classes.json").read_text())
    with torch.inference_mode():
        features = torch.from_numpy(pooled.astype(np.float32)).to(device())
        logits = teacher.classifier(features)
        chances, classes = logits.softmax(dim=1).max(dim=1)
    return [
        head_concept(number, names["names"][number]) if sure > SURE else None
        for number, sure in zip(
            classes.tolist(), chances.tolist(), strict=True
        )
    ]


def captions_of_unlabelled(data: Path, teacher: Path) -> dict[str, list[str]]:
    """Captions for each unlabelled photograph about which one is sure.

    Args:
        data: the folder of gathered data.
        teacher: the folder in which is kept what the teacher sees; it is
            made if it is not there.
    """
    folder = data / "photos_unlabelled"
    names = names_in(folder / "photos.tar")
    eyes = load_teacher(data / "weights").to(device())
    targets = prepare(eyes, [data / tar for tar in TARS], teacher)
    pooled = targets.pooled[-len(names) :]
    seen = seen_by_teacher(eyes, pooled, data / "weights")
    lines = (folder / "photos.tsv").read_text().splitlines()[1:]
    labels = {row[0]: row[3] for row in (s.split("\t") for s in lines)}
    index = _index(bank(32_000, seed=1))
    rng = random.Random(0)
    found = {}
    for name, concept in zip(names, seen, strict=True):
        wanted = {FOLDERS.get(labels[name]), concept} - {None}
        if captions := _best(index, sorted(map(str, wanted)), rng):
            found[name] = captions
    return found


def _index(captions: Iterable[str]) -> dict[str, list[str]]:
    """The captions that name each concept."""
    index: dict[str, list[str]] = defaultdict(list)
    for caption in captions:
        for concept in set(content_words(caption)):
            index[concept].append(caption)
    return index


def _best(
    index: dict[str, list[str]], wanted: list[str], rng: random.Random
) -> list[str]:
    """Captions that name what is wanted and as little else as may be."""
    pools = [set(index[concept]) for concept in wanted if concept in index]
    if not pools:
        return []
    together = set.intersection(*pools)
    pool = together if len(together) >= CAPTIONS else pools[-1]
    plain = sorted(pool, key=lambda c: (len(set(content_words(c))), c))
    return rng.sample(plain[:PLAINEST], min(CAPTIONS, len(plain)))
