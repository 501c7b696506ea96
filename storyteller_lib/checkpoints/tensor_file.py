"""One safetensors file, read and written with care.

Written under another name, flushed to the disk and then renamed, a file is
whole or absent, whatever happens. The same tensors and header give the same
bytes. Errors are told in one sentence.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from storyteller_lib.config import StorytellerError


def read_tensors(
    path: Path, tensors: bool = True
) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors of a file, in memory of their own, and its header.

    Raises:
        StorytellerError: if the file is missing or broken.

    Chapter: book/07_training_the_decoder
    """
    try:
        with safe_open(path, framework="pt") as file:
            texts = file.metadata() or {}
            names = file.keys() if tensors else ()
            stored = {name: file.get_tensor(name).clone() for name in names}
        return stored, {key: json.loads(text) for key, text in texts.items()}
    except FileNotFoundError as error:
        raise StorytellerError(
            f"{path} does not exist; train the models or name their folder"
        ) from error
    except (SafetensorError, OSError, RecursionError, ValueError) as error:
        raise StorytellerError(
            f"{path} is not a whole safetensors file ({error}); get the "
            "file again or train the model again"
        ) from error


def write_tensors(
    path: Path, tensors: Mapping[str, Tensor], header: dict[str, Any]
) -> None:
    """Write tensors and a header of JSON values, all of it or nothing.

    Raises:
        StorytellerError: if the disk refuses the file.

    Chapter: book/07_training_the_decoder
    """
    # tensors that share memory, such as tied weights, are stored each
    own = {
        name: part.detach().cpu().clone(memory_format=torch.contiguous_format)
        for name, part in tensors.items()
    }
    texts = {key: json.dumps(value) for key, value in header.items()}
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.writelines(_in_order(save(own, texts)))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, ValueError) as error:  # ValueError: a null character
        reason = getattr(error, "strerror", None) or str(error)
        raise StorytellerError(
            f"{path} could not be written ({reason}); free some "
            "space or choose another folder"
        ) from error
    finally:  # also when stopped by Ctrl-C
        with contextlib.suppress(OSError, ValueError):
            part.unlink(missing_ok=True)


def _in_order(whole: bytes) -> tuple[bytes, memoryview]:
    """A file's header and its tensors: the same content, the same bytes.

    Safetensors shuffles the texts of the header anew each time; here they
    come in the order of their names.
    """
    start = 8 + int.from_bytes(whole[:8], "little")
    header = json.loads(whole[8:start])
    if texts := header.pop("__metadata__", None):
        header = {"__metadata__": dict(sorted(texts.items())), **header}
    compact = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
    text = compact.encode()
    text += b" " * (-len(text) % 8)  # tensors begin at a multiple of 8
    size = len(text).to_bytes(8, "little")
    return size + text, memoryview(whole)[start:]
