"""Train the course models elsewhere: pack, carry, train, bring back.

At home, where the data are and the stage ``text`` is done:

    STORYTELLER_DATA=... \\
        python -m data_scripts.elsewhere.travel pack --out travel

writes ``travel/manifest.json`` and parts of 60 MB at most, in three groups:

    text          for the stages thoughts, encode, language and decoder
    features      for the stage embedding
    photographs   for the stage image-encoder, and for attention captions

Elsewhere, with this repository, its Python packages, the manifest and the
parts of one group or more, and neither data nor network:

    python -m data_scripts.elsewhere.travel unpack travel --runs runs/course
    python -m data_scripts.course.train --minutes 10 thoughts encode
    python -m data_scripts.elsewhere.travel gather --out back

The second command stops after ten minutes with a checkpoint and goes on when
it is given again. ``gather`` writes the weights that were trained there as
float16, each file under 16 MiB (``--only STAGE`` those of one stage); with
``--checkpoint STAGE`` also, in pieces, what that stage needs to go on from on
another machine (there: ``unpack back/checkpoint``). Back at home,

    python -m data_scripts.elsewhere.travel bring back

checks them and puts them into ``runs/course``, where the stage
``pack`` of ``course.train`` finds them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from data_scripts.course import embedding as course_embedding
from data_scripts.elsewhere.manifests import Parcel
from data_scripts.elsewhere.parcels import (
    LIMIT,
    Sources,
    pack,
    sha256_of,
    unpack,
)
from data_scripts.elsewhere.pausing import CARRIED, data_of
from data_scripts.elsewhere.weights import UNPACKED, bring, gather
from storyteller_lib.config import StorytellerError

RUNS = Path("runs/course")
TEXT = (
    "passages.npz",
    "pseudo_captions.npz",
    "captions.npz",
    "novels.npz",
    "language.npz",
    "genres.npy",
    "language_genres.npy",
    "words.txt",
)
DATA = (
    "flickr8k/captions.jsonl",
    "flickr8k/train.tar",
    "flickr8k/val.tar",
    "photos_unlabelled/photos.tar",
    "weights/mobilenet_edgetpu_1.0_fp16.safetensors",
)
THOUGHTS = "thoughts/skip_thoughts.safetensors"
LANGUAGE = "language/story_decoder.safetensors"
STAGES = ("image_encoder", "thoughts", "embedding", "language", "decoder")
CHECKPOINT, PIECE = "checkpoint", 15 << 20


def text_files(runs: Path) -> Sources:
    """Ids of novels, passages and captions; what is trained of them so far.

    Raises:
        StorytellerError: if the stage text is not done.
    """
    names = [f"text/{name}" for name in TEXT]
    _need(runs, names, "run the stage text first")
    done = [name for name in (THOUGHTS, LANGUAGE) if (runs / name).is_file()]
    return {name: runs / name for name in (*names, *done)}


def feature_files(runs: Path) -> Sources:
    """Pooled features and captions of photographs; words to begin with.

    Raises:
        StorytellerError: if the stages before the embedding are not done.
    """
    names = ["text/words.txt", THOUGHTS]
    _need(runs, names, "run the stages text and thoughts first")
    if not (runs / "features.safetensors").is_file():
        before = ["teacher/photographs.npy"]
        before += ["image_encoder/image_encoder.safetensors"]
        _need(runs, before, "run the stage image-encoder first")
        course_embedding.kept_features(runs)
    course_embedding.kept_captions(runs)
    names += ["features.safetensors", "embedding_captions.json"]
    return {name: runs / name for name in names}


def photograph_files(runs: Path) -> Sources:
    """Photographs as they are kept, 160 pixels high, and the teacher.

    What the teacher sees in them is not packed: it looks at every crop anew.

    Raises:
        StorytellerError: if the data are not here.
    """
    data = data_of(runs)
    _need(data, DATA, "get the data first")
    return {f"{CARRIED}/{name}": data / name for name in DATA}


GROUPS = {
    "text": text_files,
    "features": feature_files,
    "photographs": photograph_files,
}


def checkpoint_files(runs: Path, stage: str) -> Sources:
    """The newest checkpoint of a stage.

    Raises:
        StorytellerError: if it has none.
    """
    found = sorted((runs / stage).glob("step-*.safetensors"))
    if not found:
        raise StorytellerError(f"there is no checkpoint in {runs / stage}")
    return {f"{stage}/{found[-1].name}": found[-1]}


def _need(folder: Path, names: list[str] | tuple[str, ...], do: str) -> None:
    for name in names:
        if not (folder / name).is_file():
            raise StorytellerError(f"there is no {folder / name}: {do}")


def pack_all(
    runs: Path,
    folder: Path,
    wanted: list[str],
    checkpoint: str | None = None,
    limit: int = LIMIT,
) -> None:
    """Pack some groups, and a checkpoint if one is named; list the parts."""
    groups = {name: GROUPS[name](runs) for name in wanted}
    if checkpoint:
        groups[CHECKPOINT] = checkpoint_files(runs, checkpoint)
    parcel = pack(groups, folder, limit)
    for name, part in parcel.parts.items():
        print(f"{part.size / 1e6:7.2f} MB  {part.sha256[:16]}  {name}")
    for group in wanted:
        print(f"{group}: {', '.join(parcel.parts_of(group))}")


def unpack_all(folder: Path, runs: Path) -> None:
    """Unpack every group of which all parts are there.

    Raises:
        StorytellerError: if there is none, or one is damaged.
    """
    parcel = Parcel.read(folder)
    missing = {
        group: [
            part
            for part in parcel.parts_of(group)
            if not (folder / part).is_file()
        ]
        for group in parcel.groups
    }
    whole = [group for group, parts in missing.items() if not parts]
    if not whole:
        lacking = "; ".join(f"{g} lacks {m[0]}" for g, m in missing.items())
        raise StorytellerError(f"no group in {folder} is whole: {lacking}")
    unpack(parcel, folder, whole, runs)
    known = {n: f.sha256 for g in whole for n, f in parcel.groups[g].items()}
    noted = runs / UNPACKED
    if noted.is_file():
        known = json.loads(noted.read_text(encoding="utf-8")) | known
    noted.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    for group, parts in missing.items():
        lacks = f" is not here: it lacks {', '.join(parts)}"
        print(group + (lacks if parts else f" is in {runs}"))


def gather_all(
    runs: Path,
    folder: Path,
    checkpoint: str | None = None,
    only: Sequence[str] = (),
) -> None:
    """Gather weights, and a checkpoint if one is named; list the files."""
    files = gather(runs, folder, only)
    if checkpoint:
        found = {CHECKPOINT: checkpoint_files(runs, checkpoint)}
        pack(found, folder / CHECKPOINT, PIECE)
        files += sorted((folder / CHECKPOINT).iterdir())
    for path in files:
        size = path.stat().st_size / 1e6
        print(f"{size:7.2f} MB  {sha256_of(path)[:16]}  {path}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("pack", "unpack", "gather", "bring"):
        command = commands.add_parser(name)
        command.add_argument("--runs", type=Path, default=RUNS)
        if name in ("unpack", "bring"):
            command.add_argument("folder", type=Path)
            continue
        command.add_argument("--out", type=Path, required=True)
        command.add_argument("--checkpoint", choices=STAGES)
        parts = list(GROUPS) if name == "pack" else STAGES
        command.add_argument("--only", nargs="+", choices=parts, default=())
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line asks for."""
    chosen = _options().parse_args(arguments)
    try:
        if chosen.command == "pack":
            wanted = chosen.only or list(GROUPS)
            pack_all(chosen.runs, chosen.out, wanted, chosen.checkpoint)
        elif chosen.command == "unpack":
            unpack_all(chosen.folder, chosen.runs)
        elif chosen.command == "gather":
            checkpoint, only = chosen.checkpoint, chosen.only
            gather_all(chosen.runs, chosen.out, checkpoint, only)
        else:
            for note in bring(chosen.folder, chosen.runs):
                print(note)
    except StorytellerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
