"""A quiz as HTML that needs no script: choosing an answer shows its reason.

Each question is a group of radio buttons, named by its legend. The reasons
stand in a region that screen readers announce when it changes; a style sheet
shows the one whose button is chosen. Where a notebook is not trusted and the
style is taken away, they stay hidden until the cell is run.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from storyteller_lib.teaching.question import LETTERS, Question

SAYS = {"right": "✓ Right.", "wrong": "✗ No."}
INLINE = re.compile(r"`([^`]+)`|\*([^*]+)\*")
STYLE = """\
.story-quiz fieldset {
  border: 1px solid rgba(128, 128, 128, .55);
  border-radius: 6px;
  margin: 0 0 1em;
  min-width: 0;
  padding: .4em 1em .8em;
}
.story-quiz legend {
  float: left;
  font-size: 1em;
  font-weight: 600;
  line-height: 1.45;
  margin: .3em 0;
  padding: 0;
  width: 100%;
}
.story-quiz .answers { clear: both; }
.story-quiz input {
  float: left;
  height: 1.15em;
  margin: .58em 0 0;
  width: 1.15em;
}
.story-quiz label {
  border-radius: 4px;
  display: block;
  line-height: 1.5;
  margin: 0 0 0 1.6em;
  padding: .35em .4em;
}
.story-quiz input:checked + label { text-decoration: underline; }
.story-quiz input:focus-visible + label { outline: 2px solid currentColor; }
.story-quiz .reasons p {
  border-left: 5px solid #3a8f73;
  line-height: 1.5;
  margin: .5em 0 0;
  padding: .2em .8em;
}
.story-quiz .reasons p.wrong { border-left: 5px dotted #c8553d; }
"""
SHOWN = (
    ".story-quiz input:nth-of-type({n}):checked ~ .reasons "
    "p:nth-of-type({n}) {{ display: block !important; }}\n"
)


def page(name: str, questions: Sequence[Question]) -> str:
    """The questions as HTML; the name tells them from another quiz's.

    Chapter: book/01_a_story_from_a_picture
    """
    most = max(len(question.answers) for question in questions)
    style = STYLE + "".join(SHOWN.format(n=n + 1) for n in range(most))
    groups = "\n".join(
        _group(f"{name}-{number}", number, question)
        for number, question in enumerate(questions, 1)
    )
    # The attribute leaves the arrow keys to the buttons in JupyterLab.
    return (
        '<div class="story-quiz" data-lm-suppress-shortcuts="true">\n'
        f"<style>\n{style}</style>\n{groups}\n</div>"
    )


def _group(name: str, number: int, question: Question) -> str:
    choices, reasons = [], []
    for letter, answer in zip(LETTERS, question.answers, strict=False):
        place = f"{name}-{letter}"
        choices.append(
            f'<input type="radio" name="{name}" id="{place}">'
            f'<label for="{place}">{letter}) {inline(answer.text)}</label>'
        )
        kind = "right" if answer.right else "wrong"
        reasons.append(
            f'<p class="{kind}" hidden><strong>{SAYS[kind]}</strong> '
            f"{inline(answer.reason)}</p>"
        )
    return "\n".join(
        [
            f"<fieldset>\n<legend>{number}. {inline(question.text)}</legend>",
            '<div class="answers">',
            *choices,
            '<div class="reasons" aria-live="polite">',
            *reasons,
            "</div>\n</div>\n</fieldset>",
        ]
    )


def inline(text: str) -> str:
    """Text as HTML, with `code` and *emphasis*.

    Chapter: book/01_a_story_from_a_picture
    """

    def marked(found: re.Match[str]) -> str:
        code, stressed = found.groups()
        return f"<code>{code}</code>" if code else f"<em>{stressed}</em>"

    return INLINE.sub(marked, html.escape(text, quote=False))
