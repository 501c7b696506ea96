"""English inflection for captions: plurals, verb forms and *a* or *an*.

Rules, and short tables of what breaks them.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re

_PASTS = """
awake awoke awoken/beat beat beaten/bite bit bitten/bleed bled/blow blew blown
build built/buy bought/catch caught/come came/creep crept/cut cut/dig dug
do did done/draw drew drawn/dream dreamt dreamed/drink drank drunk
drive drove driven/eat ate eaten/fall fell fallen/feed fed/fight fought
find found/flee fled/fling flung/fly flew flown/get got/give gave given
go went gone/grow grew grown/hang hung/have had/hide hid hidden/hit hit
hold held/kneel knelt kneeled/lay laid/lean leaned leant/leap leapt leaped
lie lay lain/lose lost/make made/meet met/pay paid/put put/read read
ride rode ridden/ring rang rung/run ran/seek sought/sell sold
shake shook shaken/shine shone/shoot shot/sing sang sung/sink sank sunk
sit sat/slay slew slain/sleep slept/smell smelt smelled/sow sowed sown
speak spoke spoken/speed sped/spring sprang sprung/stand stood/steal stole
stride strode stridden/strike struck/sweep swept/swim swam swum/swing swung
take took taken/teach taught/tear tore torn/think thought/throw threw thrown
travel travelled traveled/wake woke woken/wear wore worn/wed wed wedded
weep wept/win won/write wrote written
"""
PAST_FORMS = {
    forms.split()[0]: tuple(forms.split()[1:])
    for forms in _PASTS.replace("\n", "/").split("/")
    if forms
}
"""Verb -> its irregular past forms."""

_AN_SOUND = re.compile(r"^(hour|honest|heir|x-ray|suv|8|11)", re.IGNORECASE)
_A_SOUND = re.compile(r"^(uni|use|euro|one\b|ukul|once|ute)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b([Aa])n?(?= ([\w'-]+))")
_DOUBLING = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$|^qu[aeiou]t$")


def article(word: str) -> str:
    """*a* or *an*, as the word that follows is spoken.

    Chapter: book/02_pictures_captions_books
    """
    if _AN_SOUND.match(word):
        return "an"
    if _A_SOUND.match(word):
        return "a"
    return "an" if word[0].lower() in "aeiou" else "a"


def fix_articles(text: str) -> str:
    """The text with every *a* and *an* made to fit the next word.

    Chapter: book/02_pictures_captions_books
    """
    return _ARTICLE.sub(lambda m: m[1] + article(m[2])[1:], text)


def plural(noun: str) -> str:
    """The regular plural of a noun; of "cup of tea" it is "cups of tea".

    Chapter: book/02_pictures_captions_books
    """
    head, of, rest = noun.partition(" of ")
    if head.endswith(("s", "x", "z", "ch", "sh")):
        return head + "es" + of + rest
    if head.endswith("y") and head[-2] not in "aeiou":
        return head[:-1] + "ies" + of + rest
    return head + "s" + of + rest


def present(verb: str) -> str:
    """Third person: "run down" gives "runs down".

    Chapter: book/02_pictures_captions_books
    """
    head, space, rest = verb.partition(" ")
    if head in ("have", "be"):
        return {"have": "has", "be": "is"}[head] + space + rest
    if head in ("go", "do"):
        return head + "es" + space + rest
    return plural(head) + space + rest


def participle(verb: str) -> str:
    """Present participle: "run down" gives "running down".

    Chapter: book/02_pictures_captions_books
    """
    head, space, rest = verb.partition(" ")
    if head.endswith("ie"):
        head = head[:-2] + "y"
    elif head.endswith("e") and not head.endswith(("ee", "ye", "oe")):
        head = head[:-1]
    elif _doubles(head):
        head += head[-1]
    return head + "ing" + space + rest


def pasts(verb: str) -> tuple[str, ...]:
    """The past forms of a one-word or longer verb.

    Chapter: book/02_pictures_captions_books
    """
    head, space, rest = verb.partition(" ")
    forms = PAST_FORMS.get(head) or (_regular_past(head),)
    return tuple(form + space + rest for form in forms)


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ed"


def _doubles(verb: str) -> bool:
    """Whether the last consonant is written twice before -ing."""
    return verb == "travel" or bool(_DOUBLING.match(verb))
