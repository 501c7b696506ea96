"""The questions at a chapter's end, each answer with the reason for it.

They lie in ``quizzes``, a file a chapter, and are shown as plain HTML.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import textwrap
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from storyteller_lib.config import StorytellerError
from storyteller_lib.teaching.question import LETTERS, Answer, Question
from storyteller_lib.teaching.quiz_page import INLINE, page

COLUMNS = 72
FOLDER = files(__package__).joinpath("quizzes")
CHAPTERS = sorted(file.name[:2] for file in FOLDER.iterdir())


@dataclass(frozen=True, repr=False)
class Quiz:
    """The questions of a chapter; a notebook shows them as a page.

    Chapter: book/01_a_story_from_a_picture
    """

    chapter: str
    questions: tuple[Question, ...]

    def why(self, question: int, letter: str) -> str:
        """What is said of an answer, as ``quiz("05").why(2, "c")``.

        Raises:
            StorytellerError: if there is no such question or answer.
        """
        asked = self.questions[question - 1 : question] if question > 0 else ()
        place = LETTERS.find(letter.strip().lower()[:1] or "?")
        if not asked or not 0 <= place < len(asked[0].answers):
            raise StorytellerError(
                f"there is no answer {letter!r} to question {question}: the "
                f"questions go from 1 to {len(self.questions)}, the answers "
                "from a"
            )
        answer = asked[0].answers[place]
        return f"{'Right' if answer.right else 'No'}. {answer.reason}"

    def __repr__(self) -> str:
        lines = []
        for number, question in enumerate(self.questions, 1):
            lines += [*_wrapped(f"{number}. ", question.text)]
            for letter, answer in zip(LETTERS, question.answers, strict=False):
                lines += [*_wrapped(f"   {letter}) ", answer.text)]
            lines.append("")
        lines.append(f'For the reasons: quiz("{self.chapter}").why(1, "a")')
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(f"quiz-{self.chapter}", self.questions)


def _wrapped(mark: str, text: str) -> list[str]:
    later = " " * len(mark)
    plain = INLINE.sub(lambda found: found[1] or found[2], text)
    return textwrap.wrap(
        plain, COLUMNS, initial_indent=mark, subsequent_indent=later
    )


def quiz(chapter: str | int) -> Quiz:
    """The questions of a chapter, as ``quiz("05")``.

    Raises:
        StorytellerError: if there is no such chapter.

    Chapter: book/01_a_story_from_a_picture
    """
    number = str(chapter).strip().zfill(2)
    if number not in CHAPTERS:
        raise StorytellerError(
            f"there is no chapter {chapter!r}: they go from "
            f'quiz("{CHAPTERS[0]}") to quiz("{CHAPTERS[-1]}")'
        )
    file = FOLDER.joinpath(f"{number}.toml")
    asked = tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
    return Quiz(number, tuple(_question(values) for values in asked))


def _question(values: dict[str, Any]) -> Question:
    answers = tuple(Answer(**answer) for answer in values["answers"])
    return Question(values["text"], answers)
