"""A chapter as the teacher's edition sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from tools.chapters import stored
from tools.paths import chapters
from tools.student.citations import Citations
from tools.student.myst import Directive
from tools.student.notebook import (
    bibliography,
    names_of,
    number_of,
    student_notebook,
)
from tools.student.plain import Translator, UnknownMyST
from tools.teacher.exercises import (
    Exercise,
    TeacherError,
    directives,
    exercises,
)
from tools.teacher.texts import FOLDER, ChapterText, chapter_text


@dataclass(frozen=True)
class Chapter:
    """A chapter, its exercises, and what teachers are told about it.

    Args:
        path: where the chapter is; its name begins with the number.
        notebook: the chapter as it is stored, with its outputs.
        names: what references to chapters and labels show.
        text: what people wrote for teachers.
    """

    path: Path
    notebook: NotebookNode
    names: dict[str, str]
    text: ChapterText

    @property
    def name(self) -> str:
        """The chapter as its file is called."""
        return self.path.stem

    @property
    def number(self) -> int:
        """The chapter's number."""
        return number_of(self.path)

    @property
    def title(self) -> str:
        """The chapter's title."""
        return self.names[self.name]

    @cached_property
    def exercises(self) -> list[Exercise]:
        """Its exercises, in their order."""
        return exercises(self.notebook, self.number)

    @cached_property
    def student(self) -> NotebookNode:
        """The notebook that students get: plain, without solutions."""
        return student_notebook(self.path, self.notebook, self.names)

    def plain(self, text: str) -> str:
        """A text in plain Markdown, with names where it refers to others.

        Raises:
            TeacherError: if there is no plain form of something in it.
        """
        said = Translator(Citations(bibliography()), self.names)
        try:
            return said.plain(text)
        except UnknownMyST as error:
            raise TeacherError(
                f"a text about {self.name} holds what cannot be shown "
                f"outside the site: {error}"
            ) from error

    def question(self, exercise: Exercise) -> str:
        """What an exercise asks, in plain Markdown, under its number."""
        asked: Directive = next(
            it for it in directives(exercise.question) if it.name == "exercise"
        )
        return f"### Exercise {exercise.number}\n\n{self.plain(asked.body)}"

    def rubric(self, exercise: Exercise) -> str:
        """How a person grades an open exercise, in plain Markdown.

        Raises:
            TeacherError: if nobody wrote it.
        """
        if rubric := self.text.rubrics.get(exercise.number):
            return self.plain(rubric)
        raise TeacherError(
            f"the teacher's page of {self.name} has no rubric of exercise "
            f"{exercise.number}: please write it."
        )


def all_chapters(texts: Path = FOLDER) -> list[Chapter]:
    """All chapters of the book, in its order."""
    notebooks = {path: stored.load(path) for path in chapters()}
    names = names_of(notebooks)
    return [
        Chapter(path, notebook, names, chapter_text(path.stem, texts))
        for path, notebook in notebooks.items()
    ]
