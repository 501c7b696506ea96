"""NLTK's word tokeniser without the second that importing all of NLTK takes.

NLTK imports every part of itself, and scipy and scikit-learn where it finds
them, before one can have its tokeniser. A story shall not wait for corpora,
parsers and classifiers. So the one module that is wanted is imported as if
NLTK's packages had no code of their own; afterwards NLTK is forgotten, and
whoever imports it next gets the whole.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

__all__ = ["NLTKWordTokenizer"]


@contextmanager
def _bare(package: str, *parts: str) -> Iterator[None]:
    """A package whose own code, and that of these parts, does not run.

    A package that was imported already, or is not there, stays as it is.
    """
    spec = None if package in sys.modules else find_spec(package)
    if spec is None or spec.origin is None:
        yield
        return
    folder = Path(spec.origin).parent
    for name in ("", *parts):
        module = ModuleType(f"{package}.{name}".rstrip("."))
        module.__path__ = [str(folder / name)]
        sys.modules[module.__name__] = module
    try:
        yield
    finally:
        for name in [*sys.modules]:
            if name.partition(".")[0] == package:
                del sys.modules[name]


with _bare("nltk", "tokenize"):
    from nltk.tokenize.destructive import NLTKWordTokenizer
