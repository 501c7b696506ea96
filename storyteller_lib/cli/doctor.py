"""The doctor: what is installed, what works, and what to do next.

It never fails: whatever is broken becomes a line of the report.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil
import torch

from storyteller_lib.config import (
    StorytellerError,
    cache_folder,
    data_folder,
    device,
)
from storyteller_lib.storyteller.models.files import (
    SHIPPED,
    load_models,
    models_folder,
)
from storyteller_lib.storyteller.styles.files import own_styles, styles_folder

PACKAGES = (
    "storyteller-lib",
    "torch",
    "torchvision",
    "numpy",
    "pillow",
    "pillow-heif",
    "nltk",
    "safetensors",
    "scikit-learn",
    "gensim",
    "accelerate",
    "matplotlib",
    "jupyterlab",
    "jupyter-book",
)
OPTIONAL = ("torchvision", "pillow-heif", "jupyterlab", "jupyter-book")
"""Wanted only for other image encoders, for telephones' pictures, and for
reading the book.
"""

DATA_PARTS = (
    "flickr8k",
    "flickr30k_captions",
    "coco_captions",
    "coco",
    "coco_mini",
    "novels",
    "vectors",
    "vist",
    "photos_unlabelled",
)
LITTLE_MEMORY = 1.0
"""Gigabytes that a story takes, loading included."""


def examine() -> dict[str, Any]:
    """All that the doctor finds, as plain values.

    Chapter: book/02_pictures_captions_books
    """
    found = {
        "system": _system(),
        "packages": {name: _version(name) for name in PACKAGES},
        "models": {name: _models(name) for name in SHIPPED},
        "styles": _folder(styles_folder, lambda p: sorted(own_styles())),
        "data": _folder(data_folder, _data_parts),
        "cache": _folder(cache_folder, _size),
    }
    return {**found, "next": advice(found)}


def _system() -> dict[str, Any]:
    memory = psutil.virtual_memory()
    place = device()
    gpu = place.type == "cuda"
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "device": torch.cuda.get_device_name() if gpu else place.type,
        "threads": torch.get_num_threads(),
        "memory_gb": round(memory.total / 2**30, 1),
        "memory_free_gb": round(memory.available / 2**30, 1),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _models(name: str) -> dict[str, Any]:
    """Where models are, and whether they can be loaded."""
    begun = time.perf_counter()
    try:
        folder = models_folder(name)
        models = load_models(name)
    except StorytellerError as error:
        return {"works": False, "problem": str(error)}
    return {
        "works": True,
        "folder": str(folder),
        "mb": _size(folder),
        "seconds": round(time.perf_counter() - begun, 2),
        "captions": len(models.bank),
        "words": len(models.words),
        "styles": sorted(models.styles),
    }


def _folder(
    find: Callable[[], Path | None], look: Callable[[Path], Any]
) -> dict[str, Any]:
    """A folder and what is in it; or why it cannot be used."""
    try:
        folder = find()
        if folder is None:
            return {"folder": None, "found": None}
        return {"folder": str(folder), "found": look(folder)}
    except (StorytellerError, OSError) as error:
        return {"folder": None, "found": None, "problem": str(error)}


def _data_parts(folder: Path) -> list[str]:
    return [name for name in DATA_PARTS if (folder / name).exists()]


def _size(folder: Path) -> float:
    """Megabytes of all files under a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return round(sum(path.stat().st_size for path in files) / 1e6, 1)


def advice(found: dict[str, Any]) -> list[str]:
    """What to do next, the most urgent first.

    Chapter: book/02_pictures_captions_books
    """
    lines = [
        f"Install the package again: {name} is missing."
        for name, number in found["packages"].items()
        if number is None and name not in OPTIONAL
    ]
    lines += [
        f"Install the package again: the models {name} do not load."
        for name, models in found["models"].items()
        if not models["works"]
    ]
    lines += [
        f"Mend the {part} folder: {found[part]['problem']}."
        for part in ("styles", "data", "cache")
        if "problem" in found[part]
    ]
    if found["system"]["memory_free_gb"] < LITTLE_MEMORY:
        lines.append("Close some programs: less than 1 GB of memory is free.")
    if lines:
        return lines
    lines = ["All is well. Try: storyteller story PICTURE --style thriller"]
    if found["packages"]["jupyterlab"] is None:
        lines.append("For the book: pip install 'storyteller-lib[book,heic]'")
    elif found["packages"]["pillow-heif"] is None:
        lines.append(
            "For HEIC pictures, as telephones make: pip install "
            "'storyteller-lib[heic]'"
        )
    if found["data"]["folder"] is None:
        lines.append(
            "Only for training on real photographs and novels: gather data "
            "(storyteller data list) and set STORYTELLER_DATA."
        )
    return lines


def report(found: dict[str, Any]) -> str:
    """The findings as people read them.

    Chapter: book/02_pictures_captions_books
    """
    system = found["system"]
    lines = [
        f"Python {system['python']} on {system['platform']}",
        f"Device {system['device']}, {system['threads']} threads, "
        f"{system['memory_free_gb']} of {system['memory_gb']} GB memory free",
        "",
    ]
    for name, number in found["packages"].items():
        lines.append(f"{'ok' if number else '--'}  {name} {number or ''}")
    lines.append("")
    lines += [_models_line(*item) for item in found["models"].items()]
    data, cache, styles = found["data"], found["cache"], found["styles"]
    lines += [
        f"Own styles: {', '.join(styles['found'] or []) or 'none'} "
        f"({styles['folder']})",
        f"Data: {', '.join(data['found'] or []) or 'none'}"
        + (f" ({data['folder']})" if data["folder"] else ""),
        f"Cache: {cache['found']} MB ({cache['folder']})",
        "",
        *found["next"],
    ]
    return "\n".join(line.rstrip() for line in lines)


def _models_line(name: str, models: dict[str, Any]) -> str:
    if not models["works"]:
        return f"--  models {name}: {models['problem']}"
    return (
        f"ok  models {name}: {models['mb']} MB, loaded in "
        f"{models['seconds']} s, {models['captions']:,} captions, "
        f"{models['words']:,} words, styles {', '.join(models['styles'])}"
    )
