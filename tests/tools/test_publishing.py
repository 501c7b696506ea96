"""What a published book says of itself, and what may be published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools import site
from tools.paths import BOOK, ROOT
from tools.publishing import addresses, edition, icons
from tools.student import notebook as student

CFF: dict[str, Any] = {
    "title": "Pigs",
    "version": "2.1.0",
    "date-released": "2031-02-03",
    "authors": [{"name": "A. Sow"}, {"name": "The Boars"}],
}


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workflow says where the book lies."""
    for name in ("BOOK_REPOSITORY", "BOOK_SITE"):
        monkeypatch.delenv(name, raising=False)


# Addresses


def test_no_button_leads_to_an_address_that_nobody_knows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "_config.yml").write_text(
        "repository: {url: ''}\nhtml: {baseurl: ''}\n"
    )
    monkeypatch.setattr(addresses, "ROOT", tmp_path)
    assert "launch_buttons" not in addresses.config()
    assert addresses.repository() == addresses.site() == ""


def test_one_place_says_where_the_book_lies(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "_config.yml").write_text(
        "repository: {url: https://x.org/pigs/}\n"
        "html: {baseurl: https://pigs.x.org/book/}\n"
    )
    monkeypatch.setattr(addresses, "ROOT", tmp_path)
    assert addresses.repository() == "https://x.org/pigs"
    assert addresses.site() == "https://pigs.x.org/book"
    buttons = addresses.config()["launch_buttons"]
    assert buttons["colab_url"] and buttons["binderhub_url"]


def test_a_workflow_says_it_for_its_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOOK_REPOSITORY", "https://x.org/copy")
    monkeypatch.setenv("BOOK_SITE", "https://copy.x.org")
    settings = addresses.config()
    assert settings["repository"]["url"] == "https://x.org/copy"
    assert settings["html"]["baseurl"] == "https://copy.x.org"
    assert "launch_buttons" in settings
    path = BOOK / "01_a_story_from_a_picture.ipynb"
    notebook = site.stored.load(path)
    names = student.names_of({path: notebook})
    made = student.student_notebook(path, notebook, names)
    assert "git+https://x.org/copy" in made.cells[0].source
    assert f"https://copy.x.org/book/{path.stem}.html" in made.cells[1].source


def test_launch_buttons_lead_to_the_branch_that_is_written() -> None:
    workflow = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
    branch = addresses.config()["repository"]["branch"]
    assert f"git push --force origin {branch}\n" in workflow


# The workflow


def publish() -> dict[Any, Any]:
    """The workflow that publishes."""
    text = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def test_only_what_passed_is_published() -> None:
    workflow = publish()
    after = workflow[True]  # YAML reads "on" so
    assert set(after) == {"workflow_run"}
    tested = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())
    assert after["workflow_run"]["workflows"] == [tested["name"]]
    assert "run: make test" in (ROOT / ".github/workflows/test.yml").read_text(
        "utf-8"
    )
    jobs = workflow["jobs"]
    condition = jobs["site"]["if"]
    assert "workflow_run.conclusion == 'success'" in condition
    assert "workflow_run.event == 'push'" in condition
    for name, job in jobs.items():
        assert name == "site" or job["needs"] == "site"
        checkouts = [
            step["with"]["ref"]
            for step in job["steps"]
            if step.get("uses", "").startswith("actions/checkout@")
        ]
        assert checkouts == ["${{ github.event.workflow_run.head_sha }}"]


def test_workflows_name_no_address_and_pin_their_actions() -> None:
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        assert "http" not in text, path.name
        for used in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"[\w/-]+@v\d+\.\d+\.\d+", used), used


# The edition


def test_citation_is_that_of_the_file() -> None:
    cff = edition.citation()
    page = edition.page()
    assert f"This is edition {cff['version']}." in page
    for name in (cff["title"], cff["authors"][0]["name"]):
        assert page.count(name) >= 2
    assert not re.search(r"\{[A-Z]+\}", page), "a place was left empty"


def test_reference_names_authors_year_edition_and_address() -> None:
    assert edition.reference(CFF, "https://x.org") == (
        "A. Sow and The Boars (2031). *Pigs* (edition 2.1.0) "
        "[Jupyter book and software]. https://x.org"
    )
    assert edition.reference(CFF).endswith("software].")


def test_bibtex_is_read_by_a_reader_of_bibtex() -> None:
    from pybtex.database import parse_string

    read = parse_string(edition.bibtex(CFF, "https://x.org"), "bibtex")
    (entry,) = read.entries.values()
    assert entry.fields["title"] == "{Pigs}".strip("{}")
    assert entry.fields["edition"] == "2.1.0"
    assert entry.fields["url"] == "https://x.org"
    assert len(entry.persons["author"]) == 2
    assert "url" not in edition.bibtex(CFF)


def test_changes_are_those_of_the_log_a_level_deeper() -> None:
    log = "# All\n\nIntro.\n\n## 2.0\n\nNew\n\n- pigs\n\n## 1.0\n\nOld\n"
    assert edition.changes(log) == (
        "### 2.0\n\nNew\n\n- pigs\n\n### 1.0\n\nOld"
    )


def test_log_knows_this_edition() -> None:
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    cff = edition.citation()
    assert f"\n## {cff['version']} ({cff['date-released']})\n" in log


# The icons

ICON_SCRIPT = (
    'p={moon:[1,2,["dark"],"f186","M0 0"],"x-ray":[1,2,[],"f497",["a","b"]],'
    'sun:[3,4,[9728],"f185","M1 1"]};go(p)'
)


def test_only_icons_that_are_shown_are_kept() -> None:
    assert icons.only(ICON_SCRIPT, {"sun"}) == (
        'p={sun:[3,4,[9728],"f185","M1 1"]};go(p)'
    )
    assert "moon" in icons.only(ICON_SCRIPT, {"dark"})
    assert icons.only(ICON_SCRIPT, {"moon", "x-ray", "sun"}) == ICON_SCRIPT


def test_icons_are_looked_for_in_pages_and_scripts(tmp_path: Path) -> None:
    script = tmp_path / icons.SCRIPT
    script.parent.mkdir(parents=True)
    script.write_text(ICON_SCRIPT)
    (script.parent / "theme.js").write_text("add('fa-moon')")
    (tmp_path / "index.html").write_text("<i class='fas fa-sun'></i>")
    icons.slim(tmp_path)
    assert script.read_text() == icons.only(ICON_SCRIPT, {"moon", "sun"})
