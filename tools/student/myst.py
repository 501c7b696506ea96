"""What MyST is in a text, and where: read by the parser of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from tools.paths import ROOT

NAMED = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<title>.*)")
OPTION = re.compile(r":(?P<name>[\w-]+):\s*(?P<value>.*)")

Rule = Callable[[StateInline, bool], bool]


class Directive(NamedTuple):
    """A fence with a name in braces, and what it holds."""

    name: str
    title: str
    options: dict[str, str]
    body: str


@cache
def parser() -> MarkdownIt:
    """The parser of the site; links and roles also tell where they stand."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    extensions = set(config["parse"]["myst_enable_extensions"])
    settings = MdParserConfig(enable_extensions=extensions)
    markdown = create_md_parser(settings, RendererHTML)
    for rule in markdown.inline.ruler.__rules__:
        if rule.name in ("link", "image", "myst_role"):
            markdown.inline.ruler.at(rule.name, _placed(rule.fn))
    return markdown


def _placed(rule: Rule) -> Rule:
    """The rule, leaving in each token the place that it was read from."""

    def with_place(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            made = next(t for t in state.tokens[before:] if t.type != "text")
            made.meta["place"] = (start, state.pos)
            if made.type == "link_open":  # where its words end
                end = state.md.helpers.parseLinkLabel(state, start, True)
                made.meta["middle"] = end
        return found

    return with_place


def directive(token: Token) -> Directive | None:
    """What a fence directs; none where it only shows code."""
    found = NAMED.fullmatch(token.info.strip())
    if token.type not in ("fence", "colon_fence") or not found:
        return None
    options, lines = {}, token.content.splitlines()
    while lines and (option := OPTION.fullmatch(lines[0].strip())):
        options[option["name"]] = option["value"]
        del lines[0]
    body = "\n".join(lines).strip("\n")
    return Directive(found["name"], found["title"], options, body)


def labels(texts: Iterable[str], chapter: int) -> dict[str, str]:
    """What a reference to each labelled thing of a chapter shows."""
    found: dict[str, str] = {}
    exercises = equations = 0
    for text in texts:
        waiting: list[str] = []  # labels of the next heading
        for token in parser().parse(text):
            told = directive(token)
            if told and told.name == "exercise":
                exercises += 1
                name = f"Exercise {chapter}.{exercises}"
                found[told.options["label"]] = name
            elif token.type == "math_block_label":
                equations += 1
                found[token.info] = f"({chapter}.{equations})"
            elif token.type == "myst_target":
                waiting.append(token.content)
            elif token.type == "inline":
                found |= dict.fromkeys(waiting, token.content)
                waiting = []
    return found
