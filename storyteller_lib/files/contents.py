"""The bytes of a file that somebody named, or one sentence on why not.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storyteller_lib.config import StorytellerError


@dataclass(frozen=True)
class Wanted:
    """What kind of file is asked for, in the words of its refusals.

    Attributes:
        what: text or picture.
        most: bytes of it.
        instead_of_folder: what to name.
        if_larger: what to do.
        streams: whether it may come through a pipe; from a device, which
            may be endless, never.

    Chapter: book/02_pictures_captions_books
    """

    what: str
    most: int
    instead_of_folder: str
    if_larger: str
    streams: bool = False

    def read(self, path: Path) -> bytes:
        """The bytes of a file.

        Raises:
            StorytellerError: if it is a folder or no file, too large, or
                cannot be read.
        """
        try:
            if path.is_dir():
                raise StorytellerError(
                    f"{path} is a folder: {self.instead_of_folder}"
                )
            if path.is_file():
                if path.stat().st_size > self.most:
                    raise StorytellerError(
                        f"{path} is larger than {self.most // 10**6} MB: "
                        f"{self.if_larger}"
                    )
            elif path.exists() and not self.streams:
                raise self._no_file(path, "not a file")
            elif path.is_char_device() or path.is_block_device():
                raise self._no_file(path, "a device")
            return path.read_bytes()
        except StorytellerError:
            raise
        except (OSError, ValueError) as error:  # ValueError: a null character
            reason = getattr(error, "strerror", None) or str(error)
            raise StorytellerError(
                f"cannot read the {self.what} {path}: {reason}"
            ) from None

    def _no_file(self, path: Path, but: str) -> StorytellerError:
        return StorytellerError(f"{path} is {but}: name a {self.what} file")
