"""What a parcel's manifest says, read with care. See ``parcels``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyteller_lib.config import StorytellerError

MANIFEST, VERSION = "manifest.json", 1
_NAME = re.compile(r"(?:[A-Za-z0-9_][\w.-]*/){0,6}[A-Za-z0-9_][\w.-]*", re.A)


@dataclass(frozen=True)
class Packed:
    """A file, or a part: its length and its SHA-256.

    ``pieces`` says in which part each piece of a file is, in order.
    """

    size: int
    sha256: str
    pieces: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Parcel:
    """What a manifest says: the parts, and the files of each group."""

    parts: dict[str, Packed]
    groups: dict[str, dict[str, Packed]]

    def parts_of(self, group: str) -> list[str]:
        """The parts that hold a group's files."""
        files = self.groups[group].values()
        return sorted({part for file in files for part, _ in file.pieces})

    def write(self, folder: Path) -> None:
        """Write the manifest."""
        values = {
            "version": VERSION,
            "parts": {k: _plain(v) for k, v in self.parts.items()},
            "groups": {
                group: {k: _plain(v) for k, v in files.items()}
                for group, files in self.groups.items()
            },
        }
        text = json.dumps(values, indent=1) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Parcel:
        """Read a manifest.

        Raises:
            StorytellerError: if it is missing or not as ``write`` wrote it.
        """
        values = read_json(folder / MANIFEST)
        try:
            if values["version"] != VERSION:
                raise ValueError(f"version {values['version']!r}")
            parts = _packed(values["parts"])
            groups = {k: _packed(v) for k, v in values["groups"].items()}
            for files in groups.values():
                for name, file in files.items():
                    _check_file(name, file, parts)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise StorytellerError(
                f"{folder / MANIFEST} is not a parcel's manifest ({error}): "
                "pack it again"
            ) from None
        return cls(parts, groups)


def _plain(file: Packed) -> dict[str, Any]:
    found = {"size": file.size, "sha256": file.sha256}
    return found | ({"pieces": file.pieces} if file.pieces else {})


def _packed(values: Mapping[str, Any]) -> dict[str, Packed]:
    return {
        checked_name(name): Packed(
            _length(value["size"]),
            str(value["sha256"]),
            tuple((str(p), _length(n)) for p, n in value.get("pieces", ())),
        )
        for name, value in values.items()
    }


def _length(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"a length of {value!r}")
    return value


def checked_name(name: str) -> str:
    """The name of a file within a folder, which leads nowhere else.

    Raises:
        ValueError: if it does, or is none.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"a file called {name!r}")
    return name


def _check_file(name: str, file: Packed, parts: dict[str, Packed]) -> None:
    if any(part not in parts for part, _ in file.pieces):
        raise ValueError(f"{name} lies in a part that is not listed")
    if sum(size for _, size in file.pieces) != file.size:
        raise ValueError(f"{name} is not as long as its pieces")


def read_json(path: Path) -> Any:
    """JSON from a file that somebody sent.

    Raises:
        StorytellerError: if there is none.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StorytellerError(f"there is no {path}: carry it too") from None
    except (OSError, ValueError, RecursionError) as error:
        raise StorytellerError(
            f"{path} cannot be read ({error}): carry it again"
        ) from None
