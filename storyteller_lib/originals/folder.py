"""What a folder of original files holds, told by what is in the files.

Weights are known by the names of their arrays, whatever the files are
called; the rest by the names that the programs of 2015 look for.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.pickles import load_pickle

# Arrays that only one kind of model has, the most telling first.
KINDS = (
    ("captioner", {"decoder_Wc_att"}),
    ("embedding", {"ff_image_W"}),
    ("decoder", {"ff_state_W", "decoder_Ux"}),
    ("bi", {"encoder_r_Ux"}),
    ("uni", {"encoder_Ux"}),
)
CAPTION_STYLE = "caption_style.npy"


@dataclass
class Originals:
    """The files that were found, by what they are.

    Attributes:
        folder: where they lie.
        models: the files of weights by kind: ``uni``, ``bi``, ``decoder``,
            ``embedding``, ``captioner``.
        dictionaries: the dictionary of each kind that has one.
        tables: the folder of the word tables, if they are there.
        captions: the text file of captions.
        caption_style: the mean thought of captions.
        styles: a file for each style's name.
        eyes: the weights of VGG-19.
        passed_over: files of a kind of which another was taken.

    Chapter: book/08_style_shifting
    """

    folder: Path
    models: dict[str, Path] = field(default_factory=dict)
    dictionaries: dict[str, Path] = field(default_factory=dict)
    tables: Path | None = None
    captions: Path | None = None
    caption_style: Path | None = None
    styles: dict[str, Path] = field(default_factory=dict)
    eyes: Path | None = None
    passed_over: list[Path] = field(default_factory=list)

    @property
    def encoder(self) -> str | None:
        """Which skip-thought encoder the files make, if any."""
        kinds = [
            kind
            for kind in ("uni", "bi")
            if kind in self.models and self._table(kind).exists()
        ]
        return "combine" if len(kinds) == 2 else next(iter(kinds), None)

    def _table(self, kind: str) -> Path:
        return (self.tables or self.folder) / f"{kind[0]}table.npy"


def find_originals(folder: Path) -> Originals:
    """Look through a folder, and the folders in it, for original files.

    Raises:
        StorytellerError: if there is no such folder.

    Chapter: book/08_style_shifting
    """
    if not folder.is_dir():
        raise StorytellerError(
            f"{folder} is no folder: name the one with the original files"
        )
    found = Originals(folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda p: (len(p.parts), str(p))):
        _sort_in(found, path)
    for kind in ("decoder", "embedding", "captioner"):
        if kind in found.models:
            dictionary = _dictionary(found.models[kind])
            if dictionary is not None:
                found.dictionaries[kind] = dictionary
    return found


def _sort_in(found: Originals, path: Path) -> None:
    name = path.name
    if path.suffix == ".npz":
        kind = kind_of(path)
        if kind and found.models.setdefault(kind, path) != path:
            found.passed_over.append(path)
    elif name == CAPTION_STYLE:
        found.caption_style = found.caption_style or path
    elif name.endswith("_style.npy"):
        found.styles.setdefault(name.removesuffix("_style.npy"), path)
    elif name in ("utable.npy", "btable.npy"):
        if (path.parent / "dictionary.txt").exists():
            found.tables = found.tables or path.parent
    elif path.suffix == ".txt" and "cap" in name:
        found.captions = found.captions or path
    elif name == "vgg19.pkl":
        found.eyes = found.eyes or path


def kind_of(path: Path) -> str | None:
    """What model a file of weights is, from the names of its arrays.

    Chapter: book/08_style_shifting
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = {n.removesuffix(".npy") for n in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return None
    return next((kind for kind, needs in KINDS if needs <= names), None)


def _dictionary(weights: Path) -> Path | None:
    """The dictionary that belongs to a file of weights."""
    names = [
        f"{weights.name}.dictionary.pkl",
        f"{weights.stem}_dictionary.pkl",
    ]
    options = weights.with_name(f"{weights.name}.pkl")
    if options.exists():
        told = load_pickle(options)
        if isinstance(told, dict) and isinstance(told.get("dictionary"), str):
            names.append(told["dictionary"].replace("\\", "/").split("/")[-1])
    names.append("dictionary.pkl")
    paths = [weights.with_name(name) for name in names if name]
    return next((path for path in paths if path.is_file()), None)
