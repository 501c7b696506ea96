"""The page on the Python one needs says what Python answers."""

from __future__ import annotations

import doctest
import re

from tools.paths import BOOK, chapters

PAGE = BOOK / "python_you_need.md"
FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def examples() -> str:
    """All examples of the page, one after the other."""
    return "\n".join(FENCE.findall(PAGE.read_text(encoding="utf-8")))


def test_python_answers_as_the_page_says() -> None:
    parsed = doctest.DocTestParser().get_doctest(
        examples(), {}, PAGE.name, str(PAGE), 0
    )
    assert len(parsed.examples) > 25
    runner = doctest.DocTestRunner(verbose=False)
    said: list[str] = []
    runner.run(parsed, out=said.append)
    assert not said, "".join(said)


def test_the_early_chapters_use_what_it_explains() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in chapters()[:5])
    for sign in ("strict=True", "lambda ", "[None]", "dim=", "keepdim", " @ "):
        assert sign in code, f"nobody needs {sign}"
