"""``storyteller ...`` typed in a folder, and what it answers."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from storyteller_lib.cli import main


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@dataclass
class CommandLine:
    """What is typed in ``folder`` after the word ``storyteller``."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Answer:
        """The exit code, what is printed, and what is complained of."""
        self.monkeypatch.chdir(self.folder)
        self.monkeypatch.setattr(sys, "argv", ["storyteller", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return Answer(int(ended.value.code or 0), *self.capsys.readouterr())

    def shown(self, *words: str) -> str:
        """What a command prints that ends well."""
        answer = self(*words)
        assert answer.code == 0, answer.err
        return answer.out

    def values(self, *words: str) -> Any:
        """What a command tells a machine."""
        return json.loads(self.shown(*words, "--json"))
