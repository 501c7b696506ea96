"""The pocket world: a dozen drawn pictures in the real world's clothes.

Pictures, captions and passages are the storybook world's; the files are
those of the real one, in the compact layout or as published. So whatever
reads real data runs on every machine, with nothing to download.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import io
import json
import random
import tarfile
from collections.abc import Iterable, Mapping
from itertools import count, islice
from pathlib import Path

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer

from storyteller_lib.config import cache_folder
from storyteller_lib.data.cache import source_hash
from storyteller_lib.data.pocket.sentences import write_sentence_sets
from storyteller_lib.data.pocket.vist import write_vist
from storyteller_lib.data.real.book_parts import PARTS, part_of
from storyteller_lib.data.real.novels import FOLDERS, split_of
from storyteller_lib.data.real.photographs import FLICKR_LISTS
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.storybook import drawing
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.storybook.passages import passage
from storyteller_lib.data.storybook.scene import Scene, scenes
from storyteller_lib.data.world import GENRES, SPLITS

SIZES = {"train": 8, "val": 2, "test": 2}
CHAPTERS, PARAGRAPHS, DIM = 2, 6, 16


class PocketWorld(RealWorld):
    """The real world's readers on files that were made by code.

    Args:
        folder: where the files are, or are written when there are none; by
            default in the cache.

    Chapter: book/02_pictures_captions_books
    """

    name = "pocket"

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            version = source_hash(Path(__file__).parents[1])
            folder = cache_folder() / f"pocket-{version}"
        if not (folder / "vectors" / "word2vec.bin").exists():
            write_pocket(folder)
        super().__init__(folder)


def write_pocket(
    folder: Path, published: bool = False, coco_year: str = "2017"
) -> None:
    """Write the pocket world's files.

    Args:
        folder: made if it is not there.
        published: in the layouts in which others publish such data
            (Flickr8k's, COCO's and VIST's files, folders of texts) instead
            of the compact one (JSON lines, tars).
        coco_year: whose layout COCO has then: 2017 or 2014.

    Chapter: book/02_pictures_captions_books
    """
    items = {split: _pictures(split) for split in SPLITS}
    novels = {genre: _novels(genre) for genre in GENRES}
    if published:
        _write_flickr_lists(folder / "flickr8k", items)
        _write_coco(folder / "coco", items, coco_year)
        for genre, books in novels.items():
            _write_folder(folder / "novels" / genre, books)
    else:
        _write_flickr_tars(folder / "flickr8k", items)
        for genre, books in novels.items():
            name = FOLDERS.get(genre, (genre,))[-1]
            path = folder / "novels" / f"{name}.tar.xz"
            _write_tar(path, books, "w:xz")
    write_vist(folder / "vist", published)
    lines = [c for split in items.values() for _, five in split for c in five]
    (folder / "flickr30k_captions").mkdir(exist_ok=True)
    _write_text(folder / "flickr30k_captions/captions_train.txt", lines)
    texts = [t.decode() for books in novels.values() for t in books.values()]
    write_sentence_sets(folder / "sentence_eval")
    _write_vectors(folder / "vectors", lines + texts)


def _pictures(split: str) -> list[tuple[bytes, list[str]]]:
    """JPEGs and their captions."""
    rng = random.Random(f"pocket-{split}")
    return [
        (_jpeg(scene), [caption.text for caption in captions(scene, rng)])
        for scene in islice(scenes(split), SIZES[split])
    ]


def _jpeg(scene: Scene) -> bytes:
    file = io.BytesIO()
    drawing.draw(scene).picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def _novels(genre: str) -> dict[str, bytes]:
    """A book for each split, and one for each part that has none yet.

    Their names are such that the hash of names sends them there.
    """
    books: dict[str, bytes] = {}
    for key, place in [(split_of, split) for split in SPLITS] + [
        (part_of, part) for part in PARTS
    ]:
        if place in map(key, books):
            continue
        name = next(
            name
            for name in (f"{genre}-{number}.txt" for number in count())
            if key(name) == place
        )
        books[name] = _book(genre, split_of(name), name).encode()
    return books


def _book(genre: str, split: str, name: str) -> str:
    rng = random.Random(f"pocket-{name}")
    stories = scenes(split, rng.randrange(1_000))
    blocks = []
    for number in range(1, CHAPTERS + 1):
        blocks.append(f"# CHAPTER {number}")
        for scene in islice(stories, PARAGRAPHS):
            blocks.append(" ".join(passage(scene, genre, rng)))
    return "\n\n".join(blocks) + "\n"


def _name(split: str, number: int) -> str:
    return f"pocket_{split}_{number:02}.jpg"


def _write_flickr_tars(
    folder: Path, items: Mapping[str, list[tuple[bytes, list[str]]]]
) -> None:
    records = []
    for split, pictures in items.items():
        named = {_name(split, i): jpeg for i, (jpeg, _) in enumerate(pictures)}
        _write_tar(folder / f"{split}.tar", named, "w")
        for name, (_, five) in zip(named, pictures, strict=True):
            record = {"file": name, "split": split, "captions": five}
            records.append(json.dumps(record))
    _write_text(folder / "captions.jsonl", records)


def _write_flickr_lists(
    folder: Path, items: Mapping[str, list[tuple[bytes, list[str]]]]
) -> None:
    tokens = []
    for split, pictures in items.items():
        named = {_name(split, i): jpeg for i, (jpeg, _) in enumerate(pictures)}
        _write_folder(folder / "Flicker8k_Dataset", named)
        listed = f"Flickr_8k.{FLICKR_LISTS[split]}Images.txt"
        _write_text(folder / listed, named)
        for name, (_, five) in zip(named, pictures, strict=True):
            tokens += [f"{name}#{i}\t{text}" for i, text in enumerate(five)]
    _write_text(folder / "Flickr8k.token.txt", tokens)


def _write_coco(
    folder: Path,
    items: Mapping[str, list[tuple[bytes, list[str]]]],
    year: str,
) -> None:
    for split in ("train", "val"):
        name = f"{split}{year}"
        prefix = f"COCO_{name}_" if year == "2014" else ""
        pictures = dict(enumerate(items[split], start=1))
        named = {
            f"{prefix}{i:012}.jpg": jpeg for i, (jpeg, _) in pictures.items()
        }
        _write_folder(folder / name, named)
        images = [
            {"id": i, "file_name": name}
            for i, name in zip(pictures, named, strict=True)
        ]
        notes = [
            {"image_id": i, "caption": text}
            for i, (_, five) in pictures.items()
            for text in five
        ]
        whole = json.dumps({"images": images, "annotations": notes})
        path = folder / "annotations" / f"captions_{name}.json"
        _write_text(path, [whole])


def _write_vectors(folder: Path, texts: list[str]) -> None:
    """Vectors by latent semantic analysis, as GloVe and word2vec files."""
    from gensim.models import KeyedVectors  # slow to import

    counter = CountVectorizer(token_pattern=r"[a-z']+")
    counts = counter.fit_transform(texts)
    words = counter.get_feature_names_out().tolist()
    vectors = TruncatedSVD(DIM, random_state=0).fit_transform(counts.T)
    vectors = vectors.astype(np.float32).round(4)
    rows = zip(words, vectors.tolist(), strict=True)
    lines = [" ".join([w, *(f"{x:.4f}" for x in row)]) for w, row in rows]
    _write_text(folder / "glove.txt", lines)
    keyed = KeyedVectors(DIM)
    keyed.add_vectors(words, vectors)
    keyed.save_word2vec_format(str(folder / "word2vec.bin"), binary=True)


def _write_text(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _write_tar(path: Path, files: Mapping[str, bytes], mode: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
