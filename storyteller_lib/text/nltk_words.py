"""NLTK's word tokeniser without the second that its import takes.

NLTK imports scipy and scikit-learn where it finds them, for parts of it that
nobody needs here (``SklearnClassifier``, Fisher's exact test). A story shall
not wait for that, so they are hidden while NLTK is imported.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

__all__ = ["NLTKWordTokenizer"]


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Packages that cannot be imported for a moment, unless they were."""
    new = [name for name in names if name not in sys.modules]
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules.update(dict.fromkeys(new))
    try:
        yield
    finally:
        for name in new:
            del modules[name]


with _hidden("scipy", "sklearn"):
    from nltk.tokenize import NLTKWordTokenizer
