"""The quizzes: well-formed questions, and a page that works for everybody."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from storyteller_lib.config import StorytellerError
from storyteller_lib.teaching import quiz
from storyteller_lib.teaching.question import Answer, Question
from storyteller_lib.teaching.quiz import CHAPTERS, Quiz
from storyteller_lib.teaching.quiz_page import inline
from tools.paths import chapters

MARKUP = re.compile(r"`[^`]*`|\*[^*]+\*")
TINY = Quiz(
    "99",
    (
        Question(
            "Is `1 < 2`?",
            (
                Answer("*Yes*", "One is `less` & two more.", right=True),
                Answer("No", "Count again."),
                Answer("At times", "At all times."),
            ),
        ),
    ),
)


@pytest.fixture(params=CHAPTERS)
def asked(request: pytest.FixtureRequest) -> Quiz:
    return quiz(request.param)


def texts(asked: Quiz) -> list[str]:
    """All that a quiz says."""
    return [
        text
        for question in asked.questions
        for text in (
            question.text,
            *(t for a in question.answers for t in (a.text, a.reason)),
        )
    ]


def test_every_chapter_of_the_book_has_a_quiz() -> None:
    assert {path.stem[:2] for path in chapters()} <= set(CHAPTERS)


def test_there_are_sixty_questions_and_more() -> None:
    assert sum(len(quiz(number).questions) for number in CHAPTERS) >= 60


def test_questions_are_well_formed(asked: Quiz) -> None:
    assert 4 <= len(asked.questions) <= 6
    assert len({question.text for question in asked.questions}) >= 4
    for question in asked.questions:
        answers = question.answers
        assert 3 <= len(answers) <= 4, question.text
        assert sum(answer.right for answer in answers) == 1, question.text
        assert len({answer.text for answer in answers}) == len(answers)
        for answer in answers:
            assert len(answer.reason.split()) >= 3, answer
            assert answer.reason.endswith((".", "?", "!")), answer


def test_no_text_is_there_twice_in_the_book() -> None:
    told = [q.text for n in CHAPTERS for q in quiz(n).questions]
    assert len(set(told)) == len(told)


def test_texts_have_no_markup_but_code_and_emphasis(asked: Quiz) -> None:
    for text in texts(asked):
        plain = MARKUP.sub("", text)
        assert not re.search(r"[`*$\\]|\{\w+\}|\]\(", plain), text
        assert "  " not in text and text == text.strip()


def test_the_right_answer_has_no_place_of_its_own() -> None:
    places = [
        [answer.right for answer in question.answers].index(True)
        for number in CHAPTERS
        for question in quiz(number).questions
    ]
    for place in range(4):
        assert 0.1 < places.count(place) / len(places) < 0.4
    for number in CHAPTERS:
        own = [
            [a.right for a in question.answers].index(True)
            for question in quiz(number).questions
        ]
        assert len(set(own)) > 1, f"always the same place: {number}"


@pytest.mark.parametrize("number", ["5", 5, " 05 "])
def test_a_chapter_may_be_named_by_its_number(number: str | int) -> None:
    assert quiz(number) == quiz("05")


@pytest.mark.parametrize("number", ["99", "0", "five", "", "../05"])
def test_an_unknown_chapter_gets_one_sentence(number: str) -> None:
    with pytest.raises(StorytellerError, match=r"no chapter .*quiz") as e:
        quiz(number)
    assert "\n" not in str(e.value)


# The page


def soup(asked: Quiz) -> BeautifulSoup:
    """The page's elements."""
    return BeautifulSoup(asked._repr_html_(), "html.parser")


def test_the_page_is_the_same_each_time(asked: Quiz) -> None:
    assert asked._repr_html_() == quiz(asked.chapter)._repr_html_()
    assert repr(asked) == repr(quiz(asked.chapter))


def test_every_button_has_a_label_and_every_group_a_legend(
    asked: Quiz,
) -> None:
    page = soup(asked)
    for group, question in zip(
        page.select("fieldset"), asked.questions, strict=True
    ):
        assert inline(question.text) in str(group.legend)
        buttons = group.select("input")
        assert {it["type"] for it in buttons} == {"radio"}
        assert len({it["name"] for it in buttons}) == 1
        for button, answer in zip(buttons, question.answers, strict=True):
            label = group.select_one(f'label[for="{button["id"]}"]')
            assert label is not None and inline(answer.text) in str(label)
            assert not button.has_attr("checked")
    ids = [it["id"] for it in page.select("[id]")]
    assert len(set(ids)) == len(ids)


def test_ids_of_two_quizzes_differ() -> None:
    first, second = (
        {it["id"] for it in soup(quiz(n)).select("[id]")} for n in ("01", "02")
    )
    assert first and second and not first & second


def test_reasons_are_there_hidden_and_announced(asked: Quiz) -> None:
    for group, question in zip(
        soup(asked).select("fieldset"), asked.questions, strict=True
    ):
        (region,) = group.select('[aria-live="polite"]')
        told = region.select("p")
        for reason, answer in zip(told, question.answers, strict=True):
            assert reason.has_attr("hidden")
            assert inline(answer.reason) in str(reason)
            says = "Right." if answer.right else "No."
            assert reason.strong.text.endswith(says)


def test_the_style_shows_one_reason_for_each_button(asked: Quiz) -> None:
    page = soup(asked)
    style = page.style.text
    most = max(len(question.answers) for question in asked.questions)
    for n in range(1, most + 1):
        rule = rf"input:nth-of-type\({n}\):checked ~ \.reasons p:nth-of-"
        assert re.search(rf"{rule}type\({n}\) {{ display: block", style)
    for rule in re.findall(r"^(\S.*) \{", style, re.MULTILINE):
        assert rule.startswith(".story-quiz "), f"{rule} styles other things"


def test_there_is_no_script_and_nothing_is_fetched(asked: Quiz) -> None:
    page = soup(asked)
    assert not page.select("script, link, img, iframe, form, [src], [href]")
    assert not any(
        name.startswith("on") for tag in page.find_all() for name in tag.attrs
    )


def test_what_is_written_is_shown_as_it_is() -> None:
    page = TINY._repr_html_()
    assert "<legend>1. Is <code>1 &lt; 2</code>?</legend>" in page
    assert "a) <em>Yes</em></label>" in page
    assert "One is <code>less</code> &amp; two more." in page


# As text


def test_the_plain_text_is_readable_and_gives_nothing_away() -> None:
    assert repr(TINY) == (
        "1. Is 1 < 2?\n   a) Yes\n   b) No\n   c) At times\n\n"
        'For the reasons: quiz("99").why(1, "a")'
    )


def test_lines_of_the_plain_text_are_short(asked: Quiz) -> None:
    assert max(map(len, repr(asked).splitlines())) <= 79
    for question in asked.questions:
        for answer in question.answers:
            assert answer.reason not in repr(asked)


def test_reasons_can_be_asked_for() -> None:
    assert TINY.why(1, "a") == "Right. One is `less` & two more."
    assert TINY.why(1, "B)") == "No. Count again."
    for number, letter in ((0, "a"), (2, "a"), (1, "d"), (1, ""), (-1, "a")):
        with pytest.raises(StorytellerError, match="no answer"):
            TINY.why(number, letter)
